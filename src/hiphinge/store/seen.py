"""The store as one account sees it: whatever is asked of everybody is answered with their people alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NoReturn

from sqlalchemy import ColumnElement, or_, select

from hiphinge.documents.training_log import ConsentRecord, LogDocument, PersonRecord
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.people import KeptFile, person_key
from hiphinge.store import tables
from hiphinge.store.clip_rows import Changes, Clip, ClipState, clips_of
from hiphinge.store.clips import Clips
from hiphinge.store.corrections import CorrectedRecording, Corrections
from hiphinge.store.documents import StoredPersonFiles
from hiphinge.store.filed import FiledAnalysis
from hiphinge.store.listing import Listing
from hiphinge.store.overview import Held, Judged, NewestAnalysis, Overview, PainAnswer
from hiphinge.store.people import People
from hiphinge.store.recordings import Recordings
from hiphinge.store.store import Store
from hiphinge.store.transfer import Transfer

__all__ = ["Seen", "SeenStore"]

_ADDED_ELSEWHERE = "People are added on the page People, by coaches and admins."


@dataclass(frozen=True)
class Seen:
    """Whose data an account sees: those of some people, and what it gave in itself that is nobody's yet."""

    people: set[str]
    account: str

    def person(self, id_: str | None) -> bool:
        """Tell whether somebody is among them."""
        return id_ is not None and id_ in self.people

    @property
    def recordings(self) -> ColumnElement[bool]:
        """The condition that a recording is among what is seen."""
        table, clips = tables.recordings, tables.clips.alias()
        gave = select(clips.c.id).where((clips.c.recording == table.c.id) & (clips.c.account == self.account)).exists()
        return or_(table.c.person.in_(self.people), table.c.person.is_(None) & gave)


@dataclass(frozen=True, eq=False, kw_only=True)
class SeenStore(Store):
    """A store with nothing in it but what one account sees."""

    seen: Seen

    @property
    def people(self) -> People:
        """The people who are seen."""
        return _People(self.database, self.seen)

    @property
    def clips(self) -> Clips:
        """What was given in of them, or by the account."""
        return _Clips(self.database, self.files, self.seen)

    @property
    def listing(self) -> Listing:
        """Lists of theirs alone."""
        return Listing(self.database, self.seen.recordings)

    @property
    def corrections(self) -> Corrections:
        """What was corrected of theirs."""
        return _Corrections(self.database, self.seen)

    @property
    def recordings(self) -> Recordings:
        """What was filmed and measured of them."""
        return _Recordings(self.database, self.files, self.seen)

    @property
    def overview(self) -> Overview:
        """What is asked of everybody, of them alone."""
        return _Overview(self.database, self.seen)

    @property
    def documents(self) -> StoredPersonFiles:
        """Their calibrations, notes and profiles."""
        return _Documents(self.database, self.people)

    @property
    def transfer(self) -> Transfer:
        """Their rows out."""
        return _Transfer(self.database, self.people)


@dataclass(frozen=True)
class _People(People):
    seen: Seen

    def add(self, name: str, *, adult: bool, zone: str = "UTC", unit: Literal["kg", "lb"] = "kg") -> PersonRecord:  # noqa: ARG002  # nobody is added here
        raise UsageError(_ADDED_ELSEWHERE)

    def all(self) -> tuple[PersonRecord, ...]:
        return tuple(one for one in super().all() if self.seen.person(one.id))

    def named(self, name: str) -> PersonRecord:
        key = person_key(name)
        for one in self.all():
            if person_key(one.name) == key:
                return one
        message = f"You have nobody called {name[:60]!r}."
        raise InputMissingError(message)

    def consents(self, person: PersonRecord | None = None) -> Sequence[ConsentRecord]:
        return tuple(one for one in super().consents(person) if self.seen.person(one.person))


