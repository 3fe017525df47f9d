"""Labels on frames: no two meet, none leaves the frame, the person stays free, and the overlay's boxes never move."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from hiphinge.analysis import Analysis
from hiphinge.catalogue import load
from hiphinge.findings import Finding
from hiphinge.reports.labels import CELL_PX, Label, Rectangle, person_mask, place_labels, share_covered
from hiphinge.reports.lettering import Plate, plate_size, wrapped
from hiphinge.reports.overlay import Painter
from hiphinge.reports.poses import pose_track
from hiphinge.spine import Dowel

Draw = Callable[[Analysis, float], NDArray[np.uint8]]
TEXTS = (
    "Trunk 73°",
    "Knee 7°",
    "Lower back 42° (26 to 62°)",
    "Your standing shape",
    "Head \N{MINUS SIGN}8°",
    "Shin 188°",
)
SIZES = ((120, 160), (360, 640), (640, 360), (1280, 720), (1080, 1920), (200, 900))

labels_anywhere = st.lists(
    st.builds(
        lambda text, size_px, x, y, turn: Label(
            plate=Plate(text=text, size_px=size_px, bar=(255, 255, 255)),
            at=np.array([x, y]),
            away=np.array([np.cos(turn), np.sin(turn)]),
        ),
        st.sampled_from(TEXTS),
        st.integers(9, 40),
        st.floats(-50, 1300),
        st.floats(-50, 1000),
        st.floats(0, 6.3),
    ),
    max_size=9,
)


def apart(boxes: Sequence[Rectangle], width: int, height: int) -> bool:
    return all(box.lies_in(width, height) for box in boxes) and not any(a.meets(b) for a, b in combinations(boxes, 2))


@settings(max_examples=200, deadline=None)
@given(labels=labels_anywhere, size=st.sampled_from(SIZES), is_full=st.booleans())
def test_no_two_labels_meet_and_none_leaves_the_frame(
    labels: list[Label], size: tuple[int, int], *, is_full: bool
) -> None:
    width, height = size
    person = np.full((-(-height // CELL_PX), -(-width // CELL_PX)), is_full)
    placed = place_labels(labels, width=width, height=height, person=person)
    assert len(placed) == len(labels)
    assert apart([box for box in placed if box is not None], width, height)
    for label, box in zip(labels, placed, strict=True):
        assert box is None or (box.width, box.height) == plate_size(label.plate)


def test_a_label_alone_stands_beside_its_point_on_the_wanted_side() -> None:
    label = Label(plate=Plate(text="Knee 7°", size_px=16), at=np.array([200.0, 200.0]), away=np.array([1.0, 0.0]))
    (box,) = place_labels([label], width=600, height=400)
    assert box is not None
    assert 200 < box.left < 200 + 3 * 16
    assert box.top < 200 < box.top + box.height


def test_a_label_moves_off_the_person_where_there_is_room() -> None:
    label = Label(plate=Plate(text="Knee 7°", size_px=16), at=np.array([200.0, 200.0]), away=np.array([1.0, 0.0]))
    person = np.zeros((50, 75), dtype=bool)
    person[:, 24:50] = True
    (box,) = place_labels([label], width=600, height=400, person=person)
    assert box is not None
    assert share_covered(person, np.array([[box.left, box.top, box.width, box.height]]))[0] == 0.0


def test_a_label_that_finds_no_place_is_left_out() -> None:
    like = Label(plate=Plate(text="Lower back 42°", size_px=16), at=np.array([50.0, 20.0]), away=np.array([1.0, 0.0]))
    placed = place_labels([like] * 4, width=180, height=40)
    assert placed[0] is not None
    assert placed[1:] == (None, None, None)


def test_the_person_is_where_the_joints_are(five_hinges: Analysis) -> None:
    track = pose_track(five_hinges)
    assert track is not None
    pose = track.at(1.8)
    mask = person_mask(pose, width=360, height=540)
    for name in ("hip", "shoulder", "knee", "ankle"):
        x, y = (pose.joint(name) // CELL_PX).astype(int)
        assert mask[y, x]
    assert 0.02 < mask.mean() < 0.35


def test_words_are_broken_where_they_are_too_wide() -> None:
    lines = wrapped("Look at a spot on the floor two to three steps ahead", 120, size_px=14)
    assert len(lines) > 2
    assert " ".join(lines) == "Look at a spot on the floor two to three steps ahead"


def with_findings(analysis: Analysis, ids: Sequence[str], *, stick: bool) -> Analysis:
    """Return the set with findings in its repetitions and, where wanted, a stick and lost contacts."""
    assert analysis.side is not None

    def found(id_: str, time_s: float) -> Finding:
        return replace(analysis.repetitions[2].findings[0], id=id_, time_s=time_s)

    repetitions = tuple(
        replace(r, findings=tuple(found(id_, r.bottom_s + 0.1 * n) for n, id_ in enumerate(ids)))
        for r in analysis.repetitions
    )
    shoulder, hip = (analysis.side.joint(name) for name in ("shoulder", "hip"))
    points = np.stack([hip, shoulder, 1.3 * shoulder - 0.3 * hip], axis=1) - np.array([30.0, 0.0])
    dowel = Dowel(contact_points=points, reference_hollow=0.03, contour_hollow=np.zeros(len(points)))
    return replace(analysis, repetitions=repetitions, dowel=dowel if stick else None)


FAULTS = tuple(sorted(load().faults))


@pytest.mark.parametrize("number", range(40))
def test_no_two_boxes_of_the_overlay_meet(five_hinges: Analysis, number: int) -> None:
    random = np.random.default_rng(number)
    ids = [str(id_) for id_ in random.choice(FAULTS, size=number % 4, replace=False)]
    width, height = (int(v) for v in random.integers(240, 1920, 2))
    analysis = with_findings(five_hinges, ids, stick=bool(number % 2))
    painter = Painter(analysis=analysis, catalogue=load(), track=pose_track(analysis), blur_faces=False)
    layout = painter.layout(width, height)
    assert apart(layout.boxes, width, height)
    assert layout.letter >= 12
    if height >= 480 and width >= 360:
        assert layout.panel is not None, "the numbers found no room"
        assert (layout.notice is None) == (not ids)


@pytest.mark.parametrize("size", [(360, 540), (720, 540), (1280, 720)])
def test_words_stay_inside_their_boxes_at_every_moment(five_hinges: Analysis, size: tuple[int, int]) -> None:
    analysis = with_findings(five_hinges, ["back_gives", "more_than_usual"], stick=True)
    bare = Painter(analysis=analysis, catalogue=load(), track=None, blur_faces=False)
    width, height = size
    boxes = bare.layout(width, height).boxes
    blank = np.full((height, width, 3), 120, np.uint8)
    for time_s in np.arange(0.0, 13.0, 0.37):
        changed = (bare.paint(blank, float(time_s)) != blank).any(axis=2)
        for box in boxes:
            changed[box.top : box.top + box.height, box.left : box.left + box.width] = False
        assert not changed.any()


def test_the_panel_is_at_the_same_place_at_every_moment_and_says_what_the_stick_is(five_hinges: Analysis) -> None:
    analysis = with_findings(five_hinges, [], stick=True)
    painter = Painter(analysis=analysis, catalogue=load(), track=pose_track(analysis), blur_faces=False)
    panel, box = painter._panel(painter.layout(720, 1080).letter), painter.layout(720, 1080).panel
    assert panel is not None
    assert box is not None
    assert {row.kind for row in panel.rows} >= {"value", "stick"}
    assert panel.size == (box.width, box.height)
    blank = np.full((1080, 720, 3), 120, np.uint8)
    corner = slice(box.top + 1, box.top + 3), slice(box.left + box.width // 2, box.left + box.width // 2 + 9)
    dark = [painter.paint(blank, t)[corner].mean() < 70 for t in (1.0, 1.8, 2.4, 4.0, 9.0)]
    assert all(dark)


def test_an_unmeasured_back_is_named_with_its_reason(five_hinges: Analysis) -> None:
    painter = Painter(analysis=five_hinges, catalogue=load(), track=pose_track(five_hinges), blur_faces=False)
    panel = painter._panel(20)
    assert panel is not None
    said = [text for text, _ in panel.texts(1.8, five_hinges.repetitions[0]).values()]
    assert "Lower back: not measured" in said
    assert "The back was not seen." in " ".join(said)
