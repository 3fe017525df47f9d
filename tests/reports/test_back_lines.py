"""The standing contour on the frame: on the same pelvis, apart where the back has changed, never that of a plate."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import Analysis, Measurement, Series, Standing
from hiphinge.findings import NotMeasurable
from hiphinge.motion import SIDE_EDGES, FloatArray, Interval
from hiphinge.motion.contour import CONTOUR_STATIONS
from hiphinge.reports.back_drawing import has_back, has_standing_back
from hiphinge.reports.back_lines import BackLines, back_lines_of
from hiphinge.reports.frame_words import back_note, label_at, number_at, says_nothing
from hiphinge.reports.panel import Panel
from hiphinge.reports.poses import Pose, pose_track

SHARES = np.array([share for lower, _, share in CONTOUR_STATIONS if lower == "hip"])
BEHIND, BOTTOM_S, STANDING_S = 0.14, 1.8, 0.4
HIDDEN = NotMeasurable(id="back_hidden", reason="A plate hides your back.", do="Film without plates in front.")


def lean_of(analysis: Analysis) -> FloatArray:
    assert analysis.series is not None
    return analysis.series.values["trunk_inclination_deg"]


def with_back(analysis: Analysis, *, lumbar_deg: float = 0.0, off_hip: float = 0.0, plate: bool = False) -> Analysis:
    """Return the set as if its back had been measured: above its middle it turns by ``lumbar_deg`` at the bottom.

    ``off_hip`` moves the whole contour away from the hip in every bent frame, as a hip that is detected badly does.
    """
    assert analysis.side is not None
    assert analysis.series is not None
    side, lean = analysis.side, lean_of(analysis)
    depth = (lean - lean.min()) / np.ptp(lean)
    tilt = lean - lumbar_deg * depth
    along = np.stack([np.sin(np.radians(tilt)), np.cos(np.radians(tilt))], axis=1)
    upper = np.stack([np.sin(np.radians(tilt + lumbar_deg * depth)), np.cos(np.radians(tilt + lumbar_deg * depth))], 1)
    out = np.stack([-along[:, 1], along[:, 0]], axis=1)
    trunk = np.linalg.norm(side.joint("shoulder") - side.joint("hip"), axis=1)[:, None, None]
    low, high = np.minimum(SHARES, 0.5)[None, :, None], np.maximum(SHARES - 0.5, 0.0)[None, :, None]
    away = (BEHIND + off_hip * depth)[:, None, None] * side.leg_length
    places = side.joint("hip")[:, None] + trunk * (low * along[:, None] + high * upper[:, None]) + away * out[:, None]
    if plate:
        bulge = np.where((SHARES > -0.3) & (SHARES < 0.2), 0.4, 0.0)[None, :, None] * side.leg_length
        places = places + bulge * out[:, None] * (depth < 0.5)[:, None, None]
    contour = np.full((len(side), len(CONTOUR_STATIONS), len(SIDE_EDGES), 2), np.nan)
    contour[:, -len(SHARES) :, SIDE_EDGES.index("back")] = places
    series = analysis.series
    values = {**series.values, "pelvis_tilt_deg": tilt - tilt[0], "lumbar_flexion_deg": lumbar_deg * depth}
    half = np.full(len(depth), 9.0)
    return replace(
        analysis,
        side=replace(side, contour=contour),
        series=replace(
            series,
            values=values,
            low={**series.low, "lumbar_flexion_deg": values["lumbar_flexion_deg"] - half},
            high={**series.high, "lumbar_flexion_deg": values["lumbar_flexion_deg"] + half},
        ),
    )


def lines(analysis: Analysis) -> BackLines:
    found = back_lines_of(analysis)
    assert found is not None
    return found


def gap(analysis: Analysis, time_s: float) -> FloatArray:
    """Return how far the two contours are apart at each station, in leg lengths."""
    assert analysis.side is not None
    found, i = lines(analysis), int(np.argmin(np.abs(analysis.side.time_s - time_s)))
    return np.asarray(np.linalg.norm(found.now[i] - found.standing[i], axis=1) / analysis.side.leg_length)


def pose_at(analysis: Analysis, time_s: float) -> Pose:
    track = pose_track(analysis)
    assert track is not None
    return track.at(time_s)


@pytest.mark.parametrize("time_s", [STANDING_S, 1.3, BOTTOM_S, 2.4])
def test_a_back_that_keeps_its_shape_lies_on_the_standing_contour(five_hinges: Analysis, time_s: float) -> None:
    assert gap(with_back(five_hinges), time_s).max() < 0.02


@pytest.mark.parametrize("lumbar_deg", [20.0, 45.0])
def test_the_contours_part_above_the_sacrum_by_the_angle_that_was_measured(
    five_hinges: Analysis, lumbar_deg: float
) -> None:
    analysis = with_back(five_hinges, lumbar_deg=lumbar_deg)
    apart = gap(analysis, BOTTOM_S)
    assert apart[:12].max() < 0.04, "they do not share the sacrum"
    found = lines(analysis)
    i = int(np.argmin(np.abs(analysis.motion.time_s - BOTTOM_S)))
    now, standing = (edge[i, -1] - edge[i, -8] for edge in (found.now, found.standing))
    turned = np.degrees(np.arctan2(now[0], now[1]) - np.arctan2(standing[0], standing[1]))
    assert turned == pytest.approx(lumbar_deg, abs=3.0)


def test_a_hip_detected_badly_does_not_part_them(five_hinges: Analysis) -> None:
    assert gap(with_back(five_hinges, off_hip=0.05), BOTTOM_S).max() < 0.02
    assert not np.isfinite(gap(with_back(five_hinges, off_hip=0.3), BOTTOM_S)).any()


def test_a_plate_in_standing_is_no_back(five_hinges: Analysis) -> None:
    hidden = with_back(five_hinges, plate=True)
    assert not np.isfinite(lines(hidden).standing).any()
    standing, bottom = (pose_at(hidden, t) for t in (STANDING_S, BOTTOM_S))
    assert not has_back(standing)
    assert has_back(bottom)
    assert not has_standing_back(bottom)
    assert "not seen clearly while you stood" in back_note(hidden, bottom, BOTTOM_S)


def test_what_is_missing_is_said_and_nothing_is_drawn_for_it(five_hinges: Analysis) -> None:
    measured = with_back(five_hinges, lumbar_deg=30.0)
    assert (
        back_note(measured, pose_at(measured, BOTTOM_S), BOTTOM_S)
        == back_note(five_hinges, pose_at(measured, BOTTOM_S), BOTTOM_S)
        == ""
    )
    assert back_lines_of(five_hinges) is None
    assert "was not detected" in back_note(five_hinges, pose_at(five_hinges, BOTTOM_S), BOTTOM_S)
    nowhere = replace(measured, standing=Standing(kind="none"))
    assert not np.isfinite(lines(nowhere).standing).any()
    first = replace(
        nowhere.repetitions[0], measurements={**nowhere.repetitions[0].measurements, "lumbar_flexion_deg": HIDDEN}
    )
    assert nowhere.series is not None
    unknown = np.full(len(nowhere.motion), np.nan)
    series = replace(nowhere.series, values={**nowhere.series.values, "lumbar_flexion_deg": unknown})
    hidden = replace(nowhere, series=series, repetitions=(first, *nowhere.repetitions[1:]))
    assert HIDDEN.reason in back_note(hidden, pose_at(hidden, BOTTOM_S), BOTTOM_S)


def test_a_value_whose_interval_says_nothing_is_not_written(five_hinges: Analysis) -> None:
    measured = with_back(five_hinges, lumbar_deg=30.0)
    i = int(np.argmin(np.abs(measured.motion.time_s - BOTTOM_S)))
    assert number_at(measured, "lumbar_flexion_deg", i) == "30° (21 to 39°)"
    assert measured.series is not None
    wide = np.full(len(measured.motion), 25.0)
    middle = np.full(len(measured.motion), 8.0)
    vague: Series = replace(
        measured.series,
        values={**measured.series.values, "lumbar_flexion_deg": middle, "knee_flexion_deg": middle},
        low={**measured.series.low, "lumbar_flexion_deg": middle - wide, "knee_flexion_deg": middle - wide},
        high={**measured.series.high, "lumbar_flexion_deg": middle + wide, "knee_flexion_deg": middle + wide},
    )
    unclear = replace(measured, series=vague)
    for id_ in ("lumbar_flexion_deg", "knee_flexion_deg"):
        assert number_at(unclear, id_, i) is None
    assert label_at(unclear, "lumbar_flexion_deg", i) == "Lower back: unclear"
    assert label_at(unclear, "knee_flexion_deg", i) is None
    assert "too uncertain" in back_note(unclear, pose_at(measured, BOTTOM_S), BOTTOM_S)


@pytest.mark.parametrize(
    ("low", "high", "expected"), [(-12, 28, True), (-3, 4, False), (22, 62, False), (-9, 11, False), (-1, 30, True)]
)
def test_wide_and_on_both_sides_of_zero_says_nothing(low: float, high: float, *, expected: bool) -> None:
    assert says_nothing(Interval(low=low, high=high)) is expected


def test_an_unmeasured_back_is_not_given_a_value(five_hinges: Analysis) -> None:
    assert not isinstance(five_hinges.repetitions[0].measurements["lumbar_flexion_deg"], Measurement)
    assert label_at(five_hinges, "lumbar_flexion_deg", 40) == "Lower back: not measured"


def test_a_still_at_the_bottom_has_the_number_that_the_report_gives_of_it(five_hinges: Analysis) -> None:
    measured = with_back(five_hinges, lumbar_deg=30.0)
    given = Measurement(value=33.0, unit="deg", interval=Interval(low=25, high=41), repeatability=4.0)
    first = measured.repetitions[0]
    rewritten = replace(first, measurements={**first.measurements, "lumbar_flexion_deg": given})
    analysis = replace(measured, repetitions=(rewritten, *measured.repetitions[1:]))
    i = int(np.argmin(np.abs(measured.motion.time_s - first.bottom_s)))
    assert label_at(analysis, "lumbar_flexion_deg", i, still=True) == "Lower back 33° (25 to 41°)"
    assert label_at(analysis, "lumbar_flexion_deg", i) == "Lower back 30° (21 to 39°)"


@pytest.mark.parametrize(("kind", "words"), [("quiet", "your standing shape"), ("lockout", "your shape at the top")])
def test_the_panel_of_a_video_says_where_the_dashed_shape_comes_from(
    five_hinges: Analysis, kind: str, words: str
) -> None:
    shown = with_back(five_hinges)
    stood = replace(shown, standing=replace(shown.standing, kind=kind))  # type: ignore[arg-type]  # parametrised
    track = pose_track(shown)
    assert track is not None
    rows = Panel(analysis=stood, track=track, size_px=20).rows
    assert [row.id for row in rows if row.kind == "dashes"] == [words]
