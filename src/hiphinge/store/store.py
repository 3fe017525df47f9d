"""The store: one database and one place for files, opened and brought to the present revision."""

from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from hiphinge.errors import OutputError
from hiphinge.filesystem import data_folder
from hiphinge.store.accounts import Accounts
from hiphinge.store.audit import Audit
from hiphinge.store.clips import Clips
from hiphinge.store.corrections import Corrections
from hiphinge.store.database import Database, sqlite_url
from hiphinge.store.days import Days
from hiphinge.store.documents import StoredPersonFiles
from hiphinge.store.estimates import Estimates
from hiphinge.store.files import FileStore
from hiphinge.store.invitations import Invitations
from hiphinge.store.listing import Listing
from hiphinge.store.log import Log
from hiphinge.store.names import ExerciseNames
from hiphinge.store.overview import Overview
from hiphinge.store.owners import Kind, Owners, owners_of
from hiphinge.store.people import People
from hiphinge.store.plans import Plans
from hiphinge.store.recordings import Recordings
from hiphinge.store.signing_in import SigningIn
from hiphinge.store.training_plans import TrainingPlans
from hiphinge.store.transfer import Transfer
from hiphinge.store.upkeep import Upkeep
from hiphinge.store.video_notes import VideoNotes

__all__ = ["Store", "open_store"]

NEWEST = "0010"
"""The revision that this hiphinge needs; a test holds that it is the last one of `hiphinge.store.revisions`."""


@dataclass(frozen=True, eq=False)
class Store:
    """Everything that is kept: people, their log, their recordings with analyses and files, their documents."""

    database: Database
    files: FileStore

    @property
    def people(self) -> People:
        """Who trains."""
        return People(self.database)

    @property
    def accounts(self) -> Accounts:
        """Who may sign in, in shared mode."""
        return Accounts(self.database)

    @property
    def signing_in(self) -> SigningIn:
        """Browsers, programs and passkeys that are signed in."""
        return SigningIn(self.database)

    @property
    def invitations(self) -> Invitations:
        """Links that let an account in."""
        return Invitations(self.database)

    @property
    def audit(self) -> Audit:
        """Who did what, in shared mode."""
        return Audit(self.database)

    @property
    def log(self) -> Log:
        """What they did."""
        return Log(self.database)

    @property
    def plans(self) -> Plans:
        """What they aim at and plan."""
        return Plans(self.database)

    @property
    def training_plans(self) -> TrainingPlans:
        """The plans that they train by."""
        return TrainingPlans(self.database)

    @property
    def days(self) -> Days:
        """What they noted of a day: back comfort, preparation, self-tests."""
        return Days(self.database)

    @property
    def names(self) -> ExerciseNames:
        """What the names of exercises in their exports mean."""
        return ExerciseNames(self.database)

    @property
    def recordings(self) -> Recordings:
        """What was filmed and measured."""
        return Recordings(self.database, self.files)

    @property
    def corrections(self) -> Corrections:
        """What people corrected of what was measured."""
        return Corrections(self.database)

    @property
    def estimates(self) -> Estimates:
        """What people said of a set before they saw its answer."""
        return Estimates(self.database)

    @property
    def video_notes(self) -> VideoNotes:
        """What coaches note at moments of recordings."""
        return VideoNotes(self.database, self.files)

    @property
    def clips(self) -> Clips:
        """What was given in to be analysed."""
        return Clips(self.database, self.files)

    @property
    def overview(self) -> Overview:
        """What is asked of everybody at once."""
        return Overview(self.database)

    @property
    def listing(self) -> Listing:
        """What is read as a list, a part at a time."""
        return Listing(self.database)

    @property
    def documents(self) -> StoredPersonFiles:
        """Calibrations, notes and profiles."""
        return StoredPersonFiles(self.database)

    @property
    def transfer(self) -> Transfer:
        """A person's rows out and in."""
        return Transfer(self.database)

    @property
    def upkeep(self) -> Upkeep:
        """Checks, backups, and erasing without a trace."""
        return Upkeep(self.database, self.files)

    def owners_of(self, kind: Kind, id_: str) -> Owners | None:
        """Return whose something is; None where there is no such thing."""
        return owners_of(self.database, kind, id_)

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def open_store(url: str | None = None, *, files: str | None = None) -> Store:
    """Open the store, made where it does not exist yet, and bring it to the present revision.

    Parameters
    ----------
    url
        Address of the database (`Database`); None is a SQLite file in the user's data folder.
    files
        Where files go (`FileStore`); None is a folder in the user's data folder.

    Raises
    ------
    UsageError, MissingComponentError
        As `Database`.
    InputFormatError
        If a newer hiphinge wrote the database.
    InputUnreadableError, OutputError
        If it cannot be read, or made.
    """
    home = data_folder()
    if url is None or files is None:
        _make(home)
    database = Database(url or sqlite_url(home / "log.sqlite"))
    try:
        if database.revision() != NEWEST:
            from hiphinge.store.revisions import ensure_present  # noqa: PLC0415  # slow to load, and seldom needed

            ensure_present(database)
    except BaseException:
        database.close()
        raise
    return Store(database, FileStore(files or str(home / "files")))


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"The training log goes to {folder}, but that folder cannot be made: {error.strerror}."
        raise OutputError(message) from error
