"""A backup of SQLite's file brings everything back; PostgreSQL has its own programs for that."""

from pathlib import Path

import pytest
from tests.store.filled import MARK, filled

from hiphinge.errors import InputFormatError, InputMissingError, OutputError, UsageError
from hiphinge.store import Store, open_store, sqlite_url
from hiphinge.workflow.data_keeping import erase_person


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return open_store(sqlite_url(tmp_path / "log.sqlite"), files=str(tmp_path / "files"))


def test_a_backup_brings_everything_back(log: Store, tmp_path: Path) -> None:
    filled(log, tmp_path)
    before = log.transfer.log_of(MARK)
    log.upkeep.back_up(tmp_path / "backup.sqlite")
    erase_person(log, MARK)
    log.people.add("Later", adult=True)
    log.upkeep.restore(tmp_path / "backup.sqlite")
    assert [person.name for person in log.people.all()] == [MARK]
    assert log.transfer.log_of(MARK) == before
    log.close()


def test_what_is_no_backup_is_not_restored(log: Store, tmp_path: Path) -> None:
    log.people.add("Anna", adult=True)
    (tmp_path / "letter").write_bytes(b"Dear lifter" * 1000)
    with pytest.raises(InputFormatError, match="should be a backup"):
        log.upkeep.restore(tmp_path / "letter")
    with pytest.raises(InputMissingError, match="does not exist"):
        log.upkeep.restore(tmp_path / "none")
    assert [person.name for person in log.people.all()] == ["Anna"]
    log.close()


def test_a_backup_that_cannot_be_written_is_a_clear_error(log: Store, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="The backup"):
        log.upkeep.back_up(tmp_path / "file" / "backup.sqlite")
    log.close()


def test_postgresql_is_backed_up_by_its_own_programs(store: Store, tmp_path: Path) -> None:
    if store.database.is_sqlite:
        assert store.upkeep.back_up(tmp_path / "b.sqlite") > 0
        return
    with pytest.raises(UsageError, match="pg_dump"):
        store.upkeep.back_up(tmp_path / "b.sqlite")
