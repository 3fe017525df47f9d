"""Repetitions that last longer or shorter than one can: said with what was expected, what came and what to do."""

from dataclasses import replace

import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.analysis.plausible_times import TOO_LONG, TOO_SHORT, time_reason
from hiphinge.findings import NotMeasurable
from hiphinge.repetitions import Span
from hiphinge.reports.text.paragraph import paragraph
from hiphinge.testing import Camera, record_video


def played(factor: float, *, rate_hz: float = 30.0) -> Analysis:
    """Return the analysis of three hinges whose times are so many times too long."""
    motion = record_video(camera=Camera(frame_rate_hz=rate_hz)).motion
    return analyse(replace(motion, time_s=motion.time_s * factor))


def reasons(analysis: Analysis) -> set[str]:
    return {each.id for each in analysis.not_measurable}


def test_usual_times_are_not_mentioned() -> None:
    analysis = played(1.0)
    assert not reasons(analysis) & {TOO_LONG, TOO_SHORT}
    assert "A repetition takes" not in paragraph(analysis).text


def test_slow_motion_is_said_and_angles_hold() -> None:
    usual, slow = played(1.0), played(8.0)
    assert TOO_LONG in reasons(slow)
    assert len(slow.counted) == 3
    for one, other in zip(usual.counted, slow.counted, strict=True):
        values = [r.measurements["trunk_inclination_deg"].value for r in (one, other)]  # type: ignore[union-attr] # measured here
        assert values[0] == pytest.approx(values[1], abs=2.0)
    longest = max(slow.counted, key=lambda r: r.end_s - r.start_s)
    text = paragraph(slow).text
    assert f"A repetition takes 0.4 to 20 s, but repetition {longest.index} lasts" in text
    assert "save it at its true speed" in text


def test_a_video_that_runs_too_fast_is_said_and_has_no_angles() -> None:
    fast = played(0.08)
    assert TOO_SHORT in reasons(fast)
    assert fast.counted
    for repetition in fast.counted:
        trunk = repetition.measurements["trunk_inclination_deg"]
        assert isinstance(trunk, NotMeasurable)
        assert trunk.id == TOO_SHORT
    assert "nobody moves so fast" in paragraph(fast).text


def span(duration_s: float, **changed: object) -> Span:
    times = {"start_s": 0.0, "bottom_start_s": 0.1, "bottom_s": 0.1, "bottom_end_s": 0.1, "end_s": duration_s}
    return Span(**{"depth_deg": 60.0, "kind": "repetition", **times, **changed})  # type: ignore[arg-type] # times and words


@pytest.mark.parametrize(("duration_s", "reason"), [(0.3, TOO_SHORT), (0.5, None), (19.0, None), (21.0, TOO_LONG)])
def test_the_limits(duration_s: float, reason: str | None) -> None:
    assert time_reason(span(duration_s)) == reason
    assert time_reason(span(duration_s, kind="attempt")) is None


def test_half_a_repetition_may_be_short() -> None:
    assert time_reason(span(0.3, starts_at="bottom")) is None
