"""The plan follows from facts alone."""

import hashlib

import pytest

from hiphinge.batch import Parameters, Plan, Recording
from hiphinge.batch.plan import KnownClip, State, make_plan
from hiphinge.errors import UsageError

NETWORKS = {"model": "one"}


def recording(source: str, content: str = "", **fields: object) -> Recording:
    sha256 = hashlib.sha256((content or source).encode()).hexdigest()
    return Recording(source=source, sha256=sha256, **fields)  # type: ignore[arg-type]


def known(plan: Plan, state: State = "done") -> dict[str, KnownClip]:
    return {i.clip: KnownClip(key=i.key, state=state, source=i.recording.source) for i in plan.todo}


def planned(*recordings: Recording, has: dict[str, KnownClip] | None = None, **facts: object) -> Plan:
    given = {"numbers_from": NETWORKS, **facts}
    return make_plan(recordings, known=has or {}, **given)  # type: ignore[arg-type]


def test_everything_is_to_do_in_the_order_given() -> None:
    plan = planned(recording("b"), recording("a"))
    assert [item.recording.source for item in plan.todo] == ["b", "a"]


@pytest.mark.parametrize(("state", "count"), [("done", 0), ("refused", 0), ("failed", 1)])
def test_what_failed_is_tried_again_and_what_was_refused_is_not(state: State, count: int) -> None:
    has = known(planned(recording("a")), state)
    assert len(planned(recording("a"), has=has).todo) == count


def test_content_parameters_networks_and_versions_decide_whether_it_is_measured_anew() -> None:
    has = known(planned(recording("a")))
    assert planned(recording("a"), has=has).up_to_date == 1
    assert planned(recording("moved", "a"), has=has).up_to_date == 1
    assert planned(recording("a", labels={"person": "ana"}), has=has).up_to_date == 1
    assert planned(recording("a", parameters=Parameters(load_kg=60.0)), has=has).up_to_date == 0
    assert planned(recording("a"), has=has, numbers_from={"model": "two"}).up_to_date == 0
    assert planned(recording("a"), has=has, again=True).up_to_date == 0


def test_other_content_in_the_same_place_drops_what_was_there() -> None:
    has = known(planned(recording("a", "before"), recording("other")))
    plan = planned(recording("a", "after"), has=has)
    assert plan.dropped == {recording("a", "before").clip}
    assert len(plan.todo) == 1


def test_what_was_there_stays_while_it_moves_to_another_place() -> None:
    has = known(planned(recording("a", "one"), recording("b", "two")))
    swapped = planned(recording("a", "two"), recording("b", "one"), has=has)
    assert (swapped.up_to_date, swapped.dropped) == (2, frozenset())


def test_a_problem_drops_nothing() -> None:
    has = known(planned(recording("a", "content")))
    plan = planned(recording("a", "a", problem=("failed", "the store says no")), has=has)
    assert (plan.todo, plan.dropped, len(plan.unreadable)) == ((), frozenset(), 1)
    first = planned(recording("a", "a", problem=("refused", "gone")))
    assert len(first.todo) == 1
    assert len(planned(recording("a", "content"), has=known(first, "refused")).dropped) == 1


def test_the_same_content_counts_once_and_must_not_be_two_things() -> None:
    plan = planned(recording("a", "one"), recording("b", "one"), recording("a", "one"))
    assert (len(plan.todo), plan.copies) == (1, 1)
    with pytest.raises(UsageError, match="same recording"):
        planned(recording("a", "one", labels={"person": "ana"}), recording("b", "one", labels={"person": "ben"}))
