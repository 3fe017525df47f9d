"""Drawn folds, with hands and feet that go with them: what a set looks like, part by part."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.repetitions import HandsAndFeet, Span, detect_repetitions, is_failed

RATE_HZ = 30.0
FLOOR, SHINS = 0.15, 0.45
"""Hand heights of a bar on the floor and of a bar at the shins, leg lengths above the ankles."""
UP = 0.95
HANGING, IN_FRONT, ON_HIPS = (0.0, -0.98), (0.9, -0.3), (-0.25, -0.55)


@dataclass(frozen=True)
class Part:
    """A part of a recording: how long it lasts, and what is reached at its end."""

    duration_s: float
    fold: float = 0.0
    hands: float = UP
    arms: tuple[float, float] = HANGING
    walks: bool = False


def stand(duration_s: float = 1.0, *, walks: bool = False, arms: tuple[float, float] = HANGING) -> Part:
    return Part(duration_s, walks=walks, arms=arms)


def down(*, to: float = FLOOR, fold: float = 90.0, duration_s: float = 1.5) -> list[Part]:
    return [Part(duration_s, fold, to), Part(0.5, fold, to)]


def up(*, arms: tuple[float, float] = HANGING, duration_s: float = 1.5) -> list[Part]:
    return [Part(duration_s, arms=arms), Part(0.6, arms=arms)]


def lifts(count: int, *, to: float = FLOOR) -> list[Part]:
    return [part for _ in range(count) for part in (*down(to=to), *up())]


SWUNG = (Part(0.45, 0.0, 1.4, IN_FRONT), Part(0.4, 0.0, 1.4, IN_FRONT))


def swings(count: int) -> list[Part]:
    return [part for _ in range(count) for part in (Part(0.5, 70.0, 0.6), *SWUNG)]


def recorded(parts: Sequence[Part], *, start: Part | None = None) -> tuple[np.ndarray, np.ndarray, HandsAndFeet]:
    first = start or Part(0.0)
    rows = [(first.fold, first.hands, *first.arms, 0.0)]
    for part in parts:
        share = np.linspace(0, 1, round(part.duration_s * RATE_HZ) + 1)[1:]
        way = share**3 * (10 - 15 * share + 6 * share**2)
        end = (part.fold, part.hands, *part.arms)
        here = rows[-1][:4]
        rows += [(*(a + w * (b - a) for a, b in zip(here, end, strict=True)), float(part.walks)) for w in way]
    table = np.array(rows)
    time_s = np.arange(len(table)) / RATE_HZ
    limbs = HandsAndFeet(
        time_s=time_s, hand_height=table[:, 1], hand_offset=table[:, 2:4].copy(), walks=table[:, 4] > 0
    )
    return time_s, table[:, 0], limbs


def notes(parts: Sequence[Part], *, from_floor: bool = False, start: Part | None = None) -> list[str | None]:
    return [span.note for span in found(parts, from_floor=from_floor, start=start)]


def found(parts: Sequence[Part], *, from_floor: bool = False, start: Part | None = None) -> tuple[Span, ...]:
    time_s, fold, limbs = recorded(parts, start=start)
    spans = detect_repetitions(time_s, fold, fold, limbs=limbs, from_floor=from_floor)
    assert all((span.kind == "repetition") == (span.note is None) for span in spans)
    assert not any(is_failed(span.kind, span.note) for span in spans)
    return spans


SIDES = (-0.23, -0.95)
"""Where empty hands hang; a bar in front of the thighs keeps them in front of that."""


def empty_bend() -> list[Part]:
    return [stand(2, arms=SIDES), Part(1.5, 90.0, 0.25, SIDES), Part(0.5, 90.0, 0.25, SIDES), Part(1.5, arms=SIDES)]
