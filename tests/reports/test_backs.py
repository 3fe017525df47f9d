"""Hips and back in the report: the contour over the reference posture, intervals in words, and reasons why not."""

import re
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hiphinge.analysis import Analysis, Measurement
from hiphinge.findings import NotMeasurable
from hiphinge.motion import SIDE_EDGES, FloatArray, Interval, SideMotion
from hiphinge.motion.contour import CONTOUR_STATIONS
from hiphinge.reports import build_report, html_page
from hiphinge.reports.backs import back_section
from hiphinge.reports.contours import contour, dorsal_contours_of, reference_contour
from hiphinge.reports.model import Contour, RepetitionCard, Report
from hiphinge.reports.text.of_back import PARTS, TRUST, spread_words, value_words

BEHIND = 0.14
"""How far the synthetic back lies behind the line of the trunk, in leg lengths."""
UNSEEN = NotMeasurable(id="back_not_seen", reason="This recording has no contour.", do="Analyse the video itself.")
SHARES = np.array([share for lower, _, share in CONTOUR_STATIONS if lower == "hip"])


def with_contour(side: SideMotion, rounded: FloatArray | float = 0.0) -> SideMotion:
    """Return the synthetic person with a contour behind the trunk's line that stands out by ``rounded`` half-way up."""
    hip, shoulder = side.joint("hip"), side.joint("shoulder")
    line = shoulder - hip
    behind = np.stack([-line[:, 1], line[:, 0]], axis=1) / np.linalg.norm(line, axis=1)[:, None] * side.leg_length
    bulge = np.asarray(rounded)[..., None] * np.clip(1 - np.abs(SHARES - 0.5) / 0.4, 0, 1)
    away = np.broadcast_to(BEHIND + bulge, (len(side), len(SHARES)))
    places = hip[:, None] + SHARES[:, None] * line[:, None] + away[..., None] * behind[:, None]
    contour = np.full((len(side), len(CONTOUR_STATIONS), len(SIDE_EDGES), 2), np.nan)
    contour[:, -len(SHARES) :, SIDE_EDGES.index("back")] = places
    return replace(side, contour=contour)


def measured(lumbar: float, *, half: float = 6.0) -> Mapping[str, Measurement]:
    values = {
        "lumbar_flexion_deg": lumbar,
        "thoracic_flexion_deg": 2.0,
        "pelvis_tilt_deg": 40.0,
        "hip_flexion_deg": 70.0,
    }
    return {
        id_: Measurement(
            value=value, unit="deg", interval=Interval(low=value - half, high=value + half), repeatability=5.0
        )
        for id_, value in values.items()
    }


SHARE = Measurement(value=0.25, unit="share", interval=Interval(low=0.15, high=0.4), repeatability=0.05)


@pytest.fixture(scope="session")
def with_back(five_hinges: Analysis) -> Analysis:
    """Return the synthetic set as if its back had been measured: 30 to 38 degrees, rounder from one to the next."""
    assert five_hinges.side is not None
    assert five_hinges.series is not None
    depth = five_hinges.series.values["hip_back_travel"] / 0.24
    repetitions = tuple(
        replace(r, measurements={**r.measurements, **measured(28.0 + 2 * r.index), "lumbar_share": SHARE})
        if r.kind == "repetition"
        else r
        for r in five_hinges.repetitions
    )
    lumbar = 30 * depth
    series = replace(
        five_hinges.series,
        values={**five_hinges.series.values, "lumbar_flexion_deg": lumbar},
        low={**five_hinges.series.low, "lumbar_flexion_deg": lumbar - 8},
        high={**five_hinges.series.high, "lumbar_flexion_deg": lumbar + 8},
    )
    return replace(
        five_hinges, side=with_contour(five_hinges.side, 0.05 * depth), repetitions=repetitions, series=series
    )


def drawn(analysis: Analysis, time_s: float) -> Contour:
    edges = dorsal_contours_of(analysis)
    assert edges is not None
    found = contour(edges, own=reference_contour(analysis, edges), time_s=time_s, alt="")
    assert found is not None
    return found


