"""What may be praised: never a back that is above the range of trained lifters, near its end, or not measured."""

from dataclasses import replace

import pytest
from tests.repetitions_by_hand import repetition_by_hand

from hiphinge.analysis import Repetition
from hiphinge.coaching import praised
from hiphinge.findings import BackComparison, Finding, Judgement, compare_back
from hiphinge.findings.model import Measurement, NotMeasurable

HIDDEN = NotMeasurable(id="back_hidden", reason="Hidden.", do="Move.")


def judgement(id_: str, *, first: bool) -> Judgement:
    return Judgement(
        id=id_, outcome="clear", level="fault", unit="deg", threshold=3.0, grade="C", value=0.0, first_of_set=first
    )


def repetition(index: int, back: BackComparison | None) -> Repetition:
    clear = (judgement("shins_forward", first=False), judgement("back_gives", first=index == 1))
    return repetition_by_hand(
        index=index,
        judgements=clear,
        back=back,
    )


def held(*backs: BackComparison | None) -> set[str]:
    return {fault.id for fault in praised([repetition(n, back) for n, back in enumerate(backs, start=1)])}


def at(lumbar_deg: float) -> BackComparison:
    return compare_back(Measurement(value=lumbar_deg, unit="deg"), exercise="romanian_deadlift", gains={})


@pytest.mark.parametrize("lumbar_deg", [5.0, 30.0])
def test_a_back_in_range_that_kept_its_shape_is_praised(lumbar_deg: float) -> None:
    assert held(at(30.0), at(lumbar_deg)) == {"shins_forward", "back_gives"}


@pytest.mark.parametrize(
    "back",
    [at(44.0), at(60.0), compare_back(HIDDEN, exercise="romanian_deadlift", gains={}), None],
    ids=["near the upper end", "above", "not measurable", "not compared"],
)
def test_one_repetition_out_of_range_or_not_measured_ends_the_praise_of_the_back(back: BackComparison | None) -> None:
    assert held(at(30.0), back) == {"shins_forward"}


def test_one_repetition_did_not_keep_anything() -> None:
    assert held(at(30.0)) == {"shins_forward"}


@pytest.mark.parametrize(("is_short", "expected"), [(False, {"lockout_overextension"}), (True, set())])
def test_who_stays_short_of_the_lockout_is_not_praised_for_not_leaning_back(
    is_short: bool,  # noqa: FBT001  # what comes of it
    expected: set[str],
) -> None:
    short = Finding(
        id="no_lockout", level="fault", value=20.0, unit="deg", threshold=10.0, grade="U", time_s=1.0, repeatability=4.0
    )
    done = repetition_by_hand(
        judgements=(judgement("lockout_overextension", first=False),), findings=(short,) if is_short else ()
    )
    assert {fault.id for fault in praised([replace(done, back=at(30.0))])} == expected
