"""What a live session says to a page: small dictionaries for JSON, one for each thing that happens."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from hiphinge.analysis.streaming import (
    BackBeyondBand,
    BackNow,
    BottomReached,
    RepetitionBegan,
    RepetitionEnded,
    RepetitionRevised,
    SetEnded,
    StandingFound,
    StreamEvent,
)
from hiphinge.assessments import LessonResult, WallTouch
from hiphinge.catalogue import load
from hiphinge.coaching.live_cues import LiveCue, kept_their_shape
from hiphinge.measures import LUMBAR
from hiphinge.motion import KeypointLayout
from hiphinge.motion.contour import TRUNK_STATIONS, contour_points
from hiphinge.reports.lesson_results import lesson_card
from hiphinge.workflow.live.following import FollowedFrame
from hiphinge.workflow.live.framing import Framing
from hiphinge.workflow.live.speed import NEEDED_FPS, Speed
from hiphinge.workflow.live.view import Gap, PhaseChanged

__all__ = [
    "Message",
    "back_message",
    "event_message",
    "frame_message",
    "gap_words",
    "lesson_message",
    "phrase_message",
    "speed_message",
]

Message = dict[str, Any]
_DRAWN = ("nose", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle", "heel", "toe")
_EVERY_STATION = 4
_OF_SLOW = {"computer": "live_slow", "frames": "live_few_frames"}
_OF_GAP = {"stopped": "live_gap", "absent": "live_absent", "another": "live_another"}


def frame_message(
    frame: FollowedFrame, *, number: int, facing: str, steps_s: tuple[float, float, float] = (0.0, 0.0, 0.0)
) -> Message:
    """Return where the person is in a frame: keypoints by name, and the edge of the back, in shares of its size.

    ``steps_s`` is how long it waited to be looked at, was unpacked, and was searched for the person; seconds.
    """
    width, height = frame.motion.origin.size_px or (1, 1)
    size = np.array([width, height])
    shown = _points(frame, frame.motion.layout, size) if frame.detected else {}
    return {
        "kind": "frame",
        "number": number,
        "time_s": round(frame.time_s, 4),
        "steps_ms": [round(1000 * one, 1) for one in steps_s],
        "points": shown,
        "back": _back_edge(frame, size, facing) if frame.detected else [],
    }


def _points(frame: FollowedFrame, layout: KeypointLayout, size: np.ndarray) -> dict[str, list[float]]:
    shown = {}
    for name in (each if each == "nose" else f"{side}_{each}" for each in _DRAWN for side in ("left", "right")):
        index = layout.index(name)
        if index is not None and frame.motion.confidence[0, index] > 0.2 and np.isfinite(frame.points[index]).all():  # noqa: PLR2004  # less is a guess
            shown[name] = [round(float(value), 4) for value in frame.points[index] / size]
    return shown


def _back_edge(frame: FollowedFrame, size: np.ndarray, facing: str) -> list[list[float]]:
    """Return the edge of the trunk behind the person, from below, every few stations."""
    if frame.motion.contour is None or facing == "unknown":
        return []
    points = contour_points(frame.motion)[0, TRUNK_STATIONS, 1 if facing == "right" else 0][::_EVERY_STATION]
    return [[round(float(x), 4), round(float(y), 4)] for x, y in points / size if math.isfinite(x + y)]


def back_message(now: BackNow) -> Message:
    """Return the lower back at one moment, with its 90 % interval; degrees from standing, null where hidden."""
    shown = {"value": now.values[LUMBAR], "low": now.low[LUMBAR], "high": now.high[LUMBAR], "lean": now.lean_deg}
    known = {name: round(value, 1) if math.isfinite(value) else None for name, value in shown.items()}
    return {"kind": "back", "time_s": round(now.time_s, 3), **known}


def lesson_message(judged: LessonResult) -> Message:
    """Return what became of a lesson: each pass mark with how many repetitions met it, and what to try."""
    card = lesson_card(judged)
    return {
        "kind": "lesson",
        "title": card.title,
        "outcome": card.outcome,
        "rows": [{"says": row.says, "count": row.count, "outcome": row.outcome} for row in card.rows],
        "more": " ".join(text for text in (card.too_few, card.try_this, card.passed) if text),
    }


def event_message(
    event: StreamEvent | LiveCue | WallTouch | Framing | PhaseChanged | Gap, *, count: int
) -> Message | None:
    """Return what happened for a page; None where a page has nothing to do with it."""
    if isinstance(event, LiveCue):
        return {"kind": event.kind, "text": event.text, "spoken": event.spoken, "finding": event.finding}
    if isinstance(event, Framing):
        phrases = load().phrases
        return {
            "kind": "framing",
            "good": event.good,
            "problems": [phrases[id_].text for id_ in event.problems],
            "text": phrases["live_framed"].text if event.good else "",
        }
    if isinstance(event, PhaseChanged):
        return {"kind": "phase", "phase": event.phase, "seconds": event.seconds}
    if isinstance(event, WallTouch):
        lag_s = round(event.given_s - event.time_s, 3)
        return {"kind": "wall", "event": event.kind, "time_s": round(event.time_s, 3), "lag_s": lag_s}
    if isinstance(event, Gap):
        return {"kind": "gap", "text": gap_words(event)}
    return _stream_message(event, count=count)


def phrase_message(id_: str, *, kind: str = "status", spoken: bool = True) -> Message:
    """Return a sentence of the catalogue that is shown, and spoken where it is to be heard."""
    return {"kind": kind, "text": load().phrases[id_].text, "spoken": spoken, "finding": None}


def speed_message(speed: Speed) -> Message:
    """Return how fast frames are looked at, and what to say where that is too slow for the lower back."""
    text = f"{speed.fps:.0f} frames a second, {speed.frame_ms:.0f} ms each"
    if speed.slow is not None:
        text = load().phrases[_OF_SLOW[speed.slow]].say(fps=f"{speed.fps:.0f}", needed=f"{NEEDED_FPS:.0f}")
    return {"kind": "speed", "frame_ms": round(speed.frame_ms, 1), "fps": speed.fps, "slow": speed.slow, "text": text}


def gap_words(gap: Gap) -> str:
    """Return what is said of a gap."""
    seconds = max(1, round(gap.seconds))
    return load().phrases[_OF_GAP[gap.reason]].say(time="1 second" if seconds == 1 else f"{seconds} seconds")


def _stream_message(event: StreamEvent, *, count: int) -> Message | None:
    found = next((message(event) for kind, message in _MESSAGES.items() if isinstance(event, kind)), None)
    if found is None:
        return None
    common = {"kind": "event", "time_s": round(event.time_s, 3), "lag_s": round(event.lag_s, 3), "count": count}
    return common | found


def _set_ended(event: SetEnded) -> Message:
    kept, judged = kept_their_shape(event.repetitions)
    counted = sum(one.kind == "repetition" for one in event.repetitions)
    return {"event": "set", "repetitions": counted, "kept": kept, "judged": judged}


_MESSAGES: Mapping[type[StreamEvent], Callable[[Any], Message]] = {
    StandingFound: lambda _: {"event": "standing"},
    RepetitionBegan: lambda event: {"event": "began", "index": event.index},
    BottomReached: lambda event: {"event": "bottom", "index": event.index},
    RepetitionEnded: lambda event: {
        "event": "ended",
        "index": event.repetition.index,
        "counts": event.repetition.kind == "repetition",
    },
    RepetitionRevised: lambda event: {"event": "revised", "index": event.index},
    BackBeyondBand: lambda event: {"event": "beyond", "band": event.band, "limit": round(event.limit_deg, 1)},
    SetEnded: _set_ended,
}
