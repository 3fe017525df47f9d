"""What each half of a finding's figure shows: analysed as a recording, or measured where videos cannot show it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tools.figures.body import body
from tools.figures.checking import Row, recording
from tools.figures.findings import BACKS, EXERCISE, OF_MOTION, PAIRS, first_standing
from tools.figures.moving import sampled, starts_s
from tools.figures.pairs import heel_of
from tools.figures.poses import Phase

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.figures.pairs import Pair
    from tools.figures.poses import Figure
    from tools.figures.solving import Placed

__all__ = ["checked_pair", "found_in", "measured", "of_joints", "stood_first"]

REPETITIONS = 4


def of_joints() -> tuple[Pair, ...]:
    """Return the findings that the analysis measures from joints."""
    return tuple(p for p in PAIRS if p.right.id not in (*BACKS, *OF_MOTION))


def checked_pair(pair: Pair) -> Row:
    """Check both halves: none or the finding and what it cannot do without; some are measured in the motion."""
    id_ = pair.right.id
    name = f"findings/{id_}"
    if id_ in OF_MOTION:
        return _measured(pair, name)
    if id_ in BACKS:
        return Row(name=name, shown="of the back: see --check-backs")
    right, wrong = found_in(pair, pair.right), found_in(pair, pair.wrong)
    said = {id_, *pair.also}
    mistakes = [f"right half: {' '.join(sorted(right))}"] if right else []
    if wrong != said:
        mistakes.append(f"wrong half: {' '.join(sorted(wrong)) or 'nothing'}, claimed {' '.join(sorted(said))}")
    return Row(name=name, shown=f"right: none, wrong: {' '.join(sorted(wrong))}", wrong=tuple(mistakes))


def found_in(pair: Pair, half: Figure) -> set[str]:
    """Return every finding, of whatever level, in all repetitions of one half of a pair."""
    from hiphinge.analysis import analyse  # noqa: PLC0415 heavy, and only here

    found = analyse(recording(stood_first(pair, half)), exercise=EXERCISE[pair.right.id])
    if len(found.counted) < REPETITIONS - 1:
        return {f"{len(found.counted)} repetitions"}
    every = [{f.id for f in repetition.findings} for repetition in found.counted]
    return {id_ for ids in every for id_ in ids if 2 * sum(id_ in ids_ for ids_ in every) > len(every)}


def stood_first(pair: Pair, half: Figure) -> Figure:
    """Return one half as one long loop: standing as the right half does, then several repetitions."""
    stand = first_standing(pair)
    still = Phase(label="stand", seconds=1.6, pose=stand)
    top = next(n for n, phase in enumerate(pair.right.phases) if phase.pose == stand)
    turned = (*half.phases[top + 1 :], *half.phases[: top + 1])
    return replace(half, phases=(still, *(turned * REPETITIONS)), key_phase=0)


def measured(id_: str, half: Figure) -> float:
    """Return by how much a half shows a finding that videos do not show, in the finding's own unit."""
    return MEASURES[id_](half)


def _measured(pair: Pair, name: str) -> Row:
    id_ = pair.right.id
    right, wrong = measured(id_, pair.right), measured(id_, pair.wrong)
    threshold = THRESHOLDS[id_]
    mistakes = () if right < threshold / 2 and wrong > threshold else (f"the threshold is {threshold:g}",)
    return Row(name=name, shown=f"right: {right:.2f}, wrong: {wrong:.2f}, threshold {threshold:g}", wrong=mistakes)


def _poses(half: Figure) -> tuple[Placed, ...]:
    return sampled(half).poses


def _heel_rise(half: Figure) -> float:
    """Share of the foot's length by which the heel rises."""
    heights = [heel_of(pose)[1] for pose in _poses(half)]
    outline = [x for x, _ in body().parts["foot"].outline]
    return (max(heights) - min(heights)) / (max(outline) - min(outline))


def _bar_ahead(half: Figure) -> float:
    """Metres by which the grip gets further ahead of the foot than in standing, at a stature of 1.75 m."""
    ahead = [pose.named("hand")[0] for pose in _poses(half)]
    return (max(ahead) - ahead[0]) * STATURE_M / 1000.0


def _elbow(half: Figure) -> float:
    """Degrees by which the elbow bends more than at the start."""
    bends = [pose.lean["upper_arm"] - pose.lean["forearm"] for pose in _poses(half)]
    return max(bends) - min(bends)


def _creep(half: Figure) -> float:
    """Degrees of knee bend gained between two thirds of the trunk's way down and its end."""
    loop, starts = sampled(half), starts_s(half)
    down = [p for t, p in zip(loop.time_s, loop.poses, strict=True) if starts[1] <= t <= starts[3]]
    lean = [p.lean["chest_c"] for p in down]
    late = next(i for i, value in enumerate(lean) if value - lean[0] >= 2 / 3 * (lean[-1] - lean[0]))
    return (down[-1].lean["shank"] - down[-1].lean["thigh"]) - (down[late].lean["shank"] - down[late].lean["thigh"])


def _neck_back(half: Figure) -> float:
    """Degrees by which the head tips back against the trunk."""
    return max(-phase.pose.neck for phase in half.phases)


def _neck_down(half: Figure) -> float:
    """Degrees by which the chin drops against the trunk."""
    return max(phase.pose.neck for phase in half.phases)


STATURE_M = 1.75
MEASURES: dict[str, Callable[[Figure], float]] = {
    "heels_rise": _heel_rise,
    "bar_drifts": _bar_ahead,
    "arms_pull": _elbow,
    "knees_creep": _creep,
    "neck_extension": _neck_back,
    "neck_flexion": _neck_down,
}
THRESHOLDS = {
    "heels_rise": 0.1,
    "bar_drifts": 0.05,
    "arms_pull": 15.0,
    "knees_creep": 10.0,
    "neck_extension": 25.0,
    "neck_flexion": 25.0,
}
"""The sizes of the catalogue's thresholds; a test compares them."""
