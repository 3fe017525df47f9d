"""Tables of errors, as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from validation.accuracy.errors import TRUTH_OF, ClipErrors, Match, rms
from validation.accuracy.groups import grouped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from hiphinge.catalogue import Accuracy
    from hiphinge.motion import FloatArray

__all__ = [
    "by_depth",
    "by_group",
    "correction",
    "deg",
    "findings",
    "found",
    "in_the_report",
    "intervals",
    "pattern_share",
    "patterns",
    "share",
    "table",
]

NAMES = {"trunk_inclination_deg": "trunk", "knee_flexion_deg": "knee", "shank_inclination_deg": "shin"}
LEAN_DEG = ((-90, 30), (30, 60), (60, 180))
SHARE = 90.0
"""Per cent of the values that an interval should cover."""


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def deg(value: float) -> str:
    """Return degrees as a cell; a dash where there is nothing."""
    return f"{value:.1f}°" if np.isfinite(value) else "-"


def share(values: Sequence[float]) -> str:
    """Return a mean share as a cell; a dash of nothing."""
    return f"{np.mean(values):.0%}" if len(values) else "-"


def _errors(clips: Sequence[ClipErrors]) -> list[str]:
    return [deg(rms(c.error(id_) for c in clips)) for id_ in TRUTH_OF]


def _measured(clips: Sequence[ClipErrors]) -> str:
    shares = [float(np.isfinite(values).mean()) for c in clips for values in c.gap.values()]
    return f"{np.mean(shares):.0%}" if shares else "-"


def by_group(clips: Iterable[ClipErrors], what: str, group_of: Callable[[ClipErrors], str]) -> str:
    """Return root mean square errors from standing by group of clips."""
    rows = [[name, len(some), *_errors(some), _measured(some)] for name, some in grouped(clips, group_of).items()]
    return table([what, "clips", *NAMES.values(), "frames measured"], rows)


def by_depth(clips: Sequence[ClipErrors]) -> str:
    """Return errors by how far the trunk truly leans."""
    rows = []
    for low, high in LEAN_DEG:
        name = f"below {high}°" if low < 0 else f"{low}° and more" if high > 90 else f"{low} to {high}°"  # noqa: PLR2004
        cells = []
        for id_ in TRUTH_OF:
            values = [c.gap[id_][(c.lean_deg >= low) & (c.lean_deg < high)] for c in clips]
            cells.append(deg(rms(rms(some) for some in values)))
        rows.append([name, *cells])
    return table(["trunk lean", *NAMES.values()], rows)


def correction(clips: Mapping[str, Sequence[ClipErrors]]) -> str:
    """Return errors with joints as the network puts them, and corrected."""
    rows = []
    for name, some in clips.items():
        plain = [deg(rms(rms(c.plain[id_]) for c in some)) for id_ in TRUTH_OF]
        rows += [[f"{name}: as estimated", len(some), *plain], [f"{name}: corrected", len(some), *_errors(some)]]
    return table(["joints", "clips", *NAMES.values()], rows)


def found(clips: Sequence[ClipErrors]) -> str:
    """Return how many repetitions were found, as a sentence."""
    true = sum(len(c.truth["repetitions"]) for c in clips)
    detected = sum(len(c.analysis.counted) for c in clips)
    matched = sum(len(c.matches) for c in clips)
    return (
        f"Of {true} repetitions, {matched} were detected, and {detected - matched} detections were false "
        f"(F1 {2 * matched / max(true + detected, 1):.3f})."
    )


def pattern_share(clips: Sequence[ClipErrors]) -> float:
    """Return the share of hinges and squats named correctly, stoops left out."""
    correct = [m.found.pattern.label == c.label for c in clips for m in c.matches if c.label != "stoop"]
    return sum(correct) / max(len(correct), 1)


STIFF_KNEE_DEG, STOOP_SHARE = 20.0, 0.45
"""Bent like a stoop: knees straighter than this, and more of the trunk's lean from the lower back."""