def places(path: str) -> FloatArray:
    return np.array([[float(v) for v in pair.split()] for pair in re.findall(r"-?\d+ -?\d+", path)])


def test_the_reference_posture_lies_on_itself(with_back: Analysis) -> None:
    assert with_back.standing.time_s is not None
    here = drawn(with_back, with_back.standing.time_s)
    assert np.abs(places(here.now) - places(here.own)).max() <= 1


@given(
    share=st.floats(0.02, 0.97),
    size=st.floats(0.2, 30.0),
    x=st.floats(-2e3, 2e3),
    y=st.floats(-2e3, 2e3),
)
def test_a_back_that_keeps_its_shape_lies_on_the_reference_posture_however_it_leans_and_wherever_it_is(
    five_hinges: Analysis, share: float, size: float, x: float, y: float
) -> None:
    assert five_hinges.side is not None
    moved = replace(
        five_hinges.side,
        near=five_hinges.side.near * size + np.array([x, y]),
        far=five_hinges.side.far * size + np.array([x, y]),
        leg_length=five_hinges.side.leg_length * size,
    )
    stiff = replace(five_hinges, side=with_contour(moved))
    here = drawn(stiff, float(five_hinges.motion.time_s[int(share * len(five_hinges.motion))]))
    assert np.abs(places(here.now) - places(here.own)).max() <= 1


def test_a_back_that_stands_out_is_drawn_further_to_the_back(with_back: Analysis) -> None:
    here = drawn(with_back, with_back.repetitions[0].bottom_s)
    now, own = places(here.now), places(here.own)
    middle = int(np.argmin(np.abs(own[:, 1] - here.shoulder[1] / 2)))
    assert now[middle, 0] - own[middle, 0] == pytest.approx(-50, abs=4)
    assert np.abs(now[0] - own[0]).max() <= 1


def test_everything_drawn_lies_in_its_box(with_back: Analysis) -> None:
    here = drawn(with_back, with_back.repetitions[0].bottom_s)
    x, y, width, height = here.box
    every = np.concatenate(
        [places(p) for p in (here.now, here.own, here.between)] + [np.array([here.shoulder, (0, 0)])]
    )
    assert (every >= np.array([x, y])).all()
    assert (every <= np.array([x + width, y + height])).all()


def test_a_moment_at_which_the_contour_was_hidden_has_no_drawing(with_back: Analysis) -> None:
    assert with_back.side is not None
    assert with_back.side.contour is not None
    time_s = with_back.repetitions[0].bottom_s
    contour = np.array(with_back.side.contour)
    contour[np.abs(with_back.side.time_s - time_s) < 0.5] = np.nan
    section = back_section(replace(with_back, side=replace(with_back.side, contour=contour)))
    assert section is not None
    assert [card.contour is None for card in section.cards] == [True, False, False, False, False]
    assert section.cards[0].parts


def test_angles_are_reported_with_their_interval_and_against_the_reference_posture(with_back: Analysis) -> None:
    section = back_section(with_back)
    assert section is not None
    first = section.cards[0]
    assert [(p.name, p.value, p.against) for p in first.parts] == [
        ("Lower back", "about 30°, could be 24 to 36°", "rounder than your standing shape"),
        ("Upper back", "about 2°, could be \N{MINUS SIGN}4 to 8°", "may be the same as when you stand"),
        ("Pelvis", "about 40°, could be 34 to 46°", "tipped forward from standing"),
        ("Hips", "about 70°, could be 64 to 76°", "bent from standing"),
    ]
    assert first.share.replace("\N{NO-BREAK SPACE}", " ") == (
        "About 75 % of the bend came from the hips (could be 60 to 85 %), the rest from the lower back."
    )


