"""What a live coach says while somebody lifts, from the events of a stream: one cue at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hiphinge.analysis import Repetition
from hiphinge.analysis.streaming import (
    BackBeyondBand,
    RepetitionEnded,
    RepetitionRevised,
    SetEnded,
    StandingFound,
    StreamEvent,
)
from hiphinge.catalogue import Fault, load
from hiphinge.coaching.feedback import feedback_after
from hiphinge.motion import BackAim

__all__ = ["LiveCue", "LiveCues", "kept_their_shape"]

_OF_BAND = {"own": ("back_gives", "live_back_own"), "usual": ("more_than_usual", "live_back_usual")}
SAME_AFTER = 3
"""The same cue is given again after so many repetitions at the earliest: a cue takes time to work."""


@dataclass(frozen=True, kw_only=True)
class LiveCue:
    """One thing that the coach says or sounds.

    Attributes
    ----------
    kind
        ``tone`` at once, while the person moves; ``cue`` after a repetition; ``count`` a repetition's number;
        ``status`` where the session stands. In drills, ``touch`` where the wall is touched.
    text
        To be shown, and spoken where ``spoken``.
    finding
        Id of the finding that it is about.
    """

    kind: Literal["tone", "cue", "count", "status", "touch"]
    text: str
    spoken: bool = True
    finding: str | None = None


class LiveCues:
    """Turns the events of a stream into cues.

    The tone for the back comes in the moment; words come after a repetition, and for fewer repetitions as practice goes
    on (training rule ``feedback``). One cue at a time, the most important finding first; what works against the
    person's aim for their back is no cue.

    Parameters
    ----------
    practised
        How many repetitions the person has practised before.
    back_aim
        What the person is after for their back.
    in_drill
        Whether a drill has words of its own: then none come from findings.
    """

    def __init__(self, *, practised: int = 0, back_aim: BackAim | None = None, in_drill: bool = False) -> None:
        self._practised, self._aim, self._in_drill = practised, back_aim, in_drill
        self._known: dict[int, Repetition] = {}
        self._last: tuple[str, int] | None = None

    @property
    def count(self) -> int:
        """How many repetitions of the set count, as far as is known."""
        return len(self._counted)

    @property
    def _counted(self) -> list[Repetition]:
        return [one for one in self._known.values() if one.kind == "repetition"]

    def take(self, event: StreamEvent) -> tuple[LiveCue, ...]:
        """Return what to say about an event, in order; often nothing."""
        if isinstance(event, StandingFound):
            return (_phrase("live_stood"),)
        if isinstance(event, BackBeyondBand):
            return self._tone(event)
        if isinstance(event, RepetitionEnded):
            return self._after(event.repetition)
        if isinstance(event, RepetitionRevised):
            self._known.pop(event.index, None)
            if event.repetition is not None:
                self._known[event.repetition.index] = event.repetition
        if isinstance(event, SetEnded):
            return self._ended(event)
        return ()

    def _tone(self, event: BackBeyondBand) -> tuple[LiveCue, ...]:
        id_, phrase = _OF_BAND[event.band]
        fault = load().faults[id_]
        if not self._wants(fault):
            return ()
        text = load().phrases[phrase].text
        return (LiveCue(kind="tone", text=text, spoken=False, finding=fault.id),)

    def _after(self, repetition: Repetition) -> tuple[LiveCue, ...]:
        self._known[repetition.index] = repetition
        if repetition.kind != "repetition":
            return ()
        number = LiveCue(kind="count", text=str(self.count))
        if self._in_drill or not feedback_after(self._practised).reports(self.count):
            return (number,)
        fault = self._worth_a_cue(repetition)
        if fault is None or (
            self._last is not None and self._last[0] == fault.id and self.count - self._last[1] < SAME_AFTER
        ):
            return (number,)
        self._last = (fault.id, self.count)
        return (number, LiveCue(kind="cue", text=fault.cue, finding=fault.id))

    def _worth_a_cue(self, repetition: Repetition) -> Fault | None:
        faults = load().faults
        found = [faults[one.id] for one in repetition.findings if one.level == "fault" and self._wants(faults[one.id])]
        return min(found, key=lambda fault: fault.priority, default=None)

    def _wants(self, fault: Fault) -> bool:
        return self._aim is None or self._aim in fault.back_aims

    def _ended(self, event: SetEnded) -> tuple[LiveCue, ...]:
        counted = sum(one.kind == "repetition" for one in event.repetitions)
        self._practised += counted
        self._known, self._last = {}, None
        if not counted:
            return ()
        id_ = "live_set_one" if counted == 1 else "live_set"
        return (LiveCue(kind="status", text=load().phrases[id_].say(count=counted)),)


def _phrase(id_: str) -> LiveCue:
    return LiveCue(kind="status", text=load().phrases[id_].text)


def kept_their_shape(repetitions: Sequence[Repetition]) -> tuple[int, int]:
    """Return in how many repetitions the lower back clearly kept its shape, and in how many that could be judged."""
    judged = [
        next((j.outcome for j in one.judgements if j.id == "back_gives"), None)
        for one in repetitions
        if one.kind == "repetition"
    ]
    return sum(j == "clear" for j in judged), sum(j in ("clear", "found") for j in judged)