def patterns(clips: Sequence[ClipErrors]) -> str:
    """Return what hinges, squats and stoops were called, and whatever else was bent like a stoop."""
    rows = [
        _called(true, [m for c in clips if c.label == true for m in c.matches]) for true in ("hinge", "squat", "stoop")
    ]
    likened = [m for c in clips if c.label != "stoop" for m in c.matches if _bent_like_a_stoop(m)]
    rows.append(_called("not a stoop, but bent like one", likened))
    return table(["movement", "repetitions", *(f"called {label}" for label in _LABELS)], rows)


_LABELS = ("hinge", "squat", "stoop", "unclear")


def _called(true: str, matches: Sequence[Match]) -> list[object]:
    called: list[str] = [m.found.pattern.label for m in matches]
    return [true, len(called), *(called.count(label) for label in _LABELS)]


def _bent_like_a_stoop(match: Match) -> bool:
    knee, lean, lumbar = (match.true[f"{name}_bottom_deg"] for name in ("knee", "trunk", "lumbar"))
    return bool(knee < STIFF_KNEE_DEG and lumbar > STOOP_SHARE * lean)


def intervals(clips: Sequence[ClipErrors]) -> str:
    """Return bounds of nine in ten values at the bottoms: absolute, from standing, and between two repetitions."""
    rows = []
    for id_, name in NAMES.items():
        standing = np.array([gap for c in clips for gap in c.bottoms(id_)])
        rows.append([name, *(deg(_most(x)) for x in (_absolute(clips, id_), standing, _between(clips, id_)))])
    return table(["quantity at the bottom", "absolute", "from standing", "between two repetitions"], rows)


def in_the_report(clips: Sequence[ClipErrors], accuracy: Mapping[str, Accuracy]) -> str:
    """Return the errors that a report shows, and how many of the clips' bottoms they cover."""
    rows = []
    for id_, name in NAMES.items():
        stated = accuracy[id_]
        cells = [(stated.absolute, _absolute(clips, id_)), (stated.repeatability, _between(clips, id_))]
        rows.append([name, *(cell for half, off in cells for cell in (deg(half), _held(off, half)))])
    return table(["quantity at the bottom", "interval", "covers", "repeatability", "covers"], rows)


def _absolute(clips: Sequence[ClipErrors], id_: str) -> FloatArray:
    return np.array([gap + c.offset[id_] for c in clips for gap in c.bottoms(id_)])


def _between(clips: Sequence[ClipErrors], id_: str) -> FloatArray:
    """Return what two repetitions of one clip would differ by: from the clip's mean, corrected for bias, times √2."""
    several = [own for c in clips if len(own := c.bottoms(id_)) > 1]
    apart = [(np.array(own) - np.mean(own)) * (2 * len(own) / (len(own) - 1)) ** 0.5 for own in several]
    return np.concatenate(apart) if apart else np.empty(0)


def _held(values: FloatArray, half: float) -> str:
    return f"{np.mean(np.abs(values) <= half):.0%}" if len(values) else "-"


def _most(values: FloatArray) -> float:
    return float(np.percentile(np.abs(values), SHARE)) if len(values) else float("nan")


def findings(clips: Sequence[ClipErrors], labels: Mapping[str, str]) -> str:
    """Return for each fault in the ground truth how often it was right, wrong or missed, matched repetitions only."""
    pairs: list[tuple[set[Any], set[str]]] = [
        (set(m.true["faults"]), {f.id for f in m.found.findings}) for c in clips for m in c.matches
    ]
    known = sorted({fault for true, _ in pairs for fault in true})
    rows = []
    for id_ in known:
        right = sum(id_ in true and id_ in found for true, found in pairs)
        wrong = sum(id_ not in true and id_ in found for true, found in pairs)
        missed = sum(id_ in true and id_ not in found for true, found in pairs)
        rows.append([labels.get(id_, f"{id_.replace('_', ' ').capitalize()} (not looked for)"), right, wrong, missed])
    return table(["finding", "right", "wrong", "missed"], rows)
