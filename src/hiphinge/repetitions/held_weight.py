"""Which movements are made with the weight, by a plate on the bar that is followed, or by how the hands hang between.

Between two movements the hands either hold the weight or are empty, and both look alike each time. So a bend to the
weight without it, the lift that takes it, repetitions, and the descent that puts it down follow one another.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiphinge.catalogue import load
from hiphinge.motion import FloatArray
from hiphinge.repetitions.hands_and_feet import HandsAndFeet
from hiphinge.repetitions.model import Span

__all__ = ["HeldWeight"]

AROUND_S = 0.3
"""Hands hold a weight, or have none, for this long before a descent and after an ascent."""
HANGING = -0.5
"""Hands hang where they are lower than this from the shoulders, lengths of the straight arm."""
LOWEST_PERCENT = 3.0
"""How low a plate goes: so many per cent of the frames may be lower, where it was mistaken."""
SPREAD_SHARE = 0.35
"""Hands that hold the same thing, or nothing, hang alike to within this share of how far both are apart."""
BEND = ("set_up", "stands_up", "put_down")
"""What an ascent with the weight is not, whatever the hands say."""


@dataclass(frozen=True)
class HeldWeight:
    """In which part of the upper half of each descent and each ascent of a set a plate is at the hands.

    The upper halves tell: at the bottom, hands are at a plate that stands on the floor, too. A bar on the back says
    nothing here, as nobody puts it on the floor.

    Attributes
    ----------
    down, up
        Shares from 0 to 1 in which the plate is at the hands, a movement each; NaN where it has no such part.
    left
        Shares of the ascents in which the plate is followed on the floor.
    hangs
        Whether the hands hang at the top of the ascents in which they hold it.
    changes
        How much the hands at rest differ before the next movement and after it, arm lengths; NaN where that is unknown.
    """

    spans: tuple[Span, ...]
    down: tuple[float, ...]
    up: tuple[float, ...]
    left: tuple[float, ...]
    hangs: bool
    changes: tuple[float, ...]

    @classmethod
    def by_rests(cls, spans: Sequence[Span], rests: FloatArray) -> "HeldWeight":
        """Return what the hands at rest show: before each movement and after the last one ``[movements + 1, 2]``.

        It is nothing unless they hang in two ways, each at least twice: empty first, and with the weight after that.
        """
        held = _held_between(rests)
        ups, downs = held[1:].astype(float), held[:-1].astype(float)
        return cls(
            spans=tuple(spans),
            down=tuple(float("nan") if s.starts_at == "bottom" else d for s, d in zip(spans, downs, strict=True)),
            up=tuple(float("nan") if s.ends_at == "bottom" else u for s, u in zip(spans, ups, strict=True)),
            left=tuple(1.0 - ups),
            hangs=bool(held.any()),
            changes=(float("inf"),) * len(spans),
        )

    @classmethod
    def of(cls, spans: Sequence[Span], limbs: HandsAndFeet, rests: FloatArray) -> "HeldWeight":
        """Return what the plate shows of the movements of a set; ``rests`` as for `by_rests`."""
        near, low = _held_and_on_floor(spans, limbs)

        def share(frames: NDArray[np.bool_], start_s: float, end_s: float) -> float:
            within = frames[(limbs.time_s >= start_s) & (limbs.time_s <= end_s)]
            return float(within.mean()) if len(within) else float("nan")

        def over_ascents(frames: NDArray[np.bool_]) -> tuple[float, ...]:
            return tuple(
                float("nan")
                if s.ends_at == "bottom"
                else share(frames, (s.bottom_end_s + s.end_s) / 2, s.end_s + AROUND_S)
                for s in spans
            )

        up = over_ascents(near)
        tops = [np.abs(limbs.time_s - s.end_s) <= AROUND_S for s, held in zip(spans, up, strict=True) if _held(held)]
        hands = limbs.hand_offset[np.any(tops, axis=0), 1] if tops else np.empty(0)
        known = hands[np.isfinite(hands)]
        return cls(
            spans=tuple(spans),
            down=tuple(
                float("nan")
                if s.starts_at == "bottom"
                else share(near, s.start_s - AROUND_S, (s.start_s + s.bottom_start_s) / 2)
                for s in spans
            ),
            up=up,
            left=over_ascents(low),
            hangs=bool(len(known) and np.median(known) < HANGING),
            changes=(*np.linalg.norm(rests[2:] - rests[1:-1], axis=1).tolist(), float("nan")),
        )

    @property
    def shown(self) -> bool:
        """Whether a plate hangs in the hands in any ascent; otherwise there is none, or it was not followed."""
        return self.hangs and any(
            s.kind == "repetition" and _held(up) for s, up in zip(self.spans, self.up, strict=True)
        )

    def takes_it(self, span: Span) -> bool | None:
        """Tell whether a descent goes to the weight without it; None where the plate does not show it."""
        place = next((i for i, one in enumerate(self.spans) if one.bottom_end_s == span.bottom_end_s), None)
        if not self.shown or place is None:
            return None
        if _held(self.down[place]):
            return False
        return True if _free(self.down[place]) and not _free(self.up[place]) else None

    def without_it_marked(self) -> tuple[Span, ...]:
        """Return the movements, those at either end that are made without the weight marked with what they are."""
        found = list(self.spans)
        if not self.shown:
            return self.spans
        counted = [i for i, span in enumerate(found) if span.kind == "repetition"]
        for i in counted:
            seen_left = _held(self.left[i]) or self.changes[i] > load().thresholds["hands_taken_differ"].value
            if not (_free(self.up[i]) and seen_left):
                break
            found[i] = replace(found[i], kind="attempt", note="set_up")
        for i in reversed(counted):
            if found[i].kind != "repetition" or not _held(self.left[i]):
                break
            note = "put_down" if _held(self.down[i]) else "stands_up"
            found[i] = replace(found[i], kind="attempt", note=note)
        return tuple(found)

    def with_it_restored(self, spans: Sequence[Span], before: Sequence[Span]) -> list[Span]:
        """Return movements after the hands were asked: those that were made with the weight are as ``before``."""
        return [
            was if self.shown and self._contradicts(i, one) else one
            for i, (one, was) in enumerate(zip(spans, before, strict=True))
        ]

    def _contradicts(self, place: int, span: Span) -> bool:
        if span.note in BEND:
            return _held(self.up[place])
        return span.note == "pick_up" and _held(self.down[place])


def _held_and_on_floor(spans: Sequence[Span], limbs: HandsAndFeet) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return the frames in which a plate is off the floor at the hands, and those in which it is on the floor.

    A plate that is neither is another one, on a rack or a wall.
    """
    nowhere = np.zeros(len(limbs.time_s), dtype=bool)
    if limbs.plate_away is None or limbs.plate_height is None:
        return nowhere, nowhere
    within = np.any([(limbs.time_s >= s.start_s) & (limbs.time_s <= s.end_s) for s in spans], axis=0)
    heights = limbs.plate_height[within & np.isfinite(limbs.plate_height)]
    if not len(heights):
        return nowhere, nowhere
    off_floor = float(np.percentile(heights, LOWEST_PERCENT)) + load().thresholds["plate_lifted"].value
    with np.errstate(invalid="ignore"):
        near = (limbs.plate_away < load().thresholds["plate_at_hands"].value) & (limbs.plate_height > off_floor)
        return near, limbs.plate_height <= off_floor


