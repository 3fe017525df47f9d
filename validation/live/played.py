"""One video played into a live session as a browser sends it: at most so large, and each frame a JPEG."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import cv2
import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.analysis.streaming import BackBeyondBand, BottomReached, RepetitionEnded, SetEnded
from hiphinge.sources.video import open_video
from hiphinge.sources.video.camera import image_of_jpeg
from hiphinge.workflow.live import LiveFollower, LiveOptions, live_session
from hiphinge.workflow.live.following import joined
from hiphinge.workflow.live.session import live_threads
from hiphinge.workflow.pose_estimation import EstimatorConfig
from hiphinge.workflow.progress import no_progress

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from hiphinge.analysis import Repetition
    from hiphinge.motion import Motion

__all__ = ["Agreement", "Played", "agreement", "crossings_s", "play", "seen"]

LONGEST_PX, QUALITY = 960, 92
"""As the page sends frames."""
SAME_S = 0.15
RISE_DEG, HELD_S = 10.0, 0.15
"""The lower back gives where it is rounder by so much, for so long, than in the first repetition at the same lean."""
LEAN_FROM_DEG = 15.0


@dataclass(frozen=True)
class Played:
    """What a session said of a video."""

    ended: Sequence[RepetitionEnded]
    bottoms_s: Sequence[float]
    tones: Sequence[BackBeyondBand]
    last: Sequence[Repetition]
    """The repetitions as they stood when their sets ended."""
    analyses: Sequence[Analysis]


def play(video: Path, *, exercise: str | None) -> Played:
    """Play a video into a session that starts at once, every frame of it."""
    estimator = EstimatorConfig(threads=live_threads()).begin(no_progress)
    options = LiveOptions(exercise=exercise)
    events = list(live_session(_sent(video), estimator=estimator, options=options, at_once=True))
    sets = [event for event in events if isinstance(event, SetEnded)]
    return Played(
        ended=[event for event in events if isinstance(event, RepetitionEnded)],
        bottoms_s=[event.time_s for event in events if isinstance(event, BottomReached)],
        tones=[event for event in events if isinstance(event, BackBeyondBand)],
        last=[one for each in sets for one in each.repetitions if one.kind == "repetition"],
        analyses=[event for event in events if isinstance(event, Analysis)],
    )


def seen(video: Path) -> Motion:
    """Return a video as a session measures it: every frame of it, as it is sent."""
    follower = LiveFollower(EstimatorConfig(threads=live_threads()).begin(no_progress), name=video.stem)
    frames: list[Motion] = []
    for time_s, image in _sent(video):
        follower.push(image, time_s=time_s)
        frames += [one.with_plate() for one in follower.unmeasured()]
    return joined(frames)


def _sent(video: Path) -> Iterator[tuple[float, np.ndarray]]:
    for frame in open_video(video):
        height, width = frame.image_rgb.shape[:2]
        share = min(1.0, LONGEST_PX / max(height, width))
        size = (round(width * share), round(height * share))
        small = cv2.resize(frame.image_rgb, size, interpolation=cv2.INTER_AREA)
        jpeg = cv2.imencode(".jpg", small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, QUALITY])[1].tobytes()
        image = image_of_jpeg(jpeg)
        if image is not None:
            yield frame.time_s, image


@dataclass
class Agreement:
    """Counts over the repetitions of recordings."""

    whole: int = 0
    live: int = 0
    found: int = 0
    bottom: int = 0
    pattern: int = 0
    findings: int = 0
    differences: list[str] = field(default_factory=list)

    def add(self, other: Agreement) -> None:
        """Add the counts of another recording."""
        for name in ("whole", "live", "found", "bottom", "pattern", "findings"):
            setattr(self, name, getattr(self, name) + getattr(other, name))


def agreement(played: Played, whole: Analysis, pauses_s: Sequence[tuple[float, float]]) -> Agreement:
    """Compare the repetitions of a session, as its sets ended, with those of the whole recording.

    ``pauses_s`` are when the body truly pauses at the bottom: the deepest frame may be any of a pause.
    """
    out = Agreement(whole=len(whole.counted), live=len(played.last))
    for one in whole.counted:
        same = next((other for other in played.last if other.start_s < one.bottom_s < other.end_s), None)
        if same is None:
            out.differences.append(f"no repetition at {one.bottom_s:.2f} s")
            continue
        said, wanted = ({found.id for found in each.findings} for each in (same, one))
        out.found += 1
        out.bottom += abs(same.bottom_s - one.bottom_s) <= SAME_S or any(
            a - SAME_S <= min(same.bottom_s, one.bottom_s) and max(same.bottom_s, one.bottom_s) <= b + SAME_S
            for a, b in pauses_s
        )
        out.pattern += same.pattern.label == one.pattern.label
        out.findings += said == wanted
        if said != wanted:
            out.differences.append(f"{one.bottom_s:.2f} s: {sorted(said)} live, {sorted(wanted)} in the recording")
    return out


def crossings_s(
    truth: dict[str, Sequence[float]],
    time_s: np.ndarray,
    spans: Sequence[tuple[float, float]],
    *,
    rise_deg: float = RISE_DEG,
) -> list[float | None]:
    """Return for each repetition after the first when its true lower back gives, seconds; None where it does not."""
    lean, lumbar = (np.asarray(truth[name]) for name in ("trunk_deg", "lumbar_flexion_deg"))
    inside = (time_s >= spans[0][0]) & (time_s <= spans[0][1])
    order = np.argsort(lean[inside])
    at, usual = lean[inside][order], lumbar[inside][order]
    found: list[float | None] = []
    for start_s, end_s in spans[1:]:
        rows = np.flatnonzero((time_s >= start_s) & (time_s <= end_s))
        known = (lean[rows] >= LEAN_FROM_DEG) & (lean[rows] <= at[-1])
        beyond = known & (lumbar[rows] - np.interp(lean[rows], at, usual) >= rise_deg)
        need = max(1, round(HELD_S / float(np.median(np.diff(time_s)))))
        runs = np.convolve(beyond, np.ones(need), "valid") >= need if len(beyond) >= need else np.zeros(0, bool)
        found.append(float(time_s[rows[np.argmax(runs)]]) if runs.any() else None)
    return found
