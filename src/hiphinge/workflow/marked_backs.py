"""The use case of marking the back inside the app: frames of a kept video, what was marked, the machine's beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.documents.corrections import MOST_TRIALS, MarkedBackRecord, MarkedTrialRecord
from hiphinge.documents.training_log import checked
from hiphinge.errors import InputFormatError, NotMeasurableError, UsageError
from hiphinge.sources.marks import marks_from_text
from hiphinge.sources.video import frame_at
from hiphinge.spine.marking import MarkedAngle, Marking, marked_back
from hiphinge.workflow.correcting import corrections_of, keep_marks
from hiphinge.workflow.marking import AutomaticAngle, automatic_angles

if TYPE_CHECKING:
    from hiphinge.reports.marking import MarkFrame
    from hiphinge.store import Store
    from hiphinge.workflow.showing import ShownAnalysis

__all__ = ["FramesToMark", "MarkedAngleRow", "MarkedHere", "frames_to_mark", "keep_marked", "marked_backs"]

_FAR_S = 0.5
_NEAR_S = 0.1
_FRAMES = ("standing", "bottom")


@dataclass(frozen=True, kw_only=True)
class FramesToMark:
    """Two frames of a recording to put points on.

    Attributes
    ----------
    frames
        Standing and bottom.
    page_data
        What the script of the page needs.
    bottoms
        The bottoms that one can choose: the number of each counted repetition, and its moment in seconds.
    earlier, later
        By the frame's id, the moment of the frame before and after it; without an entry at an end.
    """

    frames: "tuple[MarkFrame, MarkFrame]"
    page_data: Mapping[str, Any]
    bottoms: tuple[tuple[int, float], ...]
    earlier: Mapping[str, float]
    later: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class MarkedAngleRow:
    """One angle by hand and by machine between the same two frames; None where the machine could not measure it."""

    id: str
    by_hand: MarkedAngle
    machine: AutomaticAngle | None

    @property
    def agree(self) -> bool | None:
        """Whether both fit within their errors; None where one of the errors is not known."""
        half, found = self.by_hand.half_width_deg, self.machine
        if half is None or found is None or found.low_deg is None or found.high_deg is None:
            return None
        return found.low_deg <= self.by_hand.value_deg + half and self.by_hand.value_deg - half <= found.high_deg


@dataclass(frozen=True, kw_only=True)
class MarkedHere:
    """A back that was marked by hand and not taken back: its number among the corrections, and its angles."""

    number: int
    standing_s: float
    bottom_s: float
    trials: int
    reason: str
    rows: tuple[MarkedAngleRow, ...]


def frames_to_mark(
    shown: "ShownAnalysis", *, standing_s: float | None = None, bottom_s: float | None = None
) -> FramesToMark:
    """Return the two frames that are marked; standing and the first repetition's bottom where no moment is given.

    Raises
    ------
    NotMeasurableError
        If the video is not kept here.
    UsageError
        If there is no frame at a moment, or both are one.
    InputError
        If the video cannot be read any more.
    """
    from hiphinge.reports.marking import mark_frame, mark_page_data  # noqa: PLC0415  # slow to load

    analysis, video = shown.result.analysis, shown.result.video
    if video is None:
        message = f"The video of {shown.recording.name} is not kept here, so there is no frame to mark."
        raise NotMeasurableError(message)
    times_s = np.asarray(analysis.motion.time_s)
    bottoms = tuple((one.index, one.bottom_s) for one in analysis.counted)
    usual = (analysis.standing.time_s, bottoms[0][1] if bottoms else None)
    wanted = [
        float(given if given is not None else found if found is not None else times_s[place])
        for given, found, place in zip((standing_s, bottom_s), usual, (0, len(times_s) // 2), strict=True)
    ]
    turn_deg = int(analysis.motion.origin.details.get("added_rotation_deg", 0))
    stills = frame_at(video, wanted, rotation_deg=turn_deg)
    _check_moments(wanted, [one.time_s for one in stills])
    standing, bottom = (
        mark_frame(id_, still.image_rgb, time_s=still.time_s, analysis=analysis, blur_faces=False)
        for id_, still in zip(_FRAMES, stills, strict=True)
    )
    size_px = (stills[0].image_rgb.shape[1], stills[0].image_rgb.shape[0])
    steps = {id_: _beside(times_s, still.time_s) for id_, still in zip(_FRAMES, stills, strict=True)}
    return FramesToMark(
        frames=(standing, bottom),
        page_data=mark_page_data((standing, bottom), video=shown.recording.name, size_px=size_px),
        bottoms=bottoms,
        earlier={id_: before for id_, (before, _) in steps.items() if before is not None},
        later={id_: after for id_, (_, after) in steps.items() if after is not None},
    )


def _check_moments(wanted_s: list[float], found_s: list[float]) -> None:
    for asked, found in zip(wanted_s, found_s, strict=True):
        if abs(asked - found) > _FAR_S:
            message = (
                f"The video has no frame at {asked:g} s: the nearest one is at {found:.2f} s. Choose another moment."
            )
            raise UsageError(message)
    if abs(found_s[0] - found_s[1]) <= _NEAR_S:
        message = f"Standing and bottom should be two moments, but both are at {found_s[0]:.2f} s. Choose another one."
        raise UsageError(message)


def _beside(times_s: "np.ndarray[Any, Any]", now_s: float) -> tuple[float | None, float | None]:
    """Return the moments of the frames before and after one."""
    here = int(np.argmin(np.abs(times_s - now_s)))
    return (
        float(times_s[here - 1]) if here > 0 else None,
        float(times_s[here + 1]) if here + 1 < len(times_s) else None,
    )


def keep_marked(store: "Store", analysis_id: str, points: str, *, reason: str = "") -> None:
    """Keep what was marked on the page, as a correction that changes no number of the analysis.

    Parameters
    ----------
    points
        The text that the page's script writes, as `hiphinge.sources.marks.read_marks` takes it.

    Raises
    ------
    InputFormatError
        If it is no such text, or the points cannot be a back.
    NotMeasurableError
        If the points show no bending.
    UsageError
        If there are too many trials, or a point is outside every frame.
    InputMissingError
        If there is no such analysis.
    OutputError
        If it cannot be written.
    """
    marked = marks_from_text(points, name="What was marked")
    marked_back(marked.markings)
    if len(marked.markings) > MOST_TRIALS:
        message = (
            f"The same frames may be marked {MOST_TRIALS} times, but {len(marked.markings)} came. Nothing was kept."
        )
        raise UsageError(message)
    trials = [
        checked(MarkedTrialRecord, standing=one.standing.tolist(), bottom=one.bottom.tolist())
        for one in marked.markings
    ]
    marks = checked(MarkedBackRecord, standing_s=marked.standing_s, bottom_s=marked.bottom_s, trials=tuple(trials))
    keep_marks(store, analysis_id, marks, reason=reason)


def marked_backs(store: "Store", shown: "ShownAnalysis") -> tuple[MarkedHere, ...]:
    """Return the backs that were marked by hand in a recording and not taken back, the latest first.

    The machine's angles are those of the analysis that counts, between the same two frames.

    Raises
    ------
    InputMissingError
        If there is no such analysis.
    """
    found = []
    for one in reversed(corrections_of(store, shown.recording.analysis)):
        marks = one.record.marks
        if marks is None or one.undone:
            continue
        back = marked_back(_markings(marks))
        machine = _machine(shown, marks)
        rows = tuple(
            MarkedAngleRow(id=id_, by_hand=angle, machine=machine.get(id_)) for id_, angle in back.angles.items()
        )
        found.append(
            MarkedHere(
                number=one.number,
                standing_s=marks.standing_s,
                bottom_s=marks.bottom_s,
                trials=len(marks.trials),
                reason=one.record.reason,
                rows=rows,
            )
        )
    return tuple(found)


def _machine(shown: "ShownAnalysis", marks: MarkedBackRecord) -> Mapping[str, AutomaticAngle]:
    """Return the machine's angles; none where the analysis has no frame at the moments that were marked."""
    try:
        return automatic_angles(shown.result.analysis, standing_s=marks.standing_s, bottom_s=marks.bottom_s)
    except InputFormatError:
        return {}


def _markings(marks: MarkedBackRecord) -> tuple[Marking, ...]:
    return tuple(
        Marking(rater="", repeat=number, standing=np.array(one.standing), bottom=np.array(one.bottom))
        for number, one in enumerate(marks.trials, start=1)
    )
