"""Exports of training apps in a person's log: previewed, imported once, corrected, in their time zone."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import InputEmptyError, InputFormatError, InputMissingError, UnknownIdError, UsageError
from hiphinge.sources.training_logs import Hints
from hiphinge.store import Store, open_store, sqlite_url
from hiphinge.store.columns import new_id
from hiphinge.workflow.log_importing import LogImport, import_log, preview_import
from hiphinge.workflow.log_names import logged_names, map_names

HEADINGS = "Date,Workout Name,Exercise Name,Set Order,Weight (kg),Reps,RPE,Seconds,Notes\n"
TWO_WORKOUTS = (
    f"{HEADINGS}"
    "2025-01-18 18:30:00,Legs,Romanian Deadlift (Barbell),1,80,8,,,\n"
    "2025-01-18 18:30:00,Legs,Romanian Deadlift (Barbell),2,80,8,8,,\n"
    "2025-01-18 18:30:00,Legs,Bench Press (Barbell),1,60,5,,,\n"
    "2025-01-25 18:30:00,Legs,Romanian Deadlift (Barbell),1,85,8,,,\n"
)
Import = Callable[..., LogImport]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("store")
    with open_store(sqlite_url(folder / "log.sqlite"), files=str(folder / "files")) as opened:
        yield opened


@pytest.fixture
def ana(store: Store) -> PersonRecord:
    return store.people.add(new_id(), adult=True, zone="Europe/Vienna")


@pytest.fixture
def take(store: Store, ana: PersonRecord, tmp_path: Path) -> Import:
    def import_text(text: str, *, preview: bool = False, **options: Any) -> LogImport:
        file = tmp_path / "export.csv"
        file.write_text(text, encoding="utf-8")
        return (preview_import if preview else import_log)(store, ana.name, file, **options)

    return import_text


def counts(done: LogImport) -> tuple[int, int, int]:
    return len(done.taken.new), len(done.taken.changed), done.taken.same


def test_a_preview_keeps_nothing_and_says_what_an_import_would_do(
    store: Store, ana: PersonRecord, take: Import
) -> None:
    preview = take(TWO_WORKOUTS, preview=True)
    assert (counts(preview), store.log.count(ana)) == ((4, 0, 0), 0)
    done = take(TWO_WORKOUTS)
    assert (counts(done), done.workouts, done.zone) == ((4, 0, 0), 2, "Europe/Vienna")
    assert [(one.name, one.exercise, one.known_by, one.sets) for one in done.names] == [
        ("Romanian Deadlift (Barbell)", "romanian_deadlift", "hiphinge", 3),
        ("Bench Press (Barbell)", None, None, 1),
    ]
    assert counts(take(TWO_WORKOUTS, preview=True)) == (0, 0, 4)


def test_workouts_become_sessions_in_the_persons_zone(store: Store, ana: PersonRecord, take: Import) -> None:
    take(TWO_WORKOUTS)
    first, second = store.log.sessions(ana)
    assert (first.started_at, first.zone, first.title) == (
        datetime(2025, 1, 18, 17, 30, tzinfo=UTC),
        "Europe/Vienna",
        "Legs",
    )
    assert [one.position for one in store.log.sets(ana) if one.session == first.id] == [0, 1, 2]
    assert [one.session for one in store.log.sets(ana)][3:] == [second.id]


def test_a_corrected_file_changes_what_is_there_and_doubles_nothing(
    store: Store, ana: PersonRecord, take: Import
) -> None:
    take(TWO_WORKOUTS)
    before = {one.id for one in store.log.sets(ana)}
    done = take(TWO_WORKOUTS.replace("2,80,8,8,", "2,82.5,7,9,") + "2025-01-25 18:30:00,Legs,Plank,1,0,0,,60,\n")
    assert counts(done) == (1, 1, 3)
    sets = store.log.sets(ana)
    assert before < {one.id for one in sets}
    assert [(one.load.value, one.repetitions, one.rpe) for one in sets if one.load][1] == (82.5, 7, 9.0)


def test_another_zone_moves_the_sets_and_doubles_none(store: Store, ana: PersonRecord, take: Import) -> None:
    take(TWO_WORKOUTS)
    assert counts(take(TWO_WORKOUTS, zone="America/New_York")) == (0, 4, 0)
    assert store.log.sets(ana)[0].performed_at == datetime(2025, 1, 18, 23, 30, tzinfo=UTC)
    assert {one.zone for one in store.log.sessions(ana)} == {"America/New_York"}


def test_two_exercises_of_the_same_name_in_one_workout_are_kept_apart(take: Import) -> None:
    row = "2025-01-18 18:30:00,Legs,Squat (Barbell),1,80,8,,,\n"
    assert counts(take(HEADINGS + row + row.replace("80,8", "60,12"))) == (2, 0, 0)
    assert counts(take(HEADINGS + row + row.replace("80,8", "60,12"))) == (0, 0, 2)


def test_a_day_without_a_time_is_noon_and_says_so(store: Store, ana: PersonRecord, take: Import) -> None:
    done = take("Date,Exercise Name,Workout Name,Reps\n2025-07-01,Squat,A,5\n2025-07-01,Plank,B,1\n")
    assert {(one.performed_at, one.time_known) for one in store.log.sets(ana)} == {
        (datetime(2025, 7, 1, 10, tzinfo=UTC), False)
    }
    assert [one.title for one in store.log.sessions(ana)] in (["A", "B"], ["B", "A"])
    assert any("noon in Europe/Vienna" in remark for remark in done.remarks)


@pytest.mark.parametrize(
    ("clock", "moment", "remark"),
    [
        ("2025-03-30 02:30:00", datetime(2025, 3, 30, 1, 30, tzinfo=UTC), "skip in spring"),
        ("2025-10-26 02:30:00", datetime(2025, 10, 26, 0, 30, tzinfo=UTC), "show twice in autumn"),
        ("2025-10-26 03:30:00", datetime(2025, 10, 26, 2, 30, tzinfo=UTC), None),
    ],
)
def test_when_the_clocks_change(
    store: Store, ana: PersonRecord, take: Import, clock: str, moment: datetime, remark: str | None
) -> None:
    done = take(f"{HEADINGS}{clock},Legs,Squat (Barbell),1,80,8,,,\n")
    assert store.log.sets(ana)[0].performed_at == moment
    assert [remark in one for one in done.remarks] == [True] if remark else done.remarks == ()


def test_a_persons_word_on_a_name_counts_before_ours_and_for_the_log(
    store: Store, ana: PersonRecord, take: Import
) -> None:
    take(TWO_WORKOUTS)
    assert map_names(store, ana.name, {"bench press (barbell)": "none", "Romanian Deadlift (Barbell)": "SLDL"}) == 3
    assert {one.exercise for one in store.log.sets(ana)} == {"stiff_leg_deadlift", None}
    done = take(TWO_WORKOUTS)
    assert counts(done) == (0, 0, 4)
    assert [(one.exercise, one.known_by) for one in done.names] == [("stiff_leg_deadlift", "person"), (None, "person")]
    rows = [(one.name, one.exercise, one.known_by, one.sets) for one in logged_names(store, ana.name)]
    assert rows == [
        ("Bench Press (Barbell)", None, "person", 1),
        ("Romanian Deadlift (Barbell)", "stiff_leg_deadlift", "person", 3),
    ]


def test_a_name_is_mapped_before_it_is_in_the_log(store: Store, ana: PersonRecord) -> None:
    assert map_names(store, ana.name, {"Heavy ones": "deadlift"}) == 0
    assert [(one.name, one.exercise, one.sets) for one in logged_names(store, ana.name)] == [
        ("heavy ones", "conventional_deadlift", 0)
    ]


def test_nothing_is_kept_where_one_exercise_is_unknown(store: Store, ana: PersonRecord) -> None:
    with pytest.raises(UnknownIdError):
        map_names(store, ana.name, {"A": "deadlift", "B": "no such thing"})
    assert logged_names(store, ana.name) == ()


def test_a_link_to_a_video_outlives_a_correction(store: Store, ana: PersonRecord, take: Import) -> None:
    take(TWO_WORKOUTS)
    linked = store.log.sets(ana)[0].model_copy(update={"analysis_set": 2, "pain_after": 1, "tempo": "3-1-1-0"})
    store.log.change(linked)
    assert counts(take(TWO_WORKOUTS.replace("1,80,8", "1,81,8"))) == (0, 1, 3)
    after = store.log.sets(ana)[0]
    assert (after.id, after.analysis_set, after.pain_after, after.tempo) == (linked.id, 2, 1, "3-1-1-0")
    assert after.load is not None
    assert after.load.value == 81


def test_lines_that_cannot_be_used_do_not_stop_the_others(take: Import) -> None:
    done = take(TWO_WORKOUTS.replace("2,80,8,8", "2,eighty,8,8"))
    assert counts(done) == (3, 0, 0)
    assert [(one.line, one.reason) for one in done.rejected] == [
        (3, "the weight should be a number, but it is 'eighty'")
    ]


def test_files_without_anything_to_import(take: Import) -> None:
    with pytest.raises(InputEmptyError, match="holds no set that was done"):
        take(HEADINGS)
    with pytest.raises(InputFormatError, match=r"none of its lines can be used\. For example, line 2: the date"):
        take(f"{HEADINGS}soon,Legs,Squat,1,80,8,,,\n")


def test_what_has_to_be_known_first(store: Store, take: Import, tmp_path: Path) -> None:
    with pytest.raises(InputMissingError, match="hiphinge people add"):
        import_log(store, "Nobody here", tmp_path / "export.csv")
    with pytest.raises(UsageError, match="no time zone"):
        take(TWO_WORKOUTS, zone="Mars/Base")
    with pytest.raises(UsageError, match="--unit"):
        take(TWO_WORKOUTS.replace("Weight (kg)", "Weight"))
    assert counts(take(TWO_WORKOUTS.replace("Weight (kg)", "Weight"), hints=Hints(unit="lb"))) == (4, 0, 0)


def test_an_entry_that_a_file_of_wger_holds_twice_is_one(store: Store, ana: PersonRecord, take: Import) -> None:
    entry = (
        '{"id": 5, "date": "2025-04-02T18:05:00Z", "exercise": 1, "repetitions": 8, "weight": "60", "weight_unit": 1}'
    )
    done = take(f"[{entry}, {entry}]")
    assert (counts(done), dict(done.passed_over)) == ((1, 0, 0), {"entries that are in the file twice": 1})
    moved = entry.replace("02T18:05", "03T09:00").replace('"exercise": 1', '"exercise": 2')
    assert counts(take(f"[{moved}]")) == (0, 1, 0)
    assert store.log.count(ana) == 1


def test_a_distance_is_in_the_note(store: Store, ana: PersonRecord, take: Import) -> None:
    headings = "Date,Exercise Name,Weight (kg),Reps,Distance (meters),Notes\n"
    take(f"{headings}2025-01-18 18:30:00,Suitcase Carry,24,,20,left hand\n")
    (carry,) = store.log.sets(ana)
    assert (carry.exercise, carry.note) == ("suitcase_carry", "distance 20 meters\nleft hand")


def test_a_workout_without_a_time_begins_with_its_first_set(store: Store, ana: PersonRecord, take: Import) -> None:
    entry = '{"id": %d, "date": "2025-04-02T%s-05:00", "exercise": 1, "repetitions": 8}'
    take(f"[{entry % (1, '22:30:00')}, {entry % (2, '22:05:00')}]", zone="America/Chicago")
    (session,) = store.log.sessions(ana)
    assert session.started_at == datetime(2025, 4, 3, 3, 5, tzinfo=UTC)


def test_long_notes_and_names_are_shortened_or_said(store: Store, ana: PersonRecord, take: Import) -> None:
    long = (
        f"2025-01-18 18:30:00,Legs,{'S' * 180},1,80,8,,,{'n' * 3000}\n2025-01-18 18:30:00,Legs,{'T' * 201},1,80,8,,,\n"
    )
    assert counts(take(HEADINGS + long)) == (1, 0, 0)
    assert counts(take(HEADINGS + long)) == (0, 0, 1)
    assert len(store.log.sets(ana)[0].note) == 2000


ROWS = st.builds(
    "{},Legs,{},{},{},{},,,".format,
    st.sampled_from(["2025-01-18 18:30:00", "2025-01-25 07:00:00", "2025-03-30 02:30:00"]),
    st.sampled_from(["Squat (Barbell)", "squat (barbell)", "Romanian Deadlift (Barbell)", "Übung"]),
    st.integers(1, 3),
    st.integers(20, 200),
    st.integers(1, 12),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROWS, min_size=1, max_size=12, unique_by=lambda row: tuple(row.split(",")[:4])), data=st.data())
def test_any_part_in_any_order_and_twice_adds_nothing_to_the_whole(
    store: Store, tmp_path: Path, rows: Sequence[str], data: st.DataObject
) -> None:
    person = store.people.add(new_id(), adult=True, zone="Europe/Vienna").name
    file = tmp_path / "strong.csv"

    def take(some: Sequence[str]) -> LogImport:
        file.write_text(HEADINGS + "\n".join(some), encoding="utf-8")
        return import_log(store, person, file)

    whole = len({tuple(row.casefold().split(",")[:4]) for row in rows})
    part = data.draw(st.lists(st.sampled_from(list(rows)), min_size=1, unique=True))
    if whole == len(rows):
        first = take(part)
        assert counts(first) == (len(part), 0, 0)
        assert counts(take(data.draw(st.permutations(part)))) == (0, 0, len(part))
        assert counts(take(rows)) == (len(rows) - len(part), 0, len(part))
        assert counts(take(data.draw(st.permutations(rows)))) == (0, 0, len(rows))
    else:  # the same exercise in two spellings: which is which follows from their order, but there are never more
        take(rows)
        assert len(take(data.draw(st.permutations(rows))).taken.new) == 0
    assert store.log.count(store.people.named(person)) == len(rows)
