"""Sets of another app in a log: added once, brought up to date, their links kept; on both engines."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hiphinge.documents.training_log import BodyWeightRecord, LoadRecord, PersonRecord, SessionRecord, SetRecord
from hiphinge.errors import InputMissingError
from hiphinge.store import Store
from hiphinge.store.columns import new_id
from hiphinge.store.fixed_ids import fixed_id

NOW = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)


@pytest.fixture
def ana(store: Store) -> PersonRecord:
    return store.people.add("Ana", adult=True)


@pytest.fixture
def session(ana: PersonRecord) -> SessionRecord:
    return SessionRecord(id=new_id(), person=ana.id, started_at=NOW, zone="UTC", title="Legs")


def of_app(session: SessionRecord, key: str = "k1", **fields: Any) -> SetRecord:
    given: dict[str, Any] = {
        "exercise_name": "RDL",
        "position": 0,
        "performed_at": session.started_at,
        "source": "strong",
        "source_key": key,
        "load": LoadRecord(value=60, unit="kg"),
        "repetitions": 8,
    }
    return SetRecord(id=new_id(), person=session.person, session=session.id, **(given | fields))


def test_what_is_new_is_added_once(store: Store, ana: PersonRecord, session: SessionRecord) -> None:
    sets = [of_app(session), of_app(session, "k2", position=1)]
    assert store.log.compare(ana, [session], sets).new == tuple(sets)
    assert store.log.count(ana) == 0
    assert store.log.take_over(ana, [session], sets).new == tuple(sets)
    again = store.log.take_over(ana, [session], [of_app(session), of_app(session, "k2", position=1)])
    assert (again.new, again.changed, again.same) == ((), (), 2)
    assert store.log.sets(ana) == tuple(sets)
    assert store.log.sessions(ana) == (session,)


def test_a_correction_changes_the_set_and_keeps_what_is_the_persons_own(
    store: Store, ana: PersonRecord, session: SessionRecord
) -> None:
    mine = of_app(session, exercise="romanian_deadlift", tempo="3-1-1-0", pain_after=1, rpe=8, note="Grip", rest_s=90)
    store.log.take_over(ana, [session], [mine])
    corrected = of_app(session, load=LoadRecord(value=135, unit="lb"), repetitions=6, rpe=9)
    taken = store.log.take_over(ana, [session], [corrected])
    expected = mine.model_copy(update={"load": corrected.load, "repetitions": 6, "rpe": 9.0})
    assert taken.changed == ((mine, expected),)
    assert store.log.sets(ana) == (expected,)


def test_what_the_person_said_of_one_set_counts_until_its_name_changes(
    store: Store, ana: PersonRecord, session: SessionRecord
) -> None:
    store.log.take_over(ana, [session], [of_app(session, exercise="romanian_deadlift")])
    store.log.change(store.log.sets(ana)[0].model_copy(update={"exercise": "stiff_leg_deadlift"}))
    assert store.log.take_over(ana, [session], [of_app(session, exercise="romanian_deadlift")]).same == 1
    store.log.take_over(ana, [session], [of_app(session, exercise=None, exercise_name="Curl")])
    (kept,) = store.log.sets(ana)
    assert (kept.exercise, kept.exercise_name) == (None, "Curl")


def test_two_imports_at_once_add_each_set_once(
    store: Store, reopen: Callable[[], Store], ana: PersonRecord, session: SessionRecord
) -> None:
    keys = [f"k{n}" for n in range(50)]

    def take(_: int) -> int:
        with reopen() as other:
            sets = [of_app(session, key, position=n) for n, key in enumerate(keys)]
            return len(other.log.take_over(ana, [session], sets).new)

    with ThreadPoolExecutor(4) as several:
        assert sum(several.map(take, range(4))) == 50
    assert store.log.count(ana) == 50


def test_a_weight_that_is_taken_away_is_taken_away(store: Store, ana: PersonRecord, session: SessionRecord) -> None:
    store.log.take_over(ana, [session], [of_app(session)])
    store.log.take_over(ana, [session], [of_app(session, load=None, repetitions=None, duration_s=30)])
    (kept,) = store.log.sets(ana)
    assert (kept.load, kept.repetitions, kept.duration_s) == (None, None, 30.0)


def test_a_set_that_is_put_between_moves_the_others_on(store: Store, ana: PersonRecord, session: SessionRecord) -> None:
    store.log.take_over(ana, [session], [of_app(session), of_app(session, "k2", position=1)])
    later = [of_app(session), of_app(session, "between", position=1), of_app(session, "k2", position=2)]
    taken = store.log.take_over(ana, [session], later)
    assert (len(taken.new), taken.changed, taken.same) == (1, (), 2)
    assert [one.source_key for one in store.log.sets(ana)] == ["k1", "between", "k2"]


def test_the_same_key_of_another_app_or_person_is_another_set(
    store: Store, ana: PersonRecord, session: SessionRecord
) -> None:
    bo = store.people.add("Bo", adult=True)
    his = SessionRecord(id=new_id(), person=bo.id, started_at=NOW, zone="UTC")
    store.log.take_over(ana, [session], [of_app(session)])
    assert len(store.log.take_over(ana, [session], [of_app(session, source="hevy")]).new) == 1
    assert len(store.log.take_over(bo, [his], [of_app(his)]).new) == 1
    assert (store.log.count(ana), store.log.count(bo)) == (2, 1)


def test_a_session_is_renamed_and_none_is_added_without_sets(
    store: Store, ana: PersonRecord, session: SessionRecord
) -> None:
    store.log.take_over(ana, [session], [of_app(session)])
    empty = SessionRecord(id=new_id(), person=ana.id, started_at=NOW + timedelta(days=1), zone="UTC")
    renamed = session.model_copy(update={"title": "Hinge day"})
    store.log.take_over(ana, [renamed, empty], [of_app(session)])
    assert store.log.sessions(ana) == (renamed,)
    store.log.take_over(ana, [session.model_copy(update={"title": ""})], [of_app(session)])
    assert store.log.sessions(ana) == (renamed,)


def test_body_weights_are_kept_once_and_corrected(store: Store, ana: PersonRecord) -> None:
    def weighed(value: float, id_: str) -> BodyWeightRecord:
        return BodyWeightRecord(id=id_, person=ana.id, measured_at=NOW, weight=LoadRecord(value=value, unit="kg"))

    imported, by_hand = weighed(80, new_id()), weighed(82.5, new_id())
    assert store.log.take_over(ana, [], [], [imported]).new_weights == (imported,)
    assert store.log.take_over(ana, [], [], [imported]).same_weights == 1
    store.log.weigh([by_hand])
    corrected = weighed(81, imported.id)
    assert store.log.take_over(ana, [], [], [corrected]).changed_weights == ((imported, corrected),)
    assert store.log.take_over(ana, [], [], [weighed(82.5, new_id())]).same_weights == 1
    assert {one.weight.value for one in store.log.body_weights(ana)} == {81.0, 82.5}


def test_all_of_it_or_none(store: Store, ana: PersonRecord, session: SessionRecord) -> None:
    unrelated = SessionRecord(id=new_id(), person=ana.id, started_at=NOW, zone="UTC")
    with pytest.raises(Exception, match="Nothing was changed"):
        store.log.take_over(ana, [session], [of_app(session), of_app(unrelated, "k2")])
    assert store.log.count(ana) == 0
    assert store.log.sessions(ana) == ()


def test_somebody_who_is_erased_meanwhile_gets_nothing(store: Store, ana: PersonRecord, session: SessionRecord) -> None:
    store.people.remove(ana)
    with pytest.raises(InputMissingError, match="not in the training log any more"):
        store.log.take_over(ana, [session], [of_app(session)])


def test_thousands_of_sets_are_compared(store: Store, ana: PersonRecord, session: SessionRecord) -> None:
    sets = [of_app(session, f"k{n}", position=n) for n in range(1201)]
    store.log.take_over(ana, [session], sets)
    assert store.log.take_over(ana, [session], sets).same == 1201


def test_a_name_means_what_the_person_says_also_for_sets_in_the_log(
    store: Store, ana: PersonRecord, session: SessionRecord
) -> None:
    store.log.take_over(ana, [session], [of_app(session), of_app(session, "k2", exercise_name="rdl ", position=1)])
    assert store.names.assign(ana, " Rdl", "romanian_deadlift") == 2
    assert store.names.assign(ana, "RDL", "romanian_deadlift") == 0
    assert {one.exercise for one in store.log.sets(ana)} == {"romanian_deadlift"}
    assert dict(store.names.all(ana)) == {"rdl": "romanian_deadlift"}
    assert store.names.assign(ana, "rdl", None) == 2
    assert dict(store.names.all(ana)) == {"rdl": None}
    assert [(one.name, one.exercise, one.sets) for one in store.names.used(ana)] == [
        ("RDL", None, 1),
        ("rdl ", None, 1),
    ]


def test_names_are_one_persons_own(store: Store, ana: PersonRecord) -> None:
    bo = store.people.add("Bo", adult=True)
    store.names.assign(ana, "RDL", "romanian_deadlift")
    assert dict(store.names.all(bo)) == {}
    store.people.remove(ana)
    store.names.assign(bo, "RDL", None)
    assert dict(store.names.all(bo)) == {"rdl": None}


def test_an_identifier_that_follows_from_texts_is_older_than_every_new_one() -> None:
    assert fixed_id("a", "b") == fixed_id("a", "b") != fixed_id("ab")
    assert len(fixed_id("a")) == len(new_id()) == 32
    assert fixed_id("a") < new_id()
