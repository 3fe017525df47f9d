"""A queue of videos in memory, in which a test says what becomes of each."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from hiphinge.errors import InputMissingError
from hiphinge.server import Clip, State
from hiphinge.store import Store


@dataclass(frozen=True, kw_only=True)
class ClipInMemory:
    id: str
    name: str
    person: str | None = None
    added_at: datetime = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)
    state: State = "queued"
    stage: str | None = None
    fraction: float | None = None
    position: int | None = None
    reason: str | None = None
    video: str | None = None
    proxy: str | None = None
    analysis: str | None = None


@dataclass
class QueueInMemory:
    store: Store
    held: dict[str, ClipInMemory] = field(default_factory=dict)

    def submit(self, file: Path | None, *, name: str, person: str | None = None) -> str:
        id_ = f"{len(self.held) + 1:032x}"
        video = None if file is None else self.store.files.put(file)[0]
        self.held[id_] = ClipInMemory(id=id_, name=name, person=person, video=video)
        return id_

    def becomes(self, id_: str, state: State, **fields: str | float | None) -> None:
        self.held[id_] = replace(self.held[id_], state=state, **fields)  # type: ignore[arg-type]  # fields of a clip

    def clip(self, id_: str) -> Clip:
        if id_ not in self.held:
            message = f"There is no video {id_}."
            raise InputMissingError(message)
        return self.held[id_]

    def clips(self) -> list[Clip]:
        return [*reversed(self.held.values())]

    def assign(self, id_: str, person: str) -> None:
        self.becomes(self.clip(id_).id, self.clip(id_).state, person=person)

    def cancel(self, id_: str) -> None:
        self.becomes(self.clip(id_).id, "cancelled")

    def retry(self, id_: str) -> None:
        self.becomes(self.clip(id_).id, "queued", reason=None)

    def discard(self, id_: str) -> None:
        del self.held[self.clip(id_).id]
