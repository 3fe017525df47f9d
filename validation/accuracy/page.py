"""The page of the documentation: a text with places for tables, and the tables that fill them."""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tools.generator.coverage import describe

from hiphinge.catalogue import load
from validation.accuracy import back_tables, tables
from validation.accuracy.back import DEEP_DEG, LUMBAR, Shares, back_clip
from validation.accuracy.groups import BY, BY_BODY, without_bar, without_load, worn
from validation.accuracy.markers import marker_rows, marker_table
from validation.accuracy.recorded import marker_back_table, recorded_back_table
from validation.elsewhere.rows import elsewhere_table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from validation.accuracy.errors import ClipErrors

__all__ = ["Evidence", "write_page"]

TEXT = Path(__file__).with_name("page.md")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the page reports: clips by what they show, marker files, and one folder measured with every network size.

    ``calibrating`` names the held-out clips that set the width of the back's intervals; ``elsewhere`` is the folder of
    comparisons with other data sets, if there are any.
    """

    held_out: Sequence[ClipErrors]
    trained: Sequence[ClipErrors]
    captured: Sequence[ClipErrors]
    markers: Sequence[Path]
    sizes: Mapping[str, Sequence[ClipErrors]]
    calibrating: frozenset[str]
    elsewhere: Path | None = None


def write_page(evidence: Evidence) -> str:
    """Return the page as Markdown.

    Raises
    ------
    KeyError
        If the text has no place for something, or a place that nothing fills.
    """
    text = TEXT.read_text(encoding="utf-8").rstrip("\n")
    for name, filling in _fillings(evidence).items():
        place = "{{" + name + "}}"
        if place not in text:
            message = f"{TEXT.name} has no place for {name}"
            raise KeyError(message)
        text = text.replace(place, filling)
    if left := re.findall(r"\{\{(.*?)\}\}", text):
        message = f"nothing fills {', '.join(left)} of {TEXT.name}"
        raise KeyError(message)
    return text


def _fillings(evidence: Evidence) -> dict[str, str]:
    clips = evidence.held_out
    plain = without_load(clips)
    labels = {fault.id: fault.name for fault in load().faults.values()}
    groups = {f"by {what}": tables.by_group(plain, what, by) for what, by in BY.items() if what != "load"}
    today = datetime.now(tz=UTC)
    joints = {
        "measured": f"{today.day} {today:%B %Y}",
        "who": _who(clips),
        "by load": tables.by_group(clips, "in the frame", BY["load"]),
        "by depth": tables.by_depth(plain),
        "by network": _by_network(evidence.sizes),
        "plain": str(len(plain)),
        "first": str(len(without_load(evidence.trained))),
        "trials": str(len({c.truth["recorded"] for c in evidence.captured})),
        "correction": tables.correction(_groups_of_clips(evidence)),
        "found": tables.found(clips),
        "patterns": tables.patterns(clips),
        "pattern share": f"{tables.pattern_share(clips):.0%}",
        "intervals": tables.intervals(plain),
        "intervals with load": tables.intervals([c for c in clips if c.truth["iron"] is not None]),
        "in the report": tables.in_the_report(plain, load().accuracy),
        "findings": tables.findings(clips, labels),
        "coverage": describe([dict(c.truth) for c in clips]).strip(),
        "captured": tables.by_group(evidence.captured, "recorded motion", BY["exercise"]),
        "markers": marker_table(marker_rows(evidence.markers)),
    }
    return groups | joints | _of_back(evidence)


def _of_back(evidence: Evidence) -> dict[str, str]:
    clips = [back_clip(c) for c in evidence.held_out]
    plain = [c for c in clips if without_bar(c.clip)]
    others = [c for c in clips if c.name not in evidence.calibrating]
    shares = Shares.of(evidence.trained)
    groups = {**{what: by for what, by in BY.items() if what not in {"load", "exercise"}}, **BY_BODY}
    return {f"back by {what}": back_tables.back_by_group(plain, what, by) for what, by in groups.items()} | {
        "deep": f"{DEEP_DEG:.0f}°",
        "back measured": textwrap.fill(back_tables.measured_summary(clips), width=118),
        "back by worn": back_tables.back_by_group(clips, "worn and held", worn),
        "back not measured": back_tables.not_measured(clips),
        "shares": _shares(shares, videos=len(evidence.trained)),
        "back against baselines": textwrap.fill(back_tables.against_baselines(clips, shares), width=118),
        "back beside baselines": back_tables.beside_baselines(clips, shares),
        "back by depth": back_tables.back_by_depth(plain),
        "back by network": _back_by_network(evidence.sizes),
        "back at bottoms": back_tables.at_bottoms(clips),
        "calibrating": str(len(clips) - len(others)),
        "others": str(len(others)),
        "back intervals": back_tables.coverage_by_quantity(others),
        "back intervals by third": back_tables.coverage_by_third(others),
        "back intervals by group": back_tables.coverage_by_group(others, {"worn and held": worn, **groups}),
        "back captured": recorded_back_table([back_clip(c) for c in evidence.captured], evidence.markers),
        "markers of the back": marker_back_table(evidence.markers),
        "elsewhere": elsewhere_table(evidence.elsewhere),
    }


def _shares(shares: Shares, *, videos: int) -> str:
    stoop, rest = shares.two[True][LUMBAR], shares.two[False][LUMBAR]
    return textwrap.fill(
        f"The shares are those that fit the {videos} videos of the other rendered people best. For the lower back that "
        f"is {shares.one[LUMBAR]:.2f}, or {stoop:.2f} for stoops and {rest:.2f} for the rest.",
        width=118,
    )


def _back_by_network(sizes: Mapping[str, Sequence[ClipErrors]]) -> str:
    """Return errors by size of the network, of the sizes that were measured with contours."""
    with_contour = {
        size: [back_clip(c) for c in clips] for size, clips in sizes.items() if any(map(_has_contour, clips))
    }
    without_contour = [size for size in sizes if size not in with_contour]
    missing = f"Network sizes run without contours, so that they show no back: {', '.join(without_contour)}."
    if not with_contour:
        return missing
    size_of = {id(c.clip): size for size, clips in with_contour.items() for c in clips}
    every = [c for clips in with_contour.values() for c in clips if without_bar(c.clip)]
    rows = back_tables.back_by_group(every, "network", lambda c: size_of[id(c)])
    return f"{rows}\n\n{missing}" if without_contour else rows


def _has_contour(clip: ClipErrors) -> bool:
    return clip.analysis.motion.contour is not None


def _groups_of_clips(evidence: Evidence) -> dict[str, Sequence[ClipErrors]]:
    groups_of_clips = {
        "first people, no load": without_load(evidence.trained),
        "held-out people, no load": without_load(evidence.held_out),
        "held-out people, all": evidence.held_out,
        "recorded motion": evidence.captured,
    }
    return {name: clips for name, clips in groups_of_clips.items() if clips}


def _by_network(sizes: Mapping[str, Sequence[ClipErrors]]) -> str:
    every = [(clip, size) for size, clips in sizes.items() for clip in without_load(clips)]
    size_of = {id(clip): size for clip, size in every}
    return tables.by_group([clip for clip, _ in every], "network", lambda c: size_of[id(c)])


def _who(clips: Sequence[ClipErrors]) -> str:
    statures = [c.truth["stature_m"] for c in clips]
    frames = sum(c.truth["frames"] for c in clips)
    yaws = [abs(c.truth["camera"]["yaw"]) for c in clips]
    heights = [c.truth["height"] for c in clips]
    return textwrap.fill(
        f"{len(clips)} videos of {len(clips)} people, {frames:,} frames: {min(statures):.2f} to {max(statures):.2f} m "
        f"tall, {min(heights)} to {max(heights)} pixels high, the camera up to {np.max(yaws):.0f} degrees away "
        "from a true side view",
        width=118,
    )
