"""One line says a set: every part in any order, nothing guessed, and what is wrong is named."""

import pytest

from hiphinge.errors import UsageError
from hiphinge.training_log import LoggedSets, parse_set_line

UNDERSTOOD = {
    "rdl 3x8 60kg rpe 7": LoggedSets(name="rdl", repetitions=(8, 8, 8), load=(60.0, "kg"), rpe=7.0),
    "Romanian deadlift 3 x 8 @ 60 kg": LoggedSets(name="Romanian deadlift", repetitions=(8, 8, 8), load=(60.0, "kg")),
    "rdl 60kg 8,8,6": LoggedSets(name="rdl", repetitions=(8, 8, 6), load=(60.0, "kg")),
    "rdl 3x8x60": LoggedSets(name="rdl", repetitions=(8, 8, 8), load=(60.0, None)),
    "rdl 3x8@135lb": LoggedSets(name="rdl", repetitions=(8, 8, 8), load=(135.0, "lb")),
    "deadlift 5 reps 102,5 kg": LoggedSets(name="deadlift", repetitions=(5,), load=(102.5, "kg")),
    "swing 10\N{MULTIPLICATION SIGN}15 24kg rest 1:30": LoggedSets(
        name="swing", repetitions=(15,) * 10, load=(24.0, "kg"), rest_s=90.0
    ),
    "rdl 3x8 135 lbs rir 2 rest 2min": LoggedSets(
        name="rdl", repetitions=(8, 8, 8), load=(135.0, "lb"), rpe=8.0, rest_s=120.0
    ),
    "rdl 3x8 60kg @7.5": LoggedSets(name="rdl", repetitions=(8, 8, 8), load=(60.0, "kg"), rpe=7.5),
    "hinge 2x10 bw tempo 3-1-1-0 warm-up": LoggedSets(
        name="hinge", repetitions=(10, 10), tempo="3-1-1-0", warm_up=True
    ),
    "hinge 2x10 tempo 31x0": LoggedSets(name="hinge", repetitions=(10, 10), tempo="3-1-x-0"),
    "plank 3x30s": LoggedSets(name="plank", repetitions=(None,) * 3, duration_s=30.0),
    "plank 3x1min": LoggedSets(name="plank", repetitions=(None,) * 3, duration_s=60.0),
    "rdl 3x8 60kg rpe 7 before 1 after 2": LoggedSets(
        name="rdl", repetitions=(8, 8, 8), load=(60.0, "kg"), rpe=7.0, pain_before=1, pain_after=2
    ),
    "rdl 1x8 counting pain before 0": LoggedSets(name="rdl", repetitions=(8,), counting=True, pain_before=0),
    "rdl 3x8 60kg pain 2 note Grip gave, rpe 9 felt": LoggedSets(
        name="rdl", repetitions=(8, 8, 8), load=(60.0, "kg"), pain_after=2, note="Grip gave, rpe 9 felt"
    ),
    "45 degree back extension 3x12": LoggedSets(name="45 degree back extension", repetitions=(12, 12, 12)),
}


@pytest.mark.parametrize("line", UNDERSTOOD)
def test_it_is_understood(line: str) -> None:
    assert parse_set_line(line) == UNDERSTOOD[line]


REFUSED = {
    "": "begin with the exercise",
    "3x8 60kg": "begin with the exercise",
    "rdl": "sets and repetitions",
    "rdl 60kg": "sets and repetitions",
    "rdl 3x8 2x24kg": "two weights",
    "rdl 3x8 60kg 70kg": "the load twice",
    "rdl 3x8 5x5": "sets and repetitions twice",
    "rdl 3x8 rpe 11": "RPE should be 1 to 10",
    "rdl 3x8 rir 10": "RPE should be 1 to 10",
    "rdl 0x8": "Sets should be",
    "rdl 3x0": "repetitions 1 to",
    "rdl 3x8 60kg heavy": "'heavy' is not understood",
    "rdl 3x8 pain 11": "Pain should be",
    "rdl 3x8 before 11": "Pain should be",
    "rdl 3x8 pain 0 after 2": "says the pain after twice",
}


@pytest.mark.parametrize("line", REFUSED)
def test_it_is_refused_with_the_reason(line: str) -> None:
    with pytest.raises(UsageError, match=REFUSED[line]):
        parse_set_line(line)
