"""Of a recording with cuts and several views, one stretch is measured, as if it had been filmed alone."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.cleaning import CUTS
from hiphinge.motion import Motion
from hiphinge.reports.text.paragraph import paragraph
from hiphinge.testing import Camera, Lift, Plan, record_video

ONE, TWO = (Plan(lifts=(Lift(),) * count) for count in (1, 2))


def filmed(plan: Plan, yaw_deg: float = 0.0) -> Motion:
    return record_video(plan, camera=Camera(noise_px=1.0, yaw_deg=yaw_deg)).motion


def cut_together(*motions: Motion) -> Motion:
    times, cuts_s, after_s = [], [], 0.0
    for motion in motions:
        times.append(motion.time_s + after_s)
        after_s = float(times[-1][-1]) + 1 / 30
        cuts_s.append(after_s)
    first = motions[0]
    return replace(
        first,
        time_s=np.concatenate(times),
        positions=np.concatenate([motion.positions for motion in motions]),
        confidence=np.concatenate([motion.confidence for motion in motions]),
        world_m=np.concatenate([motion.world_m for motion in motions if motion.world_m is not None]),
        origin=replace(first.origin, details={CUTS: cuts_s[:-1]}),
    )


def views(analysis: Analysis) -> list[tuple[str, int, bool]]:
    return [(stretch.view, stretch.repetitions, stretch.measured) for stretch in analysis.stretches]


def test_the_side_view_with_most_repetitions_is_measured_as_if_alone() -> None:
    front, one, two = filmed(TWO, 90.0), filmed(ONE), filmed(TWO)
    motion = cut_together(front, two, one)
    analysis = analyse(motion)
    assert views(analysis) == [("front", 2, False), ("side", 2, True), ("side", 1, False)]
    assert [stretch.reason for stretch in analysis.stretches] == ["view_front", None, "other_stretch"]
    assert analysis.recording is motion
    first_s = float(analysis.motion.time_s[0])
    assert first_s == pytest.approx(front.time_s[-1], abs=0.05)
    for found, alone in zip(analysis.counted, analyse(two).counted, strict=True):
        assert found.bottom_s - first_s == pytest.approx(alone.bottom_s, abs=1e-6)
        values = [r.measurements["knee_flexion_deg"].value for r in (found, alone)]  # type: ignore[union-attr]
        assert values[0] == pytest.approx(values[1], abs=0.1)


def test_nothing_counts_across_a_cut() -> None:
    whole = filmed(TWO)
    half = whole.part(slice(0, 75))  # cut on the way down
    analysis = analyse(cut_together(half, whole, half))
    assert len(analysis.counted) == 2
    cuts = analysis.motion.origin.details[CUTS]
    assert not any(r.start_s < cut < r.end_s for r in analysis.repetitions for cut in cuts)


def test_an_oblique_view_with_repetitions_comes_before_a_side_view_without() -> None:
    analysis = analyse(cut_together(filmed(Plan(lifts=(), before_s=3.0)), filmed(TWO, 45.0)))
    assert views(analysis) == [("side", 0, False), ("oblique", 2, True)]


def test_of_front_views_only_the_one_with_most_repetitions_is_measured() -> None:
    analysis = analyse(cut_together(filmed(ONE, 90.0), filmed(TWO, -90.0)))
    assert views(analysis) == [("front", 1, False), ("back", 2, True)]
    assert analysis.view.frontal
    assert len(analysis.counted) == 2


def test_a_glimpse_of_a_side_view_does_not_explain_a_front_view() -> None:
    analysis = analyse(cut_together(filmed(ONE).part(slice(0, 3)), filmed(ONE, 90.0)))
    assert analysis.not_measurable[0].id == "hidden_from_front"
    assert analysis.view.label == "front"


def test_a_recording_of_one_piece_says_nothing_of_stretches() -> None:
    analysis = analyse(filmed(TWO))
    assert analysis.stretches == ()
    assert analysis.recording is None
    assert "We measured" not in paragraph(analysis).text


def test_the_answer_says_which_stretch_and_why_not_the_others() -> None:
    analysis = analyse(cut_together(filmed(TWO, 90.0), filmed(TWO), filmed(ONE)))
    text, (first, middle, _) = paragraph(analysis).text, analysis.stretches
    assert "The video has three parts" in text
    assert f"We measured {middle.start_s:.1f} to {middle.end_s:.1f} s, from the side" in text
    assert f"0.0 to {first.end_s:.1f} s (from the front)" in text
    assert "with less to measure" in text
    assert "give its start and end" in text
