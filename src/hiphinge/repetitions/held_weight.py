"""Which movements are made with the weight, as the plate on the bar shows that a camera follows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from hiphinge.catalogue import load
from hiphinge.repetitions.hands_and_feet import HandsAndFeet
from hiphinge.repetitions.model import Span

__all__ = ["HeldWeight"]

AROUND_S = 0.3
"""Hands hold a weight, or have none, for this long before a descent and after an ascent."""
HANGING = -0.5
"""Hands hang where they are lower than this from the shoulders, lengths of the straight arm."""
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
        Shares of the ascents in which the plate is followed somewhere else.
    hangs
        Whether the hands hang at the top of the ascents in which they hold it.
    """

    spans: tuple[Span, ...]
    down: tuple[float, ...]
    up: tuple[float, ...]
    left: tuple[float, ...]
    hangs: bool

    @classmethod
    def of(cls, spans: Sequence[Span], limbs: HandsAndFeet) -> "HeldWeight":
        """Return what the plate shows of the movements of a set."""
        away = np.full(len(limbs.time_s), np.nan) if limbs.plate_away is None else limbs.plate_away
        limit = load().thresholds["plate_at_hands"].value
        with np.errstate(invalid="ignore"):
            near, far = away < limit, away >= limit

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
            left=over_ascents(far),
            hangs=bool(len(known) and np.median(known) < HANGING),
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
            if not _free(self.up[i]):
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


def _held(share: float) -> bool:
    return share >= load().thresholds["plate_held_share"].value


def _free(share: float) -> bool:
    return share <= load().thresholds["plate_gone_share"].value