def test_a_wide_interval_is_said_in_words(with_back: Analysis) -> None:
    wide = replace(
        with_back, repetitions=tuple(replace(r, measurements=measured(30.0, half=14.0)) for r in with_back.counted)
    )
    close, rough = back_section(with_back), back_section(wide)
    assert close is not None
    assert rough is not None
    assert close.note == ""
    assert "as rough" in rough.note
    assert rough.cards[0].parts[0].value == "roughly 30°, could be 16 to 44°"


def test_the_same_words_for_a_range_go_with_the_same_doubt() -> None:
    assert value_words(40.0, Interval(low=27.6, high=48.4)) == "about 40°, could be 28 to 48°"
    assert value_words(40.0, Interval(low=28.4, high=48.6)) == "roughly 40°, could be 28 to 49°"


def test_of_many_repetitions_those_nearest_to_and_furthest_from_standing_are_shown(with_back: Analysis) -> None:
    section = back_section(with_back)
    assert section is not None
    assert [card.index for card in section.cards] == [1, 2, 3, 4, 5]
    assert {card.index: card.tag for card in section.cards if card.is_open} == {
        1: "lower back changed least",
        5: "lower back changed most",
    }
    few = back_section(replace(with_back, repetitions=with_back.repetitions[:2]))
    assert few is not None
    assert all(card.is_open and not card.tag for card in few.cards)


def test_the_spread_is_held_against_chance(with_back: Analysis) -> None:
    section = back_section(with_back)
    few = back_section(replace(with_back, repetitions=with_back.repetitions[:2]))
    one = back_section(replace(with_back, repetitions=with_back.repetitions[:1]))
    assert section is not None
    assert few is not None
    assert one is not None
    assert "by up to 8°: no more than the 8°" in section.spread
    assert "by up to 2°: no more than the 8°" in few.spread
    assert one.spread == ""
    first = with_back.repetitions[0]
    twice = back_section(replace(with_back, repetitions=(first, replace(first, index=2))))
    assert twice is not None
    assert twice.spread == "Your lower back hardly differs from repetition to repetition."


@pytest.mark.parametrize(
    ("apart", "repeatability", "expected"),
    [(7.0, 5.0, "no more than the 8°"), (9.0, 5.0, "more than the 8°"), (9.0, 10.0, "no more than the 10°")],
)
def test_what_repeated_lifts_differ_by_is_never_reported_as_more(
    apart: float, repeatability: float, expected: str
) -> None:
    pair = [Measurement(value=v, unit="deg", time_s=0.0, repeatability=repeatability) for v in (20.0, 20.0 + apart)]
    assert f": {expected}" in spread_words(pair)


def test_a_recording_without_a_contour_says_why_once(five_hinges: Analysis) -> None:
    unseen = dict.fromkeys(PARTS, UNSEEN)
    repetitions = tuple(replace(r, measurements={**r.measurements, **unseen}) for r in five_hinges.repetitions)
    report = build_report(replace(five_hinges, repetitions=repetitions))
    assert report.back is not None
    assert report.back.cards == ()
    assert [(g.reason, g.do) for g in report.back.not_measurable] == [(UNSEEN.reason, UNSEEN.do)]
    part = page_part(report)
    assert UNSEEN.reason in part
    assert UNSEEN.do in part
    assert '<svg class="contour"' not in part


def test_what_is_not_measurable_in_one_repetition_has_its_reason_beside_what_is(with_back: Analysis) -> None:
    first = with_back.repetitions[0]
    hidden = replace(first, measurements={**first.measurements, **dict.fromkeys(PARTS, UNSEEN)})
    section = back_section(replace(with_back, repetitions=(hidden, *with_back.repetitions[1:])))
    assert section is not None
    assert section.not_measurable == ()
    card = section.cards[0]
    assert (card.contour, card.parts, card.share) == (None, (), "")
    assert card.not_measurable[0].reason == UNSEEN.reason
    assert card.not_measurable[0].names == ("Lower back", "Upper back", "Pelvis", "Hips")


