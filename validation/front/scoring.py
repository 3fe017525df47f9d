"""What one clip from the front shows: repetitions, measurements and findings against the truth."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.analysis import analyse
from hiphinge.measures import Measurement
from hiphinge.motion import Person

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from hiphinge.analysis import Repetition
    from hiphinge.motion import FloatArray, Motion, ViewLabel

__all__ = ["FAULTS", "ClipScore", "RepetitionScore", "score_of", "true_values"]

FAULTS: Mapping[str, tuple[str, float, int]] = {
    "knees_cave": ("knees_inward", 0.3, 1),
    "knees_splay": ("knees_inward", -0.3, -1),
    "stance_wide": ("stance_per_shoulders", 1.15, 1),
    "stance_narrow": ("stance_per_hips", 1.0, -1),
    "weight_to_one_side": ("weight_aside", 0.1, 0),
    "bar_tilts": ("bar_line_deg", 4.0, 0),
}
"""Each finding: the quantity, the value beyond which it is true, and on which side of it; 0 for either side."""
EXERCISES = {
    ("squat", "back"): "back_squat",
    ("squat", ""): "bodyweight_squat",
    ("deadlift", "bar"): "conventional_deadlift",
    ("good_morning", "back"): "good_morning",
    ("hinge", "bar"): "romanian_deadlift",
    ("swing", ""): "kettlebell_swing",
}
"""As what each movement is analysed, by how the load is held; anything else as a hinge without a bar."""
EARLY_S, LATE_S = 0.5, 0.3
PULL_SHARE = 2.0 / 3.0


@dataclass(frozen=True, kw_only=True)
class RepetitionScore:
    """One true repetition and what was found of it.

    ``true``, ``found`` and ``held`` by quantity id: exact values, measured ones or None, and whether the interval
    holds. ``late_s``: how late bottom, start and end are; None where the repetition was not found.
    """

    true: Mapping[str, float]
    found: Mapping[str, float | None]
    held: Mapping[str, bool]
    findings: frozenset[str]
    late_s: tuple[float, float, float] | None

    def is_true(self, fault: str) -> bool | None:
        """Tell whether a finding is there in truth; None where the repetition cannot have it."""
        quantity, line, side = FAULTS[fault]
        value = self.true.get(quantity)
        if value is None:
            return None
        return abs(value) > line if side == 0 else side * (value - line) > 0


@dataclass(frozen=True, kw_only=True)
class ClipScore:
    """One clip: from where it was filmed, its repetitions, and how many more were counted."""

    name: str
    yaw_deg: float
    label: ViewLabel
    repetitions: tuple[RepetitionScore, ...]
    more: int

    def lines(self) -> list[str]:
        """Return a line about each repetition."""
        head = f"{self.name} yaw {self.yaw_deg:4.0f} {self.label:6}"
        return [
            f"{head} "
            + " ".join(
                f"{id_} {value:.2f}/{'-' if (got := one.found.get(id_)) is None else f'{got:.2f}'}"
                for id_, value in one.true.items()
            )
            + f" {sorted(one.findings)}"
            for one in self.repetitions
        ]


def score_of(video: Path, motion: Motion) -> ClipScore:
    """Analyse one clip's poses, stature known, and compare with the truth beside the video."""
    truth = json.loads(video.with_suffix(".json").read_text())
    held = truth["hands"] if truth["hands"] in {"bar", "back"} else ""
    exercise = EXERCISES.get((truth["movement"], held), "hip_hinge")
    analysis = analyse(motion, exercise=exercise, person=Person(stature_m=truth["stature_m"]))
    left, scores = list(analysis.counted) if analysis.view.frontal else [], []
    for repetition in truth["repetitions"]:
        start_s, end_s = (repetition[name] / truth["fps"] for name in ("start", "end"))
        match = next((one for one in left if start_s - EARLY_S <= one.bottom_s <= end_s + LATE_S), None)
        if match is not None:
            left.remove(match)
        scores.append(_scored(truth, repetition, match))
    return ClipScore(
        name=truth["name"],
        yaw_deg=truth["camera"]["yaw"],
        label=analysis.view.label,
        repetitions=tuple(scores),
        more=len(left),
    )


def _scored(truth: Mapping[str, Any], repetition: Mapping[str, Any], match: Repetition | None) -> RepetitionScore:
    true = true_values(truth, repetition)
    if match is None:
        return RepetitionScore(true=true, found={}, held={}, findings=frozenset(), late_s=None)
    measured = {id_: one for id_ in true if isinstance(one := match.measurements[id_], Measurement)}
    held = {
        id_: one.interval.low <= true[id_] <= one.interval.high
        for id_, one in measured.items()
        if one.interval is not None
    }
    times_s = (_middle(repetition) / truth["fps"], *(repetition[name] / truth["fps"] for name in ("start", "end")))
    late = (match.bottom_s - times_s[0], match.start_s - times_s[1], match.end_s - times_s[2])
    return RepetitionScore(
        true=true,
        found={id_: measured[id_].value if id_ in measured else None for id_ in true},
        held=held,
        findings=frozenset(finding.id for finding in match.findings),
        late_s=late,
    )


def _middle(repetition: Mapping[str, Any]) -> int:
    return int(repetition["bottom_start"] + repetition["bottom_end"]) // 2


def true_values(truth: Mapping[str, Any], repetition: Mapping[str, Any]) -> dict[str, float]:
    """Return what a repetition has in truth, by quantity id, at its bottom and as a change from standing.

    The weight of a swing goes to and fro and is nobody's fault: it is left out, as the catalogue leaves it.
    """
    sideways, bottom = truth["sideways"], _middle(repetition)
    standing = 0 if truth["starts"] == "standing" else truth["frames"] - 1

    def changed(values: FloatArray) -> float:
        return float(values[bottom] - values[standing])

    inward = changed(np.mean([sideways["knee_inward_m"][side] for side in ("left", "right")], axis=0))
    hips, shoulders, ankles = (_apart_m(truth, joint) for joint in ("hip", "shoulder", "ankle"))
    found = {
        "stance_per_hips": ankles / hips,
        "stance_per_shoulders": ankles / shoulders,
        "knees_inward": inward / hips,
        "knees_inward_m": inward,
        "hips_line_deg": changed(np.array(sideways["pelvis_line_deg"])),
        "shoulders_line_deg": changed(np.array(sideways["shoulder_line_deg"])),
        "weight_aside": changed(np.array(sideways["weight_left_share"])),
    }
    if truth["movement"] == "swing":
        del found["weight_aside"]
    if truth["hands"] == "bar":
        until = repetition["bottom_end"] + round(PULL_SHARE * (repetition["end"] - repetition["bottom_end"]))
        found["bar_line_deg"] = float(np.median(sideways["bar_line_deg"][repetition["bottom_end"] : until + 1]))
    return found


def _apart_m(truth: Mapping[str, Any], joint: str) -> float:
    left, right = (np.array(truth["joints_m"][f"{joint}_{side}"]) for side in ("l", "r"))
    return float(np.median(np.linalg.norm(left - right, axis=1)))
