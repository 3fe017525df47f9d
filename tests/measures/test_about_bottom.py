"""What is measured at the bottom is taken over all of a pause, and over a moment where somebody turns round."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.measures import MotionSeries, Reference, near_bottom
from hiphinge.measures.about_bottom import ABOUT_S, AS_DEEP_DEG, FOLD, frames_about_bottom
from hiphinge.repetitions import Span

FPS, KNEE = 50.0, "knee_flexion_deg"
TIME_S = np.arange(0.0, 6.0, 1 / FPS)
DEPTH_DEG = 90.0


def series(*, pause_s: float, way_s: float = 1.5) -> MotionSeries:
    """Return one bend: down in so long, a pause, and up again; the knee bends by a fifth of the fold."""
    down, up = 1.0 + way_s, 1.0 + way_s + pause_s
    fold = np.interp(TIME_S, [1.0, down, up, up + way_s], [0.0, DEPTH_DEG, DEPTH_DEG, 0.0])
    span = Span(
        start_s=1.0,
        bottom_start_s=down,
        bottom_s=down + 0.2 * pause_s,
        bottom_end_s=up,
        end_s=up + way_s,
        depth_deg=DEPTH_DEG,
        kind="repetition",
    )
    values = {FOLD: fold, KNEE: 0.2 * fold}
    return MotionSeries(source="video", time_s=TIME_S, values=values, spans=(span,), reference=Reference())


def seconds(frames: np.ndarray) -> tuple[float, float]:
    first, *_, last = TIME_S[frames]
    assert frames.sum() == round((last - first) * FPS) + 1, "they hang together"
    return first, last


def test_a_pause_is_measured_as_a_whole() -> None:
    bend = series(pause_s=2.0)
    (span,) = bend.spans
    nearly_s = 1.5 * AS_DEEP_DEG / DEPTH_DEG
    assert seconds(frames_about_bottom(bend, span)) == pytest.approx((2.5 - nearly_s, 4.5 + nearly_s), abs=1 / FPS)


def test_what_the_deepest_frames_alone_would_say_does_not_count() -> None:
    bend = series(pause_s=2.0)
    (span,) = bend.spans
    wrong = np.where(np.abs(TIME_S - span.bottom_s) <= ABOUT_S, 8.0, 0.0)
    assert near_bottom(bend, bend.of(KNEE) + wrong, span) == pytest.approx(0.2 * DEPTH_DEG, abs=0.1)


def test_who_turns_round_at_once_is_measured_about_that_moment() -> None:
    bend = series(pause_s=0.0, way_s=0.6)
    (span,) = bend.spans
    assert seconds(frames_about_bottom(bend, span)) == pytest.approx(
        (span.bottom_s - ABOUT_S, span.bottom_s + ABOUT_S), abs=1.01 / FPS
    )


def test_a_pause_ends_where_somebody_comes_up_and_goes_on_where_nothing_is_seen() -> None:
    bend = series(pause_s=2.0)
    (span,) = bend.spans
    fold = bend.of(FOLD).copy()
    fold[(TIME_S >= 3.6) & (TIME_S < 3.8)] -= 2 * AS_DEEP_DEG
    early, late = frames_about_bottom(replace(bend, values={**bend.values, FOLD: fold}), span), TIME_S > 3.8
    assert not (early & late).any()
    fold[(TIME_S >= 3.6) & (TIME_S < 3.8)] = np.nan
    through = frames_about_bottom(replace(bend, values={**bend.values, FOLD: fold}), span)
    assert (through & late).any()
    assert not through[np.isnan(fold)].any()


def test_without_a_fold_only_the_moment_counts() -> None:
    bend = series(pause_s=2.0)
    (span,) = bend.spans
    lacking = replace(bend, values={KNEE: bend.of(KNEE)})
    assert seconds(frames_about_bottom(lacking, span)) == pytest.approx(
        (span.bottom_s - ABOUT_S, span.bottom_s + ABOUT_S), abs=1.01 / FPS
    )


@pytest.mark.parametrize(("seen_s", "is_measured"), [(0.1, False), (0.5, True)])
def test_the_edges_of_a_hidden_bottom_are_no_measurement(
    seen_s: float,
    is_measured: bool,  # noqa: FBT001  # what comes of it
) -> None:
    bend = series(pause_s=1.0)
    (span,) = bend.spans
    first_s, last_s = span.bottom_start_s + seen_s, span.bottom_end_s + 0.5
    hidden = (first_s <= TIME_S) & (last_s > TIME_S)
    found = near_bottom(bend, np.where(hidden, np.nan, bend.of(KNEE)), span)
    assert (found is not None) is is_measured
