"""Which exercise it probably was."""

from dataclasses import replace

import pytest

from hiphinge.catalogue import load
from hiphinge.findings import DEFAULT_EXERCISE, RepetitionSummary, guess_exercise

PLAIN = RepetitionSummary(pattern="hinge", descent_s=1.5, ascent_s=1.2, knee_deg=20.0, starts_at_bottom=False)
FAST = replace(PLAIN, descent_s=0.5, ascent_s=0.4)
LOW = replace(PLAIN, knee_deg=75.0)


@pytest.mark.parametrize(
    ("summaries", "exercise"),
    [
        ([], DEFAULT_EXERCISE),
        ([PLAIN] * 3, DEFAULT_EXERCISE),
        ([FAST] * 3, "kettlebell_swing"),
        ([FAST], DEFAULT_EXERCISE),  # one quick movement is no rhythm
        ([replace(FAST, ascent_s=1.0)] * 3, DEFAULT_EXERCISE),  # dropped, then lifted
        ([replace(FAST, descent_s=None)] * 3, DEFAULT_EXERCISE),
        ([LOW] * 3, "conventional_deadlift"),
        ([LOW, PLAIN, LOW], "conventional_deadlift"),
        ([replace(LOW, pattern="squat")] * 3, DEFAULT_EXERCISE),
        ([replace(LOW, knee_deg=None)] * 3, DEFAULT_EXERCISE),
        ([replace(LOW, knee_deg=64.0)] * 3, DEFAULT_EXERCISE),
        ([replace(LOW, knee_deg=64.0, starts_at_bottom=True)] * 3, "conventional_deadlift"),
        ([replace(LOW, knee_deg=53.0, starts_at_bottom=True)] * 3, "conventional_deadlift"),
        ([replace(LOW, knee_deg=45.0, starts_at_bottom=True)] * 3, DEFAULT_EXERCISE),
    ],
)
def test_guesses(summaries: list[RepetitionSummary], exercise: str) -> None:
    assert guess_exercise(summaries) == exercise


def test_every_guess_is_in_the_catalogue() -> None:
    for exercise in (DEFAULT_EXERCISE, "kettlebell_swing", "conventional_deadlift"):
        assert load().exercise(exercise).id == exercise
