"""Values of self-tests as the network's joints give them, their true values, and the postures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from validation.accuracy.observing import kept_motions
from validation.self_tests.truths import ID_OF, true_values

from hiphinge.assessments.self_tests.measuring import seen_values
from hiphinge.assessments.self_tests.seen_by_network import VALUE
from hiphinge.measures import Measurement
from hiphinge.motion import Person

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path


__all__ = ["SeenCase", "gathered"]


@dataclass(frozen=True, kw_only=True)
class SeenCase:
    """One value of one clip: its error, its own half-width, and the posture, the value itself among it."""

    clip: str
    rig: str
    test: str
    quantity: str
    off: float
    half_width: float
    posture: Mapping[str, float]


def gathered(folders: Iterable[Path], *, wanted: Iterable[tuple[str, str]]) -> Iterator[SeenCase]:
    """Yield the values that were measured of wanted tests and quantities in clips whose poses are kept."""
    chosen = frozenset(wanted)
    tests = frozenset(test for test, _ in chosen)
    for video, motion in kept_motions(folders):
        truth = json.loads(video.with_suffix(".json").read_text(encoding="utf-8"))
        test = ID_OF.get(truth["test"], truth["test"])
        if test not in tests:
            continue
        true = {(one.quantity, one.side): one.value for one in true_values(truth) if (test, one.quantity) in chosen}
        sides = {side for _, side in true if side is not None}
        side = sides.pop() if len(sides) == 1 else None
        for one in seen_values(test, motion, side=side, person=Person(stature_m=truth["stature_m"])):
            measured, quantity = one.value.measured, one.value.quantity
            known = true.get((quantity, one.value.side))
            if known is not None and isinstance(measured, Measurement):
                interval = measured.interval
                yield SeenCase(
                    clip=video.stem,
                    rig=truth["rig"],
                    test=test,
                    quantity=quantity,
                    off=known - measured.value,
                    half_width=0.0 if interval is None else interval.width / 2,
                    posture={**one.posture, VALUE: measured.value},
                )
