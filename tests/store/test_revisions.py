"""The tables come from revisions: up and down with data in them, the same as the code says, checked at the start."""

from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import inspect, text

from hiphinge.documents.training_log import ComfortRecord, LoadRecord, SetRecord
from hiphinge.errors import InputFormatError, UsageError
from hiphinge.store import Database, NewAnalysis, Store, open_store
from hiphinge.store.columns import new_id
from hiphinge.store.revisions import newest, revisions, upgrade_to
from hiphinge.store.store import NEWEST
from hiphinge.store.tables import METADATA

NOW = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)


def test_the_code_names_the_newest_revision() -> None:
    assert newest() == NEWEST
    assert len(revisions()) >= 2


def test_the_revisions_build_the_tables_of_the_code(store: Store) -> None:
    with store.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def filled(store: Store) -> tuple[str, str]:
    """Put a person with a set and an analysis into a store; return the ids of person and set."""
    person = store.people.add("Ana", adult=True)
    session = store.log.session_at(person, NOW)
    one = SetRecord(
        id=new_id(),
        person=person.id,
        session=session.id,
        position=0,
        performed_at=NOW,
        exercise="romanian_deadlift",
        exercise_name="RDL",
        load=LoadRecord(value=135, unit="lb"),
        repetitions=8,
    )
    filed = store.recordings.file(
        person,
        NewAnalysis(
            sha256="0" * 64,
            name="set.mp4",
            hiphinge_version="0.1",
            schema="hiphinge.analysis/3",
            exercise="romanian_deadlift",
            repetitions=8,
            document=b"{}",
        ),
    )
    store.log.add([session], [one.model_copy(update={"analysis": filed.id, "analysis_set": 1})])
    return person.id, one.id


def test_down_and_up_again_loses_only_what_the_older_tables_cannot_hold(store: Store) -> None:
    person_id, set_id = filled(store)
    upgrade_to(store.database, "0001")
    assert "analyses" not in inspect(store.database.engine).get_table_names()
    with store.database.reading() as connection:
        row = connection.execute(text("SELECT id, person, load_value, load_unit FROM sets")).one()
    assert tuple(row) == (set_id, person_id, 135.0, "lb")
    upgrade_to(store.database, NEWEST)
    (one,) = store.log.sets(store.people.named("ana"))
    assert (one.id, one.load, one.analysis) == (set_id, LoadRecord(value=135, unit="lb"), None)


def test_the_days_are_lost_with_their_tables_and_the_sets_stay(store: Store) -> None:
    """From the third revision to the second: what it added, and a session of which only it knew, disappear."""
    person_id, set_id = filled(store)
    person = store.people.named("ana")
    store.days.prepare(person, NOW, {"roll_upper_back": True})
    store.days.prepare(person, NOW + timedelta(days=1), {"roll_upper_back": False})
    store.days.rate_comfort(ComfortRecord(id=new_id(), person=person_id, day=NOW.date(), comfort=6, noted_at=NOW))
    assert len(store.log.sessions(person)) == 2
    upgrade_to(store.database, "0002")
    present = set(inspect(store.database.engine).get_table_names())
    gone = {"aims", "planned_sessions", "planned_sets", "self_tests", "preparations", "back_comfort"}
    assert present & gone == set()
    assert "counting" not in {column["name"] for column in inspect(store.database.engine).get_columns("sets")}
    with store.database.reading() as connection:
        row = connection.execute(
            text("SELECT s.id, a.repetitions FROM sets s JOIN analyses a ON a.id = s.analysis")
        ).one()
    assert tuple(row) == (set_id, 8)
    upgrade_to(store.database, NEWEST)
    (one,) = store.log.sets(person)
    assert (one.id, one.counting, one.repetitions, one.analysis_set) == (set_id, False, 8, 1)
    assert (len(store.log.sessions(person)), store.days.comfort(person)) == (1, ())


def test_an_answer_of_before_counts_as_read(store: Store) -> None:
    """Nobody is asked what they felt in a set whose answer was there before anybody was asked."""
    filled(store)
    (filed,) = store.recordings.all(store.people.named("ana"))
    assert store.estimates.of(filed.recording) is None
    upgrade_to(store.database, "0006")
    upgrade_to(store.database, NEWEST)
    found = store.estimates.of(filed.recording)
    assert found is not None
    assert found.repetitions is None
    assert not store.estimates.keep(filed.recording, 3)


@pytest.mark.parametrize("revision", revisions())
def test_every_revision_leads_to_the_newest_with_its_people(empty_url: str, revision: str) -> None:
    database = Database(empty_url)
    upgrade_to(database, revision)
    with database.writing() as connection:
        connection.execute(
            text(
                'INSERT INTO people (id, "key", name, adult, created_at, zone, unit) '
                "VALUES (:id, 'bo', 'Bo', :yes, '2026-01-02 03:04:05', 'UTC', 'kg')"
            ),
            {"id": new_id(), "yes": True},
        )
    database.close()
    with open_store(empty_url, files="unused") as store:
        assert store.people.named("Bo").created_at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        assert store.database.revision() == NEWEST


def test_base_leaves_no_table(store: Store) -> None:
    filled(store)
    upgrade_to(store.database, "base")
    assert inspect(store.database.engine).get_table_names() == ["alembic_version"]


def test_a_newer_database_is_refused_and_left_alone(store: Store, url: str) -> None:
    with store.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(InputFormatError, match="newer one wrote it"):
        open_store(url, files="unused")
    assert store.database.revision() == "9999"


def test_a_revision_that_does_not_exist_is_refused(store: Store) -> None:
    with pytest.raises(UsageError, match="no revision 'x'"):
        upgrade_to(store.database, "x")
