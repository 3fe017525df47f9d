"""Tables of the marks and of the package's differences from them, as Markdown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import stdtrit

from hiphinge.spine.marking import LEVELS
from validation.accuracy.tables import table
from validation.marked.comparing import Pair, moved_levels, pairs_of, repeatability_deg, within_sd

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from hiphinge.motion import FloatArray
    from validation.marked.known import Known
    from validation.marked.reading import Frame

__all__ = ["BENT_DEG", "tables_of"]

ANGLES = ("pelvis", "lower back", "upper back", "lower and upper back")
BENT_DEG = 40.0
"""A frame counts as bent where the contour at T12/L1 turned this far from the upright frame."""
LEVEL = 0.1
"""By how much of the marked contour a level is moved; about five centimetres."""
NORMAL_90 = 1.645
_TURNS = tuple(f"turn at {place}" for place in LEVELS)


def tables_of(frames: Sequence[Frame], known: Sequence[Known]) -> Mapping[str, str]:
    """Return every table by its name."""
    pairs = pairs_of(frames)
    error_deg = np.sqrt(2) / 2 * within_sd(np.stack([pair.marked_deg for pair in pairs]))
    measured = [pair for pair in pairs if np.isfinite(pair.measured_deg[0]).all()]
    bent = [pair for pair in measured if _turned(pair)[1] >= BENT_DEG]
    return {
        "Frames": _frames(frames),
        "Repeating": _repeating(frames, pairs),
        "All frames": _against(measured, error_deg),
        "Bent frames": _against(bent, error_deg),
        "Lifters": _lifters(measured),
        "Levels": _levels(bent, known),
        "Deepest": _deepest(measured),
        "Known people": _known(known),
        "Known places": _known_places(known),
        "What is left": _left(bent, known),
    }


def _turned(pair: Pair) -> FloatArray:
    return np.asarray(pair.turns_deg.mean(axis=0))


def _marked(pair: Pair) -> FloatArray:
    return np.asarray(pair.marked_deg.mean(axis=0))


def _frames(frames: Sequence[Frame]) -> str:
    def row(name: object, of: Sequence[Frame]) -> list[object]:
        whole = sum(all(f.places_marked) for f in of)
        partly = sum(any(f.places_marked) and not all(f.places_marked) for f in of)
        why = Counter(f.unmarked for f in of if f.unmarked)
        said = ", ".join(f"{reason} {n}" for reason, n in sorted(why.items())) or "-"
        return [name, len({f.clip for f in of}), len(of), whole, partly, len(of) - whole - partly, said]

    lifters = sorted({f.lifter for f in frames})
    rows = [row(lifter, [f for f in frames if f.lifter == lifter]) for lifter in lifters]
    return table(["lifter", "videos", "frames", "marked", "in part", "not", "why"], [*rows, row("all", frames)])


def _repeating(frames: Sequence[Frame], pairs: Sequence[Pair]) -> str:
    directions = np.stack([frame.repeats_deg for frame in frames])
    angles = np.stack([pair.marked_deg for pair in pairs])
    rows = [
        _repeated(name, repeats)
        for names, values in (([f"direction at {p}" for p in LEVELS], directions), (ANGLES, angles))
        for name, repeats in zip(names, np.moveaxis(values, 2, 0), strict=True)
    ]
    return table(["", "frames", "second minus first", "standard deviation", "repeatability (90 %)"], rows)


def _repeated(name: str, repeats: FloatArray) -> list[str]:
    gaps = (repeats[:, 1] - repeats[:, 0])[np.isfinite(repeats).all(axis=1)]
    sd = float(within_sd(repeats))
    return [name, str(len(gaps)), _signed(gaps.mean()), f"{sd:.1f}°", f"{repeatability_deg(sd, len(gaps)):.1f}°"]


def _against(pairs: Sequence[Pair], sd: FloatArray) -> str:
    rows = [
        _difference_row(name, pairs, [p.measured_turns_deg[i] for p in pairs], [_turned(p)[i] for p in pairs], held="-")
        for i, name in enumerate(_TURNS)
        if i > 0  # the turn at S2 is the pelvis
    ]
    for i, name in enumerate(ANGLES):
        measured, marked = np.stack([p.measured_deg[i] for p in pairs]), np.array([_marked(p)[i] for p in pairs])
        rows.append(_difference_row(name, pairs, measured[:, 0], marked, held=_held(measured, marked, float(sd[i]))))
    head = ["", "frames", "lifters", "measured minus marked", "of single lifters", "5 to 95 % of frames", "correlation"]
    return table([*head, "marked within the interval"], rows)


def _difference_row(
    name: str,
    pairs: Sequence[Pair],
    measured: Sequence[float] | FloatArray,
    marked: Sequence[float] | FloatArray,
    *,
    held: str,
) -> list[str]:
    x, y = np.asarray(marked), np.asarray(measured)
    here = np.isfinite(x) & np.isfinite(y)
    gaps = (y - x)[here]
    lifters = np.array([p.frame.lifter for p in pairs])[here]
    means = [gaps[lifters == lifter].mean() for lifter in sorted(set(lifters.tolist()))]
    low, high = np.percentile(gaps, (5, 95))
    correlation = np.corrcoef(x[here], y[here])[0, 1]
    cells = [
        name,
        str(len(gaps)),
        str(len(means)),
        _signed(np.mean(means)),
        f"{_signed(min(means))} to {_signed(max(means))}",
    ]
    return [*cells, f"{_signed(low)} to {_signed(high)}", f"{correlation:.2f}", held]


def _held(measured: FloatArray, marked: FloatArray, error_deg: float) -> str:
    here = np.isfinite(measured).all(axis=1) & np.isfinite(marked)
    middle, half = measured[here, 1:].mean(axis=1), np.diff(measured[here, 1:], axis=1)[:, 0] / 2
    inside = np.abs(marked[here] - middle) <= np.hypot(half, NORMAL_90 * error_deg)
    return f"{inside.mean():.0%}"


def _lifters(pairs: Sequence[Pair]) -> str:
    def row(lifter: int) -> list[str]:
        of = [p for p in pairs if p.frame.lifter == lifter]
        gaps = np.stack([p.measured_deg[:, 0] - _marked(p) for p in of])
        return [str(lifter), str(len(of)), *(_signed(_mean(column)) for column in gaps.T)]

    return table(["lifter", "frames", *ANGLES], [row(n) for n in _numbers(pairs)])


def _levels(pairs: Sequence[Pair], known: Sequence[Known]) -> str:
    whole = [p for p in pairs if all(p.frame.places_marked) and all(p.upright.places_marked)]
    standing, bottom = -_too_high(known)
    moves = {
        "as marked": np.zeros(3),
        "S2 a tenth higher": np.array([LEVEL, 0.0, 0.0]),
        "T12/L1 a tenth higher": np.array([0.0, LEVEL, 0.0]),
        "T12/L1 a tenth lower": np.array([0.0, -LEVEL, 0.0]),
        "C7 a tenth lower": np.array([0.0, 0.0, -LEVEL]),
        "C7 two tenths lower": np.array([0.0, 0.0, -2 * LEVEL]),
        "each as far as on rendered people": bottom,
    }

    def row(name: str, up: FloatArray) -> list[str]:
        upright_up = standing if up is bottom else None
        gaps = np.stack([p.measured_turns_deg - moved_levels(p, up, upright_up=upright_up) for p in whole])
        return [name, str(len(whole)), *(_signed(_mean(column)) for column in gaps.T)]

    return table(["level", "frames", *_TURNS], [row(name, up) for name, up in moves.items()])


def _too_high(known: Sequence[Known]) -> FloatArray:
    return np.asarray(np.nanmean(np.stack([person.too_high for person in known]), axis=0))


def _deepest(pairs: Sequence[Pair]) -> str:
    deepest = [
        max((p for p in pairs if p.frame.clip == clip), key=lambda p: float(_turned(p)[1]))
        for clip in dict.fromkeys(p.frame.clip for p in pairs)
    ]
    head = [f"{name}, {who}" for name in ANGLES[:3] for who in ("marked", "measured")]
    return table(["lifter", "video", *head], [_deepest_row(pair) for pair in deepest])


def _deepest_row(pair: Pair) -> list[str]:
    cells = []
    for i, marked in enumerate(_marked(pair)[: len(ANGLES) - 1]):
        value, low, high = pair.measured_deg[i]
        cells += [_whole(marked), f"{_whole(value)} ({_whole(low)} to {_whole(high)})"]
    return [str(pair.frame.lifter), pair.frame.clip, *cells]


def _known(known: Sequence[Known]) -> str:
    def cells(i: int, *, of: Callable[[Known], FloatArray]) -> list[str]:
        gaps = np.array([of(person)[i] - person.true_deg[i] for person in known])
        gaps = gaps[np.isfinite(gaps)]
        return [str(len(gaps)), _signed(gaps.mean()), f"{gaps.std(ddof=1):.1f}°"]

    rows = [
        [name, *cells(i, of=lambda person: person.marked_deg), *cells(i, of=lambda person: person.measured_deg)]
        for i, name in enumerate(ANGLES)
    ]
    columns = (", people", " minus true", ", standard deviation")
    head = [f"{who}{what}" for who in ("marked", "measured") for what in columns]
    return table(["", *head], rows)


def _known_places(known: Sequence[Known]) -> str:
    high = _too_high(known)
    rows = [
        [place, *(f"{_no_minus_nought(100 * value, 0):+.0f} %" for value in column)]
        for place, column in zip(LEVELS, high.T, strict=True)
    ]
    return table(["", "standing", "bottom"], rows)


def _left(bent: Sequence[Pair], known: Sequence[Known]) -> str:
    """Tabulate the package's error if the rater's error on real people is that on rendered ones."""
    rows = []
    for i, name in enumerate(ANGLES):
        gaps = {p: p.measured_deg[i, 0] - _marked(p)[i] for p in bent}
        lifters = [_mean(np.array([g for p, g in gaps.items() if p.frame.lifter == n])) for n in _numbers(bent)]
        rater = np.array([person.marked_deg[i] - person.true_deg[i] for person in known])
        of_lifters, of_rater = _mean_and_half(np.array(lifters)), _mean_and_half(rater)
        both = of_lifters[0] + of_rater[0], float(np.hypot(of_lifters[1], of_rater[1]))
        rows.append([name, *(f"{_signed(mean)} ± {half:.1f}°" for mean, half in (of_lifters, of_rater, both))])
    return table(["", "measured minus marked, real", "marked minus true, rendered", "sum"], rows)


def _mean_and_half(values: FloatArray) -> tuple[float, float]:
    """Return a mean and its 90 % half-width."""
    here = values[np.isfinite(values)]
    half = stdtrit(len(here) - 1, 0.95) * here.std(ddof=1) / np.sqrt(len(here))
    return float(here.mean()), float(half)


def _numbers(pairs: Sequence[Pair]) -> list[int]:
    return sorted({p.frame.lifter for p in pairs})


def _mean(values: FloatArray) -> float:
    here = values[np.isfinite(values)]
    return float(here.mean()) if len(here) else float("nan")


def _signed(value: float) -> str:
    return f"{_no_minus_nought(value, 1):+.1f}°" if np.isfinite(value) else "-"


def _whole(value: float) -> str:
    return f"{_no_minus_nought(value, 0):.0f}°" if np.isfinite(value) else "-"


def _no_minus_nought(value: float, digits: int) -> float:
    return round(float(value), digits) + 0.0
