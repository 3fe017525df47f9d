"""Tables of how accurately the back is measured, as Markdown."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import numpy as np

from validation.accuracy.back import DEEP_DEG, LUMBAR, QUANTITIES, Shares, baseline_errors, error_deg
from validation.accuracy.errors import rms
from validation.accuracy.groups import grouped_of, worn
from validation.accuracy.tables import deg, share, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from validation.accuracy.back import BackClip, Bottom
    from validation.accuracy.errors import ClipErrors

__all__ = [
    "against_baselines",
    "at_bottoms",
    "back_by_depth",
    "back_by_group",
    "beside_baselines",
    "coverage_by_group",
    "coverage_by_quantity",
    "coverage_by_third",
    "measured_summary",
    "not_measured",
]

LEAN_DEG = ((DEEP_DEG, 45.0), (45.0, 60.0), (60.0, 180.0))
PARTS = 3
MIN_FOR_SLOPE = 6
"""Fewer bottoms than this have no slope."""


def _with_all(clips: Sequence[BackClip], group_of: Callable[[ClipErrors], str]) -> dict[str, list[BackClip]]:
    return grouped_of(clips, lambda c: group_of(c.clip)) | {"all": list(clips)}


def _covered(clips: Iterable[BackClip]) -> str:
    shares = [found for c in clips if np.isfinite(found := c.covered())]
    return share(shares)


def back_by_group(clips: Sequence[BackClip], what: str, group_of: Callable[[ClipErrors], str]) -> str:
    """Return errors by group where the trunk leans far, with the share of frames and of videos that were measured."""
    rows = []
    for name, some in _with_all(clips, group_of).items():
        leaning = [c for c in some if c.deep.any()]
        measured = sum(c.covered() > 0 for c in leaning)
        errors = [deg(error_deg(some, id_)) for id_ in QUANTITIES]
        rows.append([name, len(leaning), *errors, _covered(some), f"{measured} of {len(leaning)}"])
    return table([what, "videos", *QUANTITIES.values(), "frames measured", "videos measured at least in part"], rows)


def back_by_depth(clips: Sequence[BackClip]) -> str:
    """Return errors by how far the trunk truly leans."""
    rows = []
    for low, high in LEAN_DEG:
        name = f"{low:.0f}° and more" if high > 90 else f"{low:.0f} to {high:.0f}°"  # noqa: PLR2004  # upside down
        bands: list[tuple[BackClip, NDArray[np.bool_]]] = [
            (c, (c.clip.lean_deg > low) & (c.clip.lean_deg <= high)) for c in clips
        ]
        errors = [deg(rms(c.error(id_, band) for c, band in bands)) for id_ in QUANTITIES]
        measured = [found for c, band in bands if np.isfinite(found := c.covered(band))]
        rows.append([name, *errors, share(measured)])
    return table(["trunk lean", *QUANTITIES.values(), "frames measured"], rows)


def beside_baselines(clips: Sequence[BackClip], shares: Shares) -> str:
    """Return errors of the package and of baselines in the same frames, by what is worn and held."""
    rows = []
    for name, some in _with_all(clips, worn).items():
        if not any(c.covered() > 0 for c in some):
            continue
        own = {id_: error_deg(some, id_) for id_ in QUANTITIES}
        for who, errors in {"hiphinge": own, **baseline_errors(some, shares)}.items():
            rows.append([name, who, *(deg(errors.get(id_, float("nan"))) for id_ in QUANTITIES)])
    return table(["videos", "estimate", *QUANTITIES.values()], rows)


def against_baselines(clips: Sequence[BackClip], shares: Shares) -> str:
    """Return in a sentence where a baseline is as good as the package or better."""
    worse = []
    for name, some in _with_all(clips, worn).items():
        baselines = baseline_errors(some, shares).values()
        parts = [part for id_, part in QUANTITIES.items() if _beaten(error_deg(some, id_), id_, baselines)]
        if parts:
            worse.append(f"{name} ({', '.join(parts)})")
    if not worse:
        return "The package does better than every baseline in all of these."
    return f"A baseline does as well as the package or better in: {'; '.join(worse)}."


def _beaten(own: float, id_: str, baselines: Iterable[Mapping[str, float]]) -> bool:
    return any(errors.get(id_, float("inf")) <= own for errors in baselines)


def at_bottoms(clips: Sequence[BackClip]) -> str:
    """Return error, slope on the ground truth, and differences between repetitions at the bottoms."""
    rows = []
    for name, some in _with_all(clips, worn).items():
        for id_, part in QUANTITIES.items():
            by_clip = [[b for b in c.bottoms(id_) if np.isfinite(b.estimated)] for c in some]
            every = [b for own in by_clip for b in own]
            of = sum(len(c.truth["repetitions"]) for c in some)
            off = np.array([b.estimated - b.true for b in every])
            within = [np.array([b.estimated - b.true for b in own]) for own in by_clip if len(own) > 1]
            apart = np.concatenate([gap - gap.mean() for gap in within]) if within else np.empty(0)
            rows.append(
                [name, part, f"{len(every)} of {of}", deg(rms(off)), _slope(every), _most_off(off), deg(rms(apart))]
            )
    head = ["videos", "part", "bottoms measured", "error", "slope on truth", "mean error", "between repetitions"]
    return table(head, rows)


def _slope(bottoms: Sequence[Bottom]) -> str:
    true = np.array([b.true for b in bottoms])
    if len(true) < MIN_FOR_SLOPE or np.ptp(true) == 0:
        return "-"
    return f"{np.polyfit(true, [b.estimated for b in bottoms], 1)[0]:.2f}"


def _most_off(off: NDArray[np.float64]) -> str:
    return f"{off.mean():+.1f}°" if len(off) else "-"


def _bounded(clips: Iterable[BackClip], id_: str) -> list[Bottom]:
    return [b for c in clips for b in c.bottoms(id_) if np.isfinite(b.low) and np.isfinite(b.high)]


def _coverage(bottoms: Sequence[Bottom]) -> list[object]:
    """Return cells: bottoms, people, share of bottoms held, people's mean share, people held throughout, width."""
    by_person: dict[str, list[bool]] = {}
    for bottom in bottoms:
        by_person.setdefault(bottom.person, []).append(bottom.holds)
    each = [float(np.mean(held)) for held in by_person.values()]
    width = float(np.mean([b.high - b.low for b in bottoms])) if bottoms else float("nan")
    whole = f"{sum(all(held) for held in by_person.values())} of {len(by_person)}"
    return [len(bottoms), share([b.holds for b in bottoms]), share(each), whole, deg(width)]