@pytest.mark.parametrize(
    ("kind", "words"), [("none", "does not show your standing"), ("calibration", "another recording")]
)
def test_without_a_reference_posture_in_the_video_only_the_repetition_is_drawn(
    with_back: Analysis, kind: str, words: str
) -> None:
    standing = replace(with_back.standing, kind=kind, time_s=None)  # type: ignore[arg-type]  # parametrised
    section = back_section(replace(with_back, standing=standing))
    assert section is not None
    card = section.cards[0]
    assert card.contour is not None
    assert (card.contour.own, card.contour.between) == ("", "")
    assert card.contour.now
    assert words in card.no_contour


def test_a_standing_back_that_is_hidden_is_no_video_without_standing(with_back: Analysis) -> None:
    nowhere = replace(with_back.standing, time_s=None)
    section = back_section(replace(with_back, standing=nowhere))
    assert section is not None
    assert section.cards[0].no_contour.startswith("Something hides the shape of your back where you stand")


def test_a_standing_shape_that_is_the_top_of_the_lift_says_that_nobody_stood_still(with_back: Analysis) -> None:
    section = back_section(replace(with_back, standing=replace(with_back.standing, kind="lockout")))
    assert section is not None
    card = section.cards[0]
    assert card.contour is not None
    assert card.contour.own
    assert card.no_contour.startswith(
        "You never stood still in this video: your standing shape is your back at the top"
    )


def test_a_drawn_standing_that_the_numbers_do_not_count_from_says_so(with_back: Analysis) -> None:
    here, elsewhere = (
        back_section(replace(with_back, standing=replace(with_back.standing, kind=kind)))
        for kind in ("quiet", "calibration")
    )
    assert here is not None
    assert elsewhere is not None
    assert elsewhere.cards[0].contour == here.cards[0].contour
    assert here.cards[0].no_contour == ""
    assert "count from the other recording" in elsewhere.cards[0].no_contour


def test_where_nothing_counts_there_is_no_section(refused: Analysis) -> None:
    assert build_report(refused).back is None


def page_part(report: Report) -> str:
    page = html_page(report)
    start = page.index('<section id="back"')
    return page[start : page.index("</section>", start)]


def test_the_page_says_all_of_it_and_how_far_to_trust_it(with_back: Analysis) -> None:
    report = build_report(with_back)
    part = page_part(report)
    assert report.back is not None
    for card in report.back.cards:
        assert card.contour is not None
        for words in (card.title, card.share, card.contour.now, card.contour.own, *(p.value for p in card.parts)):
            assert words in part
        assert f'aria-label="{card.contour.alt}"' in part
    for sentence in (*TRUST, report.back.spread):
        assert sentence in part
    assert not re.search(r"neutral|best|worst|ideal|correct|wrong|good|bad", part, re.IGNORECASE)


def test_the_back_s_degrees_alone_are_never_a_fault(with_back: Analysis, five_hinges: Analysis) -> None:
    def found(cards: tuple[RepetitionCard, ...]) -> list[tuple[str, ...]]:
        return [tuple(f.id for f in card.findings) for card in cards]

    assert found(build_report(with_back).repetitions) == found(build_report(five_hinges).repetitions)


def test_the_lower_back_has_its_curve_with_its_band(with_back: Analysis, five_hinges: Analysis) -> None:
    player = build_report(with_back).player
    assert player is not None
    chart = next(c for c in player.charts if c.id == "lumbar_flexion_deg")
    assert chart.line.path
    assert chart.line.band
    without = build_report(five_hinges).player
    assert without is not None
    assert "lumbar_flexion_deg" not in {c.id for c in without.charts}


@pytest.mark.parametrize(("count", "words"), [(3, "The other repetition<"), (4, "The other 2 repetitions<")])
def test_repetitions_that_are_folded_away_are_counted_where_they_are_several(
    with_back: Analysis, count: int, words: str
) -> None:
    page = html_page(build_report(replace(with_back, repetitions=with_back.repetitions[:count])))
    assert words in page
    assert "something was found" in page
