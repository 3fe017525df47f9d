"""Sets done while counting beside the others: alike within one detectable difference, or not."""

import numpy as np

from hiphinge.progress import FilmedSet, exercise_progress
from hiphinge.reports.text.log_words import probe_words

RDL = "romanian_deadlift"


def filmed(day: int, lumbar: float, *, counting: bool = False, met: int = 7) -> FilmedSet:
    values = {"lumbar_flexion_deg": lumbar, "trunk_inclination_deg": 70.0}
    return FilmedSet(day=day, exercise=RDL, values=values, judged=8, met=met, counting=counting)


def words(*sets: FilmedSet) -> str:
    return probe_words(exercise_progress(RDL, filmed=sets, done=[]).probe)


def test_without_a_set_while_counting_nothing_is_said() -> None:
    assert words(*(filmed(day, 20) for day in range(5))) == ""


def test_the_same_technique_while_counting_is_alike() -> None:
    sets = [filmed(day, 20 + day % 3) for day in range(1, 13)]
    said = words(*sets, filmed(12, 22, counting=True, met=6))
    assert said.startswith("While you counted, it differed by no more than two days do: lumbar flexion 22° against 21°")
    assert said.endswith(
        "6 of 8 repetitions met their marks while counting, 84 of 96 otherwise (1 day while counting)."
    )


def test_a_rounder_back_while_counting_differs_and_only_it_is_named() -> None:
    sets = [filmed(day, 20 + day % 3) for day in range(1, 13)]
    said = words(*sets, filmed(12, 45, counting=True, met=1))
    assert said.startswith("While you counted, it was not as it is otherwise: lumbar flexion 45° against 21°")
    assert "trunk lean" not in said


def test_too_few_days_without_counting_say_too_little() -> None:
    said = words(filmed(1, 20), filmed(2, 20), filmed(3, 45, counting=True))
    assert said.startswith("Too few to say whether it is automatic: 1 day while counting, 2 without")


def test_sets_of_long_ago_are_another_technique() -> None:
    old = [filmed(day, 60) for day in range(1, 9)]
    new = [filmed(day, 20) for day in range(100, 109)]
    assert "lumbar flexion 20° against 20°" in words(*old, *new, filmed(108, 20, counting=True))


def test_the_same_technique_is_seldom_said_to_differ() -> None:
    rng, differs, runs = np.random.default_rng(8), 0, 400
    for _ in range(runs):
        sets = [filmed(day, 20 + rng.normal(0, 3)) for day in range(1, 13)]
        probe = exercise_progress(RDL, filmed=[*sets, filmed(13, 20 + rng.normal(0, 3), counting=True)], done=[]).probe
        differs += probe.verdict == "differs"
    assert differs / runs <= 0.05