HEAD = ("bottoms", "bottoms covered", "covered, people weighted equally", "people covered throughout", "mean width")


def coverage_by_quantity(clips: Sequence[BackClip]) -> str:
    """Return how many bottoms the 90 % intervals cover, by part of the back."""
    return table(["part", *HEAD], [[name, *_coverage(_bounded(clips, id_))] for id_, name in QUANTITIES.items()])


def coverage_by_third(clips: Sequence[BackClip]) -> str:
    """Return the same for the lower back by thirds of its true bending, each with as many bottoms."""
    bottoms = sorted(_bounded(clips, LUMBAR), key=lambda b: b.true)
    rows = []
    for places in np.array_split(np.arange(len(bottoms)), PARTS):
        some = [bottoms[place] for place in places]
        name = f"{some[0].true:.0f} to {some[-1].true:.0f}°" if some else "-"
        rows.append([name, *_coverage(some)])
    return table(["lower back, true angle", *HEAD], rows)


def coverage_by_group(clips: Sequence[BackClip], groups: Mapping[str, Callable[[ClipErrors], str]]) -> str:
    """Return the same for the lower back by group, for several ways of grouping."""
    rows = [
        [f"{what}: {name}", *_coverage(_bounded(some, LUMBAR))]
        for what, group_of in groups.items()
        for name, some in grouped_of(clips, lambda c, of=group_of: of(c.clip)).items()  # type: ignore[misc]  # a default
    ]
    return table(["videos", *HEAD], rows)


def not_measured(clips: Sequence[BackClip]) -> str:
    """Return in how many videos the back was not measured where the trunk leans far, by reason."""
    leaning = [c for c in clips if c.deep.any()]
    reasons = Counter(c.reason() or "measured, wholly or in part" for c in leaning)
    rows = [[reason, count, f"{count / len(leaning):.0%}"] for reason, count in reasons.most_common()]
    return table(["result for the back", "videos", "share"], rows)


def measured_summary(clips: Sequence[BackClip]) -> str:
    """Return the same in one sentence, with the share of frames."""
    leaning = [c for c in clips if c.deep.any()]
    silent = sum(bool(c.reason()) for c in leaning)
    return (
        f"Of {len(leaning)} videos in which the trunk leans further than {DEEP_DEG:.0f}°, the back is not measured at "
        f"all in {silent}. Over all of them, it is measured in {_covered(leaning)} of these frames."
    )