def _held_between(rests: FloatArray) -> NDArray[np.bool_]:
    """Return at which rests the hands hold the weight; nowhere where it is not clear."""
    count = len(rests)
    nowhere = np.zeros(count, dtype=bool)
    if not np.isfinite(rests).all() or (rests[:, 1] > HANGING).any():
        return nowhere
    best, best_apart = nowhere, 0.0
    for first in range(1, count - 1):
        for last in range(first + 1, count):
            held = nowhere.copy()
            held[first : last + 1] = True
            if count - held.sum() < 2:  # noqa: PLR2004 - empty hands have to be seen twice
                continue
            middles = np.array([rests[held].mean(axis=0), rests[~held].mean(axis=0)])
            apart = float(np.linalg.norm(middles[0] - middles[1]))
            spread = float(np.linalg.norm(rests - middles[np.where(held, 0, 1)], axis=1).max())
            limit = "hands_taken_differ" if last < count - 1 else "hands_rest_differ"
            if apart > max(load().thresholds[limit].value, best_apart) and spread < SPREAD_SHARE * apart:
                best, best_apart = held, apart
    return best


def _held(share: float) -> bool:
    return share >= load().thresholds["plate_held_share"].value


def _free(share: float) -> bool:
    return share <= load().thresholds["plate_gone_share"].value
