"""Looking again, backward, at the frames in which a person was not found yet, or somewhere else.

The detector looks for faces and upright people. In a recording that begins with a lifter bent over the bar it finds
nobody, or lays the region askew, until they stand. From there the network follows them back to the first frame.
"""

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from hiphinge.estimators.blazepose.following import Step, step
from hiphinge.estimators.blazepose.looking import Looker, is_jump, outside_region
from hiphinge.estimators.in_parts import BEGINS_S, TimedImage

__all__ = ["found_earlier"]

F = TypeVar("F", bound=TimedImage)

TURNED_RAD = 0.6
"""Nobody turns farther than this from one frame to the next, even at ten frames a second: they were seen askew."""
SURE = 0.9
"""Presence of a person on a way back, at least."""
BETTER = 0.02
"""How much more confidence the joints have to have, on average, to replace what was found at first."""
MOST_FRAMES = 80
"""So many frames are held at most, 120 MB, and only until the beginning was looked at: 2.5 s at 30 frames a second."""


def found_earlier(steps: Iterable[tuple[F, Step]], looker: Callable[[], Looker]) -> Iterator[tuple[F, Step]]:
    """Yield a recording's frames in order with their steps, those before the first finds looked at again from there.

    A way back ends where it meets what was known, where nobody is surely seen any more, or where it would jump itself.
    Somebody who was found there before is only replaced where the joints are seen better on the way back. The earliest
    frame of a way back counts as the one in which the person was found, in place of the one it began at. What ``steps``
    raises is raised after the frames before it.
    """
    held: deque[tuple[F, Step]] = deque()
    going, anybody, failure = iter(steps), False, None
    try:
        for frame, found in going:
            held.append((frame, found))
            anybody |= found.pose.detected
            is_full = len(held) > MOST_FRAMES
            if anybody and (is_full or frame.time_s - held[0][0].time_s > BEGINS_S):
                break
            if is_full:
                yield held.popleft()
    except Exception as error:  # noqa: BLE001  # whatever it is, it is raised after the frames before it
        failure = error
    held = deque(_looked_at_again(list(held), looker))
    while held:
        yield held.popleft()
    if failure is not None:
        raise failure
    yield from going


def _looked_at_again(found: list[tuple[F, Step]], looker: Callable[[], Looker]) -> list[tuple[F, Step]]:
    sudden = [i for i, ((_, before), (_, after)) in enumerate(pairwise(found), 1) if _is_sudden(before, after)]
    for start in reversed(sudden):
        way = list(_way_back(found, start, looker))
        seen = [(found[place][1].pose, one.pose) for place, one in way if found[place][1].pose.detected]
        better = sum(float(now.confidence.mean() - was.confidence.mean()) for was, now in seen) > BETTER * len(seen)
        replaced = [(place, one) for place, one in way if better or not found[place][1].pose.detected]
        for place, one in replaced:
            frame, was = found[place]
            found[place] = (frame, replace(one, known=replace(was.known, region=one.known.region)))
        for place in (replaced[-1][0], start) if replaced else ():
            frame, one = found[place]
            follows = place > 0 and found[place - 1][1].pose.detected and not _is_sudden(found[place - 1][1], one)
            tracked = follows or (place == start and one.pose.tracked)
            found[place] = (frame, replace(one, pose=replace(one.pose, tracked=tracked)))
    return found


def _way_back(found: Sequence[tuple[F, Step]], start: int, looker: Callable[[], Looker]) -> Iterator[tuple[int, Step]]:
    """Yield places before a sudden find, the nearest first, with what is seen there of who was found."""
    known = found[start][1].known
    for place in range(start - 1, -1, -1):
        frame, was = found[place]
        one = step(looker(), frame.image_rgb, replace(known, crowded=False), time_s=frame.time_s)
        if not one.pose.tracked or one.pose.score < SURE or _meets(was, one):
            return
        yield place, one
        known = one.known


def _is_sudden(before: Step, after: Step) -> bool:
    here, there = before.known.region, after.known.region
    if here is None or there is None:
        return here is None and there is not None
    return is_jump(here, there) or abs(math.remainder(there.rotation_rad - here.rotation_rad, math.tau)) > TURNED_RAD


def _meets(was: Step, now: Step) -> bool:
    """Tell whether the way back has come to where the person was known to be."""
    here, there = was.known.region, now.known.region
    return here is not None and there is not None and not outside_region(here, there)