@dataclass(frozen=True)
class _Clips(Clips):
    seen: Seen

    @property
    def _mine(self) -> ColumnElement[bool]:
        return self.seen.recordings

    def clip(self, id_: str) -> Clip:
        with self.database.reading() as connection:
            found = clips_of(connection, (tables.clips.c.id == id_) & self._mine)
        return found[0] if found else super().clip("")

    def of_sitting(self, sitting: str) -> tuple[Clip, ...]:
        with self.database.reading() as connection:
            return tuple(reversed(clips_of(connection, (tables.clips.c.sitting == sitting) & self._mine)))

    def all(self, *states: ClipState) -> tuple[Clip, ...]:
        wanted = tables.clips.c.state.in_(states) if states else tables.clips.c.state != "discarded"
        with self.database.reading() as connection:
            return clips_of(connection, wanted & self._mine)

    def changes(self, after: int) -> Changes:
        with self.database.reading() as connection:
            table = tables.clips
            now = connection.execute(select(tables.clip_counter.c.changes)).scalar_one()
            if now == after:
                return Changes(counter=now)
            gone = select(table.c.id).where(
                (table.c.change > after) & table.c.recording.is_(None) & (table.c.account == self.seen.account)
            )
            return Changes(
                counter=now,
                clips=clips_of(connection, (table.c.change > after) & self._mine),
                gone=tuple(connection.execute(gone).scalars()) if after else (),
            )


@dataclass(frozen=True)
class _Corrections(Corrections):
    seen: Seen

    def recording(self, analysis: str) -> CorrectedRecording:
        found = super().recording(analysis)
        with self.database.reading() as connection:
            mine = select(tables.recordings.c.id).where(
                (tables.recordings.c.id == found.recording) & self.seen.recordings
            )
            if connection.execute(mine).first() is None:
                message = f"The store has no analysis {analysis}."
                raise InputMissingError(message)
        return found


@dataclass(frozen=True)
class _Recordings(Recordings):
    seen: Seen

    def all(self, person: PersonRecord | None) -> tuple[FiledAnalysis, ...]:
        return () if person is None else super().all(person)

    def document(self, id_: str) -> bytes:
        _Corrections(self.database, self.seen).recording(id_)
        return super().document(id_)


@dataclass(frozen=True)
class _Overview(Overview):
    seen: Seen

    def newest(
        self,
        people: Sequence[str | None],
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        exercise: str | None = None,
        most: int | None = None,
    ) -> tuple[NewestAnalysis, ...]:
        found = super().newest(people, since=since, until=until, exercise=exercise, most=None)
        with self.database.reading() as connection:
            mine = set(connection.execute(select(tables.recordings.c.id).where(self.seen.recordings)).scalars())
        kept = [one for one in found if one.recording in mine]
        if most is not None:
            kept.sort(key=lambda one: (one.recorded_at or one.analysed_at, one.analysis), reverse=True)
        return tuple(kept[:most])

    def exercises(self) -> tuple[str, ...]:
        table = tables.analyses
        query = select(table.c.exercise).join(tables.recordings, tables.recordings.c.id == table.c.recording)
        query = query.where(self.seen.recordings).distinct().order_by(table.c.exercise)
        with self.database.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def unclear(self, since: datetime) -> Mapping[str, Judged]:
        table = tables.analyses
        query = select(table.c.id).where(table.c.person.in_(self.seen.people))
        with self.database.reading() as connection:
            mine = set(connection.execute(query).scalars())
        return {id_: one for id_, one in super().unclear(since).items() if id_ in mine}

    def held(self) -> Mapping[str, Held]:
        keys = {person_key(one.name) for one in _People(self.database, self.seen).all()}
        return {key: one for key, one in super().held().items() if key in keys}

    def trained(self, since: datetime) -> Mapping[str, tuple[datetime, ...]]:
        return {id_: one for id_, one in super().trained(since).items() if self.seen.person(id_)}

    def last_trained(self) -> Mapping[str, datetime]:
        return {id_: one for id_, one in super().last_trained().items() if self.seen.person(id_)}

    def pain(self, since: datetime) -> tuple[PainAnswer, ...]:
        return tuple(one for one in super().pain(since) if self.seen.person(one.person))


@dataclass(frozen=True)
class _Documents(StoredPersonFiles):
    people: People

    def kept(self) -> Mapping[str, tuple[KeptFile, ...]]:
        keys = {person_key(one.name) for one in self.people.all()}
        return {key: several for key, several in super().kept().items() if key in keys}

    def read(self, person: str, kind: Any) -> bytes | None:
        return super().read(self.people.named(person).name, kind)

    def change(self, person: str, kind: Any, change: Any) -> Any:
        return super().change(self.people.named(person).name, kind, change)


@dataclass(frozen=True)
class _Transfer(Transfer):
    people: People

    def log_of(self, name: str) -> LogDocument:
        return super().log_of(self.people.named(name).name)

    def take_in(self, *_: Any, **__: Any) -> NoReturn:
        raise UsageError(_ADDED_ELSEWHERE)
