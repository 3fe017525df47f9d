"""The scores of the answers of many clips, and what each has to reach."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from validation.answers.clips import every_pair

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from validation.answers.clips import Clip, Document, Pair

__all__ = ["SCORES", "Score", "scores"]

NEAR_DEG = 6.0
"""Within this of an end of the range either word counts, where the text says that it is near."""
CLASSES = ("below", "within", "above")
HINGES = {"hinge", "deadlift", "swing", "good_morning", "single_leg", "stoop"}
SQUATS = {"squat", "sit_to_stand"}
EXERCISES = {
    ("deadlift", "bar"): {"conventional_deadlift", "sumo_deadlift", "trap_bar_deadlift"},
    ("deadlift", "bell"): {"kettlebell_deadlift"},
    ("hinge", "bar"): {"romanian_deadlift", "stiff_leg_deadlift"},
    ("hinge", "bell"): {"romanian_deadlift", "kettlebell_deadlift", "single_leg_romanian_deadlift"},
    ("hinge", "dowel"): {"hip_hinge"},
    ("hinge", None): {"hip_hinge"},
    ("stoop", None): {"hip_hinge"},
    ("good_morning", "back"): {"good_morning"},
    ("swing", "bell"): {"kettlebell_swing"},
    ("squat", None): {"bodyweight_squat", "squat"},
    ("squat", "back"): {"back_squat"},
    ("squat", "bell"): {"goblet_squat"},
}
"""What a movement with a load is called; a movement that is not here has no name."""
FINDINGS = (
    "back_gives",
    "weight_forward",
    "excess_knee_flexion",
    "lockout_overextension",
    "uncontrolled_descent",
)
"""The findings that the truth knows; a head tipped back is measured, and no finding."""


@dataclass(frozen=True, kw_only=True)
class Score:
    """One figure, what it has to reach, and from how many cases it is; NaN where there is no case."""

    name: str
    value: float
    goal: float
    cases: int
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether the figure is as good as asked for; one without a case is not."""
        return bool(self.value <= self.goal if self.at_most else self.value >= self.goal)


def _share(right: Sequence[float]) -> float:
    return float(np.mean(right)) if right else float("nan")


def _detected(clips: Sequence[Clip]) -> list[tuple[Clip, Pair, Document]]:
    return [(clip, pair, pair.found) for clip, pair in every_pair(clips) if pair.found is not None]


def _repetitions(clips: Sequence[Clip]) -> Iterator[Score]:
    pairs = [pair for _, pair in every_pair(clips)]
    hits, invented = sum(p.found is not None for p in pairs), sum(clip.invented for clip in clips)
    total = 2 * hits + invented + (len(pairs) - hits)
    yield Score(name="repetitions, F1", value=2 * hits / total if total else float("nan"), goal=0.99, cases=len(pairs))
    yield Score(name="repetitions that are none", value=invented, goal=0, cases=len(clips), at_most=True)


def _patterns(clips: Sequence[Clip]) -> Iterator[Score]:
    found = [(clip.truth["movement"], pair, r["pattern"]["label"]) for clip, pair, r in _detected(clips)]
    either = [(movement in SQUATS, label == "squat") for movement, _, label in found if label in {"hinge", "squat"}]
    yield Score(name="hinge against squat", value=_share([a == b for a, b in either]), goal=0.98, cases=len(either))
    stiff = [(pair.is_stoop, label) for movement, pair, label in found if movement in HINGES and label != "squat"]
    said = [(true, label == "stoop") for true, label in stiff if label != "unclear"]
    classes = [_share([label for true, label in said if true]), _share([not label for true, label in said if not true])]
    yield Score(name="stoop against hinge, mean of both", value=float(np.mean(classes)), goal=0.9, cases=len(said))
    unclear = [label == "unclear" for _, _, label in found]
    yield Score(name="pattern unclear", value=_share(unclear), goal=0.1, cases=len(unclear), at_most=True)


def _backs(clips: Sequence[Clip]) -> Iterator[Score]:
    found = [(pair.lumbar_deg, r.get("back", {"label": "not_measurable"})) for _, pair, r in _detected(clips)]
    measured = [(true, back) for true, back in found if back["label"] in CLASSES]
    missing = [back["label"] not in CLASSES for _, back in found]
    right = {kind: [_is_right(t, b) for t, b in measured if _class(t, b["range_deg"]) == kind] for kind in CLASSES}
    everything = [one for each in right.values() for one in each]
    yield Score(name="back, right word", value=_share(everything), goal=0.85, cases=len(everything))
    for kind, each in right.items():
        yield Score(name=f"back, right word where it is {kind}", value=_share(each), goal=0.8, cases=len(each))
    off = sum(_steps(true, back) > 1 for true, back in measured)
    yield Score(name="back, two words off", value=off, goal=0, cases=len(measured), at_most=True)
    yield Score(name="back, not measurable", value=_share(missing), goal=0.15, cases=len(missing), at_most=True)


def _class(value: float, range_deg: Sequence[float]) -> str:
    return CLASSES[int(value >= range_deg[0]) + int(value > range_deg[1])]


def _steps(true: float, back: Document) -> int:
    return abs(CLASSES.index(_class(true, back["range_deg"])) - CLASSES.index(back["label"]))


def _is_right(true: float, back: Document) -> bool:
    steps = _steps(true, back)
    close = min(abs(true - end) for end in back["range_deg"]) <= NEAR_DEG
    return steps == 0 or (steps == 1 and close and bool(back.get("near")))


def _exercises(clips: Sequence[Clip]) -> Iterator[Score]:
    named = [clip for clip in clips if _names(clip)]
    sure = [clip for clip in named if clip.document["exercise"].get("confident")]
    right = [clip.document["exercise"]["id"] in _names(clip) for clip in sure]
    yield Score(name="exercise, sure of it", value=_share([c in sure for c in named]), goal=0.7, cases=len(named))
    yield Score(name="exercise, right where sure", value=_share(right), goal=0.9, cases=len(sure))


def _names(clip: Clip) -> set[str]:
    """Every exercise that this may be called: the one that was performed, and those that look like it."""
    performed = clip.truth.get("exercise")
    alike = EXERCISES.get((clip.truth["movement"], clip.truth.get("iron")), set())
    return alike | {performed} if performed else alike


def _findings(clips: Sequence[Clip]) -> Iterator[Score]:
    each = []
    for id_ in FINDINGS:
        counts = Counter(
            (_has(pair, id_), any(f["id"] == id_ for f in r["findings"])) for _, pair, r in _detected(clips)
        )
        total = 2 * counts[True, True] + counts[True, False] + counts[False, True]
        value = 2 * counts[True, True] / total if total else float("nan")
        each.append(value)
        yield Score(name=f"finding {id_}, F1", value=value, goal=0.85, cases=counts[True, True] + counts[True, False])
    yield Score(
        name="findings, macro-F1", value=_share([v for v in each if not np.isnan(v)]), goal=0.85, cases=len(clips)
    )


def _has(pair: Pair, id_: str) -> bool:
    """Tell whether a true repetition has a fault; where the video begins at the bottom, no descent is too fast."""
    return id_ in pair.true["faults"] and (id_ != "uncontrolled_descent" or pair.true.get("descent_s") != 0)


SCORES: tuple[Callable[[Sequence[Clip]], Iterator[Score]], ...] = (
    _repetitions,
    _patterns,
    _backs,
    _exercises,
    _findings,
)


def scores(clips: Sequence[Clip]) -> list[Score]:
    """Return every score of the answers."""
    return [score for family in SCORES for score in family(clips)]
