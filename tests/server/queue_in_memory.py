"""A queue of videos in memory, in which a test says what becomes of each."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from hiphinge.errors import InputMissingError
from hiphinge.store import AS_BEFORE, Clip, ClipState, Store

ADDED_AT = datetime(2026, 5, 4, 17, 30, tzinfo=UTC)
NOTHING_YET = dict.fromkeys(
    ("exercise", "reason", "analysis", "stage", "fraction", "started_at", "video_size", "proxy")
)


@dataclass
class QueueInMemory:
    store: Store
    held: dict[str, Clip] = field(default_factory=dict)

    def submit(self, file: Path | None, *, name: str, person: str | None = None) -> str:
        id_ = f"{len(self.held) + 1:032x}"
        video = None if file is None else self.store.files.put(file)[0]
        self.held[id_] = Clip(
            id=id_,
            recording=id_,
            name=name,
            sha256=id_,
            person=person,
            added_at=ADDED_AT,
            state="queued",
            attempts=0,
            video=video,
            **NOTHING_YET,
        )
        return id_

    def becomes(self, id_: str, state: ClipState, **fields: str | float | None) -> None:
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

    def retry(self, id_: str, *, exercise: str | None = AS_BEFORE) -> None:
        wanted = self.clip(id_).exercise if exercise == AS_BEFORE else exercise
        self.becomes(self.clip(id_).id, "queued", reason=None, exercise=wanted)

    def discard(self, id_: str) -> None:
        del self.held[self.clip(id_).id]
