"""A live session as one loop: images in, events out, the analyses at the end. What has two threads is `process`."""

import time
from collections.abc import Iterable, Iterator

from hiphinge.analysis import Analysis
from hiphinge.analysis.streaming import StreamEvent
from hiphinge.coaching.live_cues import LiveCue
from hiphinge.estimators import Estimator, Image
from hiphinge.workflow.live.framing import Framing
from hiphinge.workflow.live.measuring import LiveMeasuring, LiveOptions
from hiphinge.workflow.live.view import LiveView, PhaseChanged

__all__ = ["LiveEvent", "live_name", "live_session"]

LiveEvent = Framing | PhaseChanged | LiveCue | StreamEvent | Analysis


def live_name() -> str:
    """Return what a session that begins now is called."""
    return time.strftime("Live %Y-%m-%d %H:%M")


def live_session(
    images: Iterable[tuple[float, Image]],
    *,
    estimator: Estimator,
    options: LiveOptions | None = None,
    name: str | None = None,
    countdown_s: float = 5.0,
    at_once: bool = False,
) -> Iterator[LiveEvent]:
    """Yield what happens before a camera, as soon as it is known, and at the end the analyses of what was lifted.

    Parameters
    ----------
    images
        Time in seconds and upright image ``[height, width, 3]``, in order.
    estimator
        What finds the person.
    at_once
        Start with the first image, without framing, countdown or a raised hand.

    Raises
    ------
    InputFormatError
        If an image is of another shape or type.
    UnknownIdError, UsageError
        As `AnalysisStream`.
    """
    measuring = LiveMeasuring(options or LiveOptions())
    view = LiveView(
        estimator, name=name or live_name(), countdown_s=0.0 if at_once else countdown_s, hands_free=not at_once
    )
    if at_once:
        view.start()
    for time_s, image in images:
        looked = view.push(image, time_s=time_s)
        if looked is None:
            continue
        yield from (one for one in (looked.changed, looked.framing) if one is not None)
        if looked.belongs:
            yield from measuring.push(looked.frame.motion, after_gap=looked.gap_s > 0)
        if view.phase == "ended":
            break
    yield from measuring.finish()
    yield from measuring.analyses
