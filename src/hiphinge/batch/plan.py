"""The plan of a batch, computed from facts alone: what is to be analysed, what the data set has already, what goes."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Literal

from hiphinge.errors import UsageError

__all__ = ["Item", "KnownClip", "Parameters", "Plan", "Recording", "State", "make_plan"]

_ID_DIGITS = 16
State = Literal["done", "refused", "failed"]


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """What changes the numbers of one clip; None where it is not given."""

    exercise: str | None = None
    load_kg: float | None = None
    stature_m: float | None = None
    mass_kg: float | None = None
    every_frame: bool = False
    fast: bool = False


@dataclass(frozen=True, kw_only=True)
class Recording:
    """One recording that was given.

    Attributes
    ----------
    source
        A path, or an address of fsspec.
    sha256
        Digest of its content; of ``source`` where it could not be read.
    labels
        Its columns of the list, which are carried into the tables and change no number.
    stamp
        What a place in a network says of the version of the file.
    problem
        Why it cannot be read, with the state that follows; None where it can.
    """

    source: str
    sha256: str
    parameters: Parameters = field(default_factory=Parameters)
    labels: Mapping[str, str] = field(default_factory=dict)
    stamp: str | None = None
    problem: tuple[State, str] | None = None

    @property
    def clip(self) -> str:
        """The id of its content in the tables."""
        return self.sha256[:_ID_DIGITS]

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.source.replace("\\", "/").rstrip("/").rpartition("/")[2]


@dataclass(frozen=True, kw_only=True)
class Item:
    """One clip to analyse; ``key`` is what its rows follow from."""

    key: str
    recording: Recording

    @property
    def clip(self) -> str:
        """The id of its content in the tables."""
        return self.recording.clip


@dataclass(frozen=True, kw_only=True)
class KnownClip:
    """What a data set has of a clip."""

    key: str
    state: State
    source: str


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a batch does.

    Attributes
    ----------
    todo
        What is analysed, in the order in which it was given.
    recordings
        All that was given, one for each content.
    up_to_date
        How many the data set has, measured or refused.
    copies
        How many have the same content as another one.
    unreadable
        What cannot be read now, though the data set has what was there: that stays as it is.
    dropped
        Clips whose rows go: another content is now where they were.
    """

    todo: tuple[Item, ...]
    recordings: tuple[Recording, ...]
    up_to_date: int
    copies: int
    unreadable: tuple[Recording, ...]
    dropped: frozenset[str]


def make_plan(
    recordings: Iterable[Recording],
    *,
    known: Mapping[str, KnownClip],
    numbers_from: Mapping[str, object],
    again: bool = False,
) -> Plan:
    """Return the plan.

    Parameters
    ----------
    known
        What the data set has, by clip.
    numbers_from
        What else the numbers follow from: networks, versions.
    again
        Whether what is there is analysed once more.

    Raises
    ------
    UsageError
        If the list says different things of the same content.
    """
    given = tuple(recordings)
    sources = {has.source: clip for clip, has in known.items()}
    unreadable = tuple(one for one in given if one.problem and sources.get(one.source, one.clip) != one.clip)
    unique = _by_content(one for one in given if one not in unreadable)
    todo, up_to_date = [], 0
    for clip, recording in unique.items():
        item = Item(key=_key(recording, numbers_from), recording=recording)
        has = known.get(clip)
        if again or has is None or has.key != item.key or has.state == "failed" or recording.problem is not None:
            todo.append(item)
        else:
            up_to_date += 1
    now = {recording.source for recording in given} - {one.source for one in unreadable}
    return Plan(
        todo=tuple(todo),
        recordings=tuple(unique.values()),
        up_to_date=up_to_date,
        copies=len(now) - len(unique),
        unreadable=unreadable,
        dropped=frozenset(clip for clip, has in known.items() if has.source in now and clip not in unique),
    )


def _by_content(recordings: Iterable[Recording]) -> dict[str, Recording]:
    unique: dict[str, Recording] = {}
    for recording in recordings:
        other = unique.setdefault(recording.clip, recording)
        if replace(other, source="", stamp=None) != replace(recording, source="", stamp=None):
            message = (
                f"{other.source} and {recording.source} are the same recording, but the list says other things of one "
                "than of the other. Let both lines say the same, or leave one out."
            )
            raise UsageError(message)
    return unique


def _key(recording: Recording, numbers_from: Mapping[str, object]) -> str:
    facts = {
        "content": recording.sha256,
        "parameters": asdict(recording.parameters),
        "problem": recording.problem,
        "numbers_from": numbers_from,
    }
    return hashlib.sha256(json.dumps(facts, sort_keys=True, default=dict).encode()).hexdigest()[: 2 * _ID_DIGITS]
