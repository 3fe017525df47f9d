"""What a live coach says during a drill, from its own events: a wall that is touched, a pace."""

from collections import deque
from collections.abc import Sequence

from hiphinge.analysis import Repetition
from hiphinge.analysis.streaming import (
    RepetitionEnded,
    SetEnded,
    StandingFound,
    StreamEvent,
)
from hiphinge.assessments import WallFound, WallTouch, WallWatch
from hiphinge.catalogue import Drill, LiveDrill, load
from hiphinge.coaching.live_cues import LiveCue
from hiphinge.errors import UnknownIdError
from hiphinge.measures import Measurement
from hiphinge.motion import Motion

__all__ = ["DrillCues", "live_drill", "live_drills"]

STANDS_S = 1.0
"""The heels are where they were in the last second before somebody was found to stand still."""
_PACE: dict[str, tuple[str, str, str]] = {
    "descent": ("descent_s", "live_slower", "live_lowerings"),
    "pause": ("bottom_s", "live_longer", "live_pauses"),
}
"""What is measured, what is said where it is too short, and what is said after the set."""


def live_drills() -> tuple[Drill, ...]:
    """Return the drills that can be followed before a camera, in the catalogue's order."""
    return tuple(drill for drill in load().drills.values() if drill.live is not None)


def live_drill(id_: str) -> Drill:
    """Return a drill that can be followed before a camera.

    Raises
    ------
    UnknownIdError
        If there is none of that id.
    """
    known = {drill.id: drill for drill in live_drills()}
    if id_ not in known:
        message = f"There is no drill {id_!r} that can be followed before a camera. There are: {', '.join(known)}."
        raise UnknownIdError(message)
    return known[id_]


class DrillCues:
    """Turns frames and a stream's events into what is said and sounded during a drill.

    Parameters
    ----------
    drill
        One of `live_drills`.
    """

    def __init__(self, drill: Drill) -> None:
        if drill.live is None:
            raise ValueError(drill.id)
        self.live: LiveDrill = drill.live
        self._wall = WallWatch() if self.live.watches == "wall" else None
        self._standing: deque[Motion] = deque()
        self._happened_s: list[float] = []
        self._done = 0

    def look(self, frame: Motion) -> tuple[WallTouch | LiveCue, ...]:
        """Take the next frame, a motion of one frame; return touches of the wall, each with its sound."""
        if self._wall is None:
            return ()
        self._standing.append(frame)
        while frame.time_s[0] - self._standing[0].time_s[0] > STANDS_S:
            self._standing.popleft()
        events: list[WallTouch | LiveCue] = []
        for one in self._wall.push(frame):
            if isinstance(one, WallFound):
                events.append(_phrase("live_wall_found"))
                continue
            events.append(one)
            if one.kind == "touched":
                self._happened_s.append(one.time_s)
                events.append(LiveCue(kind="touch", text=str(self._wall.count), spoken=False))
        return tuple(events)

    def take(self, event: StreamEvent) -> tuple[LiveCue, ...]:
        """Return what to say about an event of the stream."""
        if isinstance(event, StandingFound) and self._wall is not None and self._standing:
            self._wall.stand(self._standing)
            return (_phrase("live_find_wall"),)
        if isinstance(event, RepetitionEnded):
            return self._after(event.repetition)
        if isinstance(event, SetEnded):
            return self._ended(event.repetitions)
        return ()

    def _after(self, repetition: Repetition) -> tuple[LiveCue, ...]:
        if repetition.kind != "repetition":
            return ()
        self._done += 1
        said = []
        if self.live.watches == "wall" and not self._met(repetition):
            said.append(_phrase("live_no_touch"))
        if self.live.watches in _PACE and not self._met(repetition):
            said.append(_phrase(_PACE[self.live.watches][1]))
        if self._done == self.live.repetitions:
            said.append(_phrase("live_round_done"))
        return tuple(said[-1:])

    def _met(self, repetition: Repetition) -> bool:
        """Tell whether a repetition met what the drill watches; what could not be measured did."""
        within = any(repetition.start_s <= at_s <= repetition.end_s for at_s in self._happened_s)
        if self.live.watches == "wall":
            return within
        return _seconds(repetition, _PACE[self.live.watches][0]) >= (self.live.at_least_s or 0.0)

    def _ended(self, repetitions: Sequence[Repetition]) -> tuple[LiveCue, ...]:
        counted = [one for one in repetitions if one.kind == "repetition"]
        self._done = 0
        if not counted or self.live.watches == "count":
            return ()
        says = {"wall": "live_touches"} | {name: parts[2] for name, parts in _PACE.items()}
        text = (
            load()
            .phrases[says[self.live.watches]]
            .say(count=sum(map(self._met, counted)), of=len(counted), seconds=f"{self.live.at_least_s or 0:g}")
        )
        return (LiveCue(kind="status", text=text),)


def _seconds(repetition: Repetition, id_: str) -> float:
    measured = repetition.measurements.get(id_)
    return measured.value if isinstance(measured, Measurement) else float("inf")


def _phrase(id_: str) -> LiveCue:
    return LiveCue(kind="cue", text=load().phrases[id_].text)
