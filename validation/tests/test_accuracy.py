"""Tables of errors and the page of the documentation, from clips whose errors are given; no video, no network."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from validation.accuracy import page, tables
from validation.accuracy.cli import main
from validation.accuracy.errors import TRUTH_OF, ClipErrors, Match, rms
from validation.accuracy.features import UNSEEN, _whole
from validation.accuracy.groups import BY, grouped
from validation.accuracy.markers import MarkerRow

from hiphinge.catalogue import load

FRAMES = 40
LEAN_DEG = np.linspace(0.0, 80.0, FRAMES)
SHARES = {
    "lumbar_flexion_deg": 0.3,
    "thoracic_flexion_deg": 0.1,
    "pelvis_tilt_deg": 0.6,
    "hip_flexion_deg": 0.8,
    "thoracolumbar_flexion_deg": 0.4,
}
"""Of the lean of the trunk, in the synthetic clips."""


def repetition(*faults: str, bottom: int = 10) -> dict[str, Any]:
    return {
        "bottom_start": bottom,
        "bottom_end": bottom + 2,
        "faults": list(faults),
        "trunk_bottom_deg": 60.0,
        "lumbar_bottom_deg": 20.0,
        "knee_bottom_deg": 30.0,
        "balance_bottom_share": 0.5,
    }


def truth(**changes: Any) -> dict[str, Any]:
    known = {
        "movement": "hinge",
        "iron": None,
        "clothes": "fitted",
        "rig": "mixamo",
        "skinning": "dual_quaternions",
        "hands": "hang",
        "starts": "standing",
        "facing": "left",
        "fps": 10.0,
        "held_out": True,
        "camera": {"yaw": -7.0, "dist": 3.0},
        "width": 480,
        "height": 640,
        "frames": FRAMES,
        "stature_m": 1.7,
        "mass_kg": 70.0,
        "own_maximum_lumbar_deg": 60.0,
        "load_kg": 0.0,
        "person": {"traits": {"gender": 0.5, "age": 0.7}},
        "recorded": "trial.mot",
        "repetitions": [repetition()],
        "truth": {
            "trunk_deg": LEAN_DEG.tolist(),
            "knee_flexion_deg": (0.2 * LEAN_DEG).tolist(),
            "shank_deg": [0.0] * FRAMES,
            **{id_: (part * LEAN_DEG).tolist() for id_, part in SHARES.items()},
        },
    }
    return known | changes


def clip(
    error_deg: float = 2.0,
    *,
    offset_deg: float = 1.0,
    called: str = "hinge",
    found: tuple[str, ...] = (),
    gap: np.ndarray | None = None,
    back_off_deg: float | np.ndarray | None = 2.0,
    name: str = "synthetic",
    **changes: Any,
) -> ClipErrors:
    known = truth(**changes)
    each = {id_: np.full(FRAMES, error_deg) if gap is None else gap for id_ in TRUTH_OF}
    detected = SimpleNamespace(
        bottom_s=1.1,
        pattern=SimpleNamespace(label=called),
        findings=[SimpleNamespace(id=id_) for id_ in found],
    )
    series = None if back_off_deg is None else back_series(known["truth"], back_off_deg)
    why = [] if series is not None else [SimpleNamespace(id="back_hidden", reason="The back was hidden.")]
    return ClipErrors(
        name=name,
        truth=known,
        gap=each,
        plain={id_: 2.0 * values for id_, values in each.items()},
        offset=dict.fromkeys(TRUTH_OF, offset_deg),
        lean_deg=np.array(known["truth"]["trunk_deg"]),
        analysis=cast(
            "Any",
            SimpleNamespace(
                counted=[detected], series=series, not_measurable=why, motion=SimpleNamespace(contour=None)
            ),
        ),
        matches=tuple(Match(true=one, found=cast("Any", detected)) for one in known["repetitions"][:1]),
    )


def back_series(true: dict[str, list[float]], off_deg: float | np.ndarray) -> SimpleNamespace:
    """Return what the package would measure: the truth and an error, 3 degrees to each side."""
    values = {id_: np.array(true[id_]) + off_deg for id_ in SHARES}
    low, high = ({id_: value + side for id_, value in values.items()} for side in (-3.0, 3.0))
    return SimpleNamespace(time_s=np.arange(FRAMES) / 10.0, values=values, low=low, high=high)


def cells(text: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]


def test_nothing_measured_is_a_dash_and_no_zero() -> None:
    unseen = clip(gap=np.full(FRAMES, np.nan))
    assert np.isnan(rms([]))
    assert cells(tables.by_group([unseen], "", BY["load"])) == [["no load", "1", "-", "-", "-", "0%"]]
    assert cells(tables.intervals([unseen]))[0] == ["trunk", "-", "-", "-"]
    assert cells(tables.in_the_report([unseen], load().accuracy))[0][2::2] == ["-", "-"]
    assert tables.pattern_share([]) == 0.0


def test_every_clip_counts_the_same() -> None:
    half_seen = np.where(np.arange(FRAMES) < FRAMES // 2, 4.0, np.nan)
    ((_, clips, trunk, *_, measured),) = cells(tables.by_group([clip(3.0), clip(gap=half_seen)], "", BY["load"]))
    assert (clips, trunk, measured) == ("2", "3.5°", "75%")


def test_joints_as_estimated_are_beside_corrected_ones() -> None:
    estimated, corrected = cells(tables.correction({"all": [clip(1.5)]}))
    assert (estimated[:3], corrected[:3]) == (["all: as estimated", "1", "3.0°"], ["all: corrected", "1", "1.5°"])


def test_deep_frames_are_distinguished() -> None:
    lean = np.linspace(0.0, 80.0, FRAMES)
    rows = cells(tables.by_depth([clip(gap=np.where(lean < 30, 1.0, np.where(lean < 60, 2.0, 5.0)))]))
    assert [row[:2] for row in rows] == [["below 30°", "1.0°"], ["30 to 60°", "2.0°"], ["60° and more", "5.0°"]]


@pytest.mark.parametrize(("yaw", "name"), [(-4.9, "below 5°"), (5.0, "5 to 10°"), (15.0, "15° and more")])
def test_bands_hold_their_lower_edge(yaw: float, name: str) -> None:
    assert BY["camera yaw"](clip(camera={"yaw": yaw})) == name


def test_bands_stand_in_their_order_and_groups_by_size() -> None:
    sizes = [clip(width=px, height=2000) for px in (900, 900, 500, 500, 500, 300)]
    assert list(grouped(sizes, BY["shorter side of the frame"])) == [
        "below 480 px",
        "480 to 720 px",
        "720 px and more",
    ]
    worn = [clip(clothes=kind) for kind in ("skin", "loose", "loose", "fitted")]
    assert list(grouped(worn, BY["clothes"])) == ["loose", "fitted", "skin"]


def test_intervals_at_the_bottom() -> None:
    gap = np.zeros(FRAMES)
    gap[10:13], gap[30:33] = 1.0, 3.0
    two = clip(gap=gap, offset_deg=4.0, repetitions=[repetition(), repetition(bottom=30)])
    (name, absolute, standing, between), *_ = cells(tables.intervals([two]))
    assert name == "trunk"
    assert float(absolute.strip("°")) == pytest.approx(6.8, abs=0.05)
    assert float(standing.strip("°")) == pytest.approx(2.8, abs=0.05)
    assert float(between.strip("°")) == pytest.approx(2.0, abs=0.05)


def test_the_report_is_compared_with_what_it_says() -> None:
    wide = load().accuracy["trunk_inclination_deg"].absolute
    clips = [clip(0.0, offset_deg=0.5 * wide)] * 3 + [clip(0.0, offset_deg=2.0 * wide)]
    trunk, *_ = cells(tables.in_the_report(clips, load().accuracy))
    assert trunk[:3] == ["trunk", f"{wide:.1f}°", "75%"]


def test_repetitions_and_patterns() -> None:
    twice = clip(repetitions=[repetition(), repetition(bottom=30)])
    clips = [twice, clip(called="squat"), clip(movement="sit_to_stand", called="squat"), clip(movement="stoop")]
    assert "Of 5 repetitions, 4 were detected, and 0 detections were false" in tables.found(clips)
    assert tables.pattern_share(clips) == pytest.approx(2 / 3)
    hinge, squat, stoop, likened = cells(tables.patterns(clips))
    assert (hinge[1:4], squat[1:4], stoop[1:4]) == (["2", "1", "1"], ["1", "0", "1"], ["1", "1", "0"])
    assert likened[1] == "0"


def test_hinges_bent_like_a_stoop_are_counted_beside() -> None:
    round_ = repetition() | {"knee_bottom_deg": 10.0, "lumbar_bottom_deg": 40.0}
    clips = [clip(repetitions=[round_]), clip(), clip(movement="stoop", repetitions=[round_])]
    *_, likened = cells(tables.patterns(clips))
    assert likened[:3] == ["not a stoop, but bent like one", "1", "1"]


def test_findings_right_wrong_and_missed() -> None:
    bad = [repetition("excess_knee_flexion", "back_gives")]
    clips = [
        clip(repetitions=bad, found=("excess_knee_flexion",)),
        clip(repetitions=bad),
        clip(found=("excess_knee_flexion",)),
    ]
    rows = cells(tables.findings(clips, {"excess_knee_flexion": "Knees bend"}))
    assert rows == [["Back gives (not looked for)", "0", "0", "2"], ["Knees bend", "1", "1", "1"]]


def evidence() -> page.Evidence:
    held = [clip(), clip(iron="bar", load_kg=60.0)]
    sizes = {size: [clip()] for size in ("lite", "full")}
    return page.Evidence(
        held_out=held,
        trained=[clip()] * 3,
        captured=[clip()],
        markers=(Path("a.trc"),),
        sizes=sizes,
        calibrating=frozenset(),
    )


@pytest.fixture
def _marker_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    row = MarkerRow(
        name="a",
        reference="other markers",
        error_deg=dict.fromkeys(TRUTH_OF, 1.0),
        compared=1.0,
        jumps=0,
        repetitions=5,
    )
    monkeypatch.setattr(page, "marker_rows", lambda trials: [row] * len(trials))
    monkeypatch.setattr(page, "marker_back_table", lambda trials: tables.table(["trial"], [[p.stem] for p in trials]))


@pytest.mark.usefixtures("_marker_rows")
def test_the_page_is_whole() -> None:
    written = page.write_page(evidence())
    assert "{{" not in written
    assert "nan" not in written.lower()
    assert "2 videos of 2 people, 80 frames" in written
    assert re.search(r"\*were measured on \d+ \w+ 20\d\d, with the package", written)
    assert "| first people, no load: corrected | 3 | 2.0° |" in written
    assert "| lite | 1 |" in written
    assert "| a | other markers | 1.0° |" in written
    assert "without contours, so that they show no back: lite, full." in written
    assert written.count("nobody has run this yet") == 2
    tables_in_it = re.findall(r"(?:^\|.*\n?)+", written, re.MULTILINE)
    for one in tables_in_it:
        widths = {line.count("|") for line in one.strip().splitlines()}
        assert len(widths) == 1, one
    assert len(tables_in_it) > 15


@pytest.mark.usefixtures("_marker_rows")
@pytest.mark.parametrize("text", ["{{who}}", None])
def test_text_and_tables_have_to_fit(text: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "page.md"
    changed.write_text(text or page.TEXT.read_text(encoding="utf-8") + "{{weather}}", encoding="utf-8")
    monkeypatch.setattr(page, "TEXT", changed)
    with pytest.raises(KeyError, match="no place for" if text else "weather"):
        page.write_page(evidence())


def test_half_a_page_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path), "--page"])
    assert "--captured" in capsys.readouterr().err


def test_what_does_not_fit_into_whole_numbers_is_unseen() -> None:
    kept = _whole(np.array([1.5, np.nan, np.inf, 2047.9, 2048.0, -2048.0]), 16)
    assert kept.tolist() == [24, UNSEEN, UNSEEN, 32766, UNSEEN, UNSEEN]
