"""What a folder of clips covers: counts and spreads, read from the truth files alone."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

COUNTED = ("movement", "exercise", "clothes", "iron", "hands", "rig", "skinning", "starts", "facing", "fps", "held_out")
PERCENTILES = (0, 5, 25, 50, 75, 95, 100)
TABLE_LINE = "| {} | {} |"


def truths_in(folder: Path) -> list[dict[str, Any]]:
    """Every truth file of a folder, by name."""
    return [json.loads(path.read_text()) for path in sorted(folder.glob("*.json"))]


def spreads(truths: Sequence[dict[str, Any]]) -> dict[str, list[float]]:
    """Percentiles of what people and repetitions are like."""
    repetitions = [repetition for truth in truths for repetition in truth["repetitions"]]
    found = {
        "stature_m": [truth["stature_m"] for truth in truths],
        "mass_kg": [truth["mass_kg"] for truth in truths],
        "femaleness": [1 - truth["person"]["traits"]["gender"] for truth in truths],
        "age trait (2/3 is 25 years, 1 is 90)": [truth["person"]["traits"]["age"] for truth in truths],
        "own maximum lumbar, deg": [truth["own_maximum_lumbar_deg"] for truth in truths],
        "camera yaw, deg": [truth["camera"]["yaw"] for truth in truths],
        "camera distance, m": [truth["camera"]["dist"] for truth in truths],
        "frame height, px": [truth["height"] for truth in truths],
        "load, kg": [truth["load_kg"] for truth in truths if truth["load_kg"]],
    }
    for key in ("trunk", "lumbar", "knee"):
        found[f"{key} at the bottom, deg"] = [repetition[f"{key}_bottom_deg"] for repetition in repetitions]
    found["centre of mass at the bottom, share of the foot"] = [item["balance_bottom_share"] for item in repetitions]
    return {name: _percentiles(values) for name, values in found.items() if values}


def _percentiles(values: Iterable[float]) -> list[float]:
    return [round(float(value), 3) for value in np.percentile(list(values), PERCENTILES)]


def correlation(truths: Sequence[dict[str, Any]]) -> float | None:
    """Correlation of lumbar flexion with trunk lean at the bottoms of hinges; small where they are independent."""
    pairs = [
        (repetition["trunk_bottom_deg"], repetition["lumbar_bottom_deg"])
        for truth in truths
        if truth["movement"] in {"hinge", "deadlift", "good_morning"}
        for repetition in truth["repetitions"]
    ]
    fewest = 3
    return float(np.corrcoef(np.array(pairs).T)[0, 1]) if len(pairs) >= fewest else None


def describe(truths: Sequence[dict[str, Any]]) -> str:
    """Write a page of tables in Markdown."""
    repetitions = [repetition for truth in truths for repetition in truth["repetitions"]]
    lines = [f"{len(truths)} clips, {len(repetitions)} repetitions, {sum(t['frames'] for t in truths)} frames.", ""]
    for key in COUNTED:
        counts = Counter("none" if truth.get(key) is None else str(truth[key]) for truth in truths)
        lines += [f"| {key} | clips |", "| --- | --- |"]
        lines += [TABLE_LINE.format(name, count) for name, count in counts.most_common()]
        lines.append("")
    faults = Counter(fault for repetition in repetitions for fault in repetition["faults"])
    lines += ["| fault | repetitions |", "| --- | --- |"]
    lines += [TABLE_LINE.format(name, count) for name, count in faults.most_common()]
    lines += ["", "| percentile | " + " | ".join(map(str, PERCENTILES)) + " |", "| --- |" + " --- |" * len(PERCENTILES)]
    for name, values in spreads(truths).items():
        lines.append(TABLE_LINE.format(name, " | ".join(f"{value:g}" for value in values)))
    related = correlation(truths)
    if related is not None:
        lines += ["", f"Lumbar flexion and trunk lean at the bottoms of hinges correlate by {related:.2f}."]
    return "\n".join(lines) + "\n"
