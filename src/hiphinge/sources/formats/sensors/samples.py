"""From the rows of a table to the tracks of its sensors: times, units, places, and what was found on the way."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from hiphinge.errors import InputFormatError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.motion import FloatArray, SensorPlace, SensorTrack
from hiphinge.sources.formats.delimited import number_in, seconds_in
from hiphinge.sources.formats.sensors.columns import Column, ColumnKind, columns_of, place_given, place_in
from hiphinge.sources.formats.sensors.units import in_m_s2, in_rad_s, in_seconds, rate_unit
from hiphinge.sources.formats.table import Hints

__all__ = ["SensorTable", "header_of", "lacking", "nearest_titles", "sensor_table", "tracks_of"]

_RATE: Final = re.compile(r"(?:rate|frequency|hz)\D{0,20}?(?P<rate>\d+(?:\.\d+)?)\s*hz", re.IGNORECASE)
_SAMPLES: Final = 3
_NOTHING: Final[Mapping[str, str]] = FrozenMapping({})
_QUATERNION: Final = 4
_HEAD_LINES: Final = 60
_MARKS: Final = ("\t", ";", ",", " ")
_COUNTER_WRAPS: Final = 65536
_NEEDED: Final[tuple[ColumnKind, ...]] = ("acceleration", "angular_rate", "quaternion")
_CHANNELS: Final[tuple[ColumnKind, ...]] = ("acceleration", "angular_rate", "magnetic_field", "quaternion")


@dataclass(frozen=True, kw_only=True)
class SensorTable:
    """A table before it is converted: titles, rows of cells by line, the rate that its head states, and its name.

    An empty line between samples is a row without cells: where a table has no times, it is a sample that is missing.
    """

    name: str
    titles: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    rate_hz: float | None = None


def header_of(text: str, named: Mapping[str, str] = _NOTHING) -> tuple[int, str] | None:
    """Return in which line the titles of sensor columns are, and what separates them; None where there are none.

    ``named`` says of titles that nobody knows what they are, in words that are known.
    """
    for number, line in enumerate(text.split("\n", _HEAD_LINES)[:_HEAD_LINES]):
        for mark in _MARKS:
            known = columns_of(_titles(line, mark, named)) if mark in line else ()
            kinds = [column.kind for column in known]
            raw = kinds.count("acceleration") >= _SAMPLES and kinds.count("angular_rate") >= _SAMPLES
            one = any(kinds.count(kind) >= _SAMPLES for kind in _CHANNELS[:2]) and "time" in kinds
            if raw or kinds.count("quaternion") >= _QUATERNION or one:
                return number, mark
    return None


def nearest_titles(text: str, named: Mapping[str, str] = _NOTHING) -> tuple[str, ...]:
    """Return the titles, as they are written, of the line that comes nearest to titles of sensor columns."""
    lines = text.split("\n", _HEAD_LINES)[:_HEAD_LINES]
    split = [_titles(line, mark, _NOTHING) for line in lines for mark in _MARKS if mark in line]

    def fits(titles: tuple[str, ...]) -> int:
        return len(columns_of([named.get(title.casefold(), title) for title in titles]))

    return max(split, key=fits, default=())


def lacking(titles: tuple[str, ...], named: Mapping[str, str] = _NOTHING) -> tuple[str, ...]:
    """Return what titles lack to be those of a table of samples, in words."""
    found = columns_of([named.get(title.casefold(), title) for title in titles])
    axes = {kind: {column.axis for column in found if column.kind == kind} for kind in _CHANNELS}
    missing = [
        f"{kind.replace('_', ' ')} {axis}"
        for kind in _CHANNELS[:2]
        for number, axis in enumerate("xyz")
        if number not in axes[kind]
    ]
    return tuple(missing)


def _titles(line: str, mark: str, named: Mapping[str, str]) -> tuple[str, ...]:
    titles = (title.strip().strip('"') for title in line.split(mark))
    return tuple(named.get(title.casefold(), title) for title in titles)


def sensor_table(text: str, *, name: str, named: Mapping[str, str] = _NOTHING) -> SensorTable:
    """Return the table in a text; ``named`` as in `header_of`.

    Raises
    ------
    InputFormatError
        If it has no titles of sensor columns.
    """
    found = header_of(text, named)
    if found is None:
        message = (
            f"{name} should have a line of titles with acceleration and angular rate, x to z, or a quaternion, such as "
            "acc_x (g), gyr_x (deg/s), but has none."
        )
        raise InputFormatError(message)
    at, mark = found
    lines = text.rstrip("\n").split("\n")
    titles = _titles(lines[at], mark, named)
    body = lines[at + 1 :]
    while body and not body[0].strip():
        body = body[1:]
    rate = next((match for line in lines[:at] if (match := _RATE.search(line))), None)
    return SensorTable(
        name=name,
        titles=titles,
        columns=columns_of(titles),
        rows=tuple(tuple(cell.strip().strip('"') for cell in line.split(mark)) for line in body),
        rate_hz=float(rate["rate"]) if rate else None,
    )


@dataclass(frozen=True, kw_only=True)
class _Samples:
    """The samples of one sensor: times or None, channels ``[time, axis]`` with NaN where a cell is empty, and units."""

    name: str
    time_s: FloatArray
    channels: Mapping[ColumnKind, FloatArray]
    units: Mapping[ColumnKind, str]


def tracks_of(tables: Sequence[SensorTable], hints: Hints) -> tuple[list[SensorTrack], list[str]]:
    """Return the tracks in tables, each of one or several sensors, and what is to be said about them.

    Tables of one sensor's acceleration and of its angular rate are put together (MetaMotion writes them apart).

    Raises
    ------
    InputFormatError
        If the place of a sensor is not known, one is named that is not there, or samples cannot be converted.
    """
    said: list[str] = []
    names: list[str] = []
    samples: dict[SensorPlace, list[_Samples]] = defaultdict(list)
    for table in tables:
        for one in _of_table(table, hints, said):
            samples[_place(one.name, hints)].append(one)
            names.append(one.name)
    _check_used(hints, names)
    clean = [_clean(place, _together(place, parts), said) for place, parts in samples.items()]
    alike = next((unit for one in clean if (unit := one.rate_unit)), "")
    first_s = min((float(one.time_s[0]) for one in clean), default=0.0)
    clean = [replace(one, time_s=one.time_s - first_s) for one in clean]
    return [_track(one, said, alike=alike) for one in clean], said


def _check_used(hints: Hints, names: Sequence[str]) -> None:
    for wanted, place in hints.sensors:
        if names and not any(place_given(name, [(wanted, place)]) for name in names):
            message = f"No sensor is named {wanted}: there are {', '.join(dict.fromkeys(names))}. Name one of them."
            raise InputFormatError(message)


def _place(name: str, hints: Hints) -> SensorPlace:
    found = place_given(name, hints.sensors) or place_in(Path(name).stem) or place_in(name)
    if found is None:
        message = (
            f"It is not known where the sensor {name!r} was worn. Write its place into the name, such as T12 or S2, or "
            f"say it: --sensor {name.split(maxsplit=1)[0] if name.split() else 'NAME'}=T12"
        )
        raise InputFormatError(message)
    return found


def _of_table(table: SensorTable, hints: Hints, said: list[str]) -> list[_Samples]:
    """Return the samples of each sensor in a table: by the words before the kind, or by the name of the device."""
    device = next((column for column in table.columns if column.kind == "device"), None)
    if device is not None:
        groups: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for row in table.rows:
            if len(row) > device.index:
                groups[row[device.index]].append(row)
        return [
            _samples(table, name, rows, table.columns, hints, said) for name, rows in groups.items() if len(rows) > 1
        ]
    owners = list(dict.fromkeys(c.owner for c in table.columns if c.kind in _CHANNELS))
    by_place = {owner: place_in(owner) for owner in owners}
    if len(owners) > 1 and all(owner == "" or by_place[owner] is None for owner in owners):
        owners = owners[:1]
    merged: dict[str, list[Column]] = defaultdict(list)
    for column in table.columns:
        if column.kind in _CHANNELS:
            place = by_place.get(column.owner)
            merged[place.value if place is not None else column.owner].append(column)
    named = {owner: own for owner, own in merged.items() if place_in(owner) is not None} or {
        table.name: merged[owners[0]]
    }
    shared = [column for column in table.columns if column.kind in {"time", "counter"}]
    return [_samples(table, owner, table.rows, [*shared, *own], hints, said) for owner, own in named.items()]


def _samples(
    table: SensorTable,
    name: str,
    rows: Sequence[tuple[str, ...]],
    columns: Sequence[Column],
    hints: Hints,
    said: list[str],
) -> _Samples:
    time_s = _times(table, rows, columns, hints, said)
    channels: dict[ColumnKind, FloatArray] = {}
    units: dict[ColumnKind, str] = {}
    for kind in _CHANNELS:
        width = _QUATERNION if kind == "quaternion" else _SAMPLES
        by_axis = {column.axis: column for column in reversed([c for c in columns if c.kind == kind])}
        if set(by_axis) == set(range(width)):
            channels[kind] = np.stack(
                [by_axis[axis].sign * _numbers(rows, by_axis[axis].index) for axis in range(width)], axis=1
            )
            units[kind] = by_axis[0].unit
    return _Samples(name=name, time_s=time_s, channels=channels, units=units)


def _numbers(rows: Sequence[tuple[str, ...]], index: int) -> FloatArray:
    return np.array([number_in(row[index]) if index < len(row) else np.nan for row in rows])


def _times(
    table: SensorTable, rows: Sequence[tuple[str, ...]], columns: Sequence[Column], hints: Hints, said: list[str]
) -> FloatArray:
    """Return the times ``[row]``, seconds from the first; by the rate where the table counts or has no times."""
    counter = next((column for column in columns if column.kind == "counter"), None)
    rate = table.rate_hz or hints.fps
    if counter is not None and rate is not None:
        return _unwrapped(_numbers(rows, counter.index)) / rate
    times = [column for column in columns if column.kind == "time"]
    for column in sorted(times, key=lambda one: "elapsed" not in one.owner):
        numbers = _numbers(rows, column.index)
        clock = not np.isfinite(numbers).any()
        if clock:
            numbers = np.array([seconds_in(row[column.index]) if column.index < len(row) else np.nan for row in rows])
        known = numbers[np.isfinite(numbers)]
        if len(known) > 1:
            unit = "s" if clock else "us" if column.owner == "sampletimefine" else column.unit
            seconds, warned = in_seconds(known, unit)
            said += [f"{table.name}: {one}" for one in warned]
            out = np.full(len(numbers), np.nan)
            out[np.isfinite(numbers)] = seconds
            return out
    if rate is None:
        message = (
            f"{table.name} has no times and does not state its rate. Say how many samples a second it has: --fps 50"
        )
        raise InputFormatError(message)
    return np.asarray(np.arange(len(rows)) / rate)


def _unwrapped(counter: FloatArray) -> FloatArray:
    steps = np.diff(counter, prepend=counter[:1])
    return np.asarray(np.cumsum(np.where(steps < -_COUNTER_WRAPS / 2, steps + _COUNTER_WRAPS, steps)))


def _together(place: SensorPlace, parts: list[_Samples]) -> _Samples:
    """Return the samples of one sensor whose channels are in several tables, on the times of the first channel."""
    first = max(parts, key=lambda part: "acceleration" in part.channels)
    channels, units = dict(first.channels), dict(first.units)
    for part in parts:
        for kind, values in part.channels.items():
            if part is not first and kind in channels:
                message = f"Two sensors are named {place}: {first.name} and {part.name}. Name their places apart."
                raise InputFormatError(message)
            if part is not first:
                known = np.isfinite(part.time_s) & np.isfinite(values).all(axis=1)
                channels[kind] = np.stack(
                    [np.interp(first.time_s, part.time_s[known], column) for column in values[known].T], axis=1
                )
                units[kind] = part.units[kind]
    return _Samples(name=first.name, time_s=first.time_s, channels=channels, units=units)


@dataclass(frozen=True, kw_only=True)
class _Clean:
    """Whole samples of one sensor in order of time, the acceleration in m/s², what is left as it was written."""

    place: SensorPlace
    time_s: FloatArray
    acceleration_m_s2: FloatArray | None
    channels: Mapping[ColumnKind, FloatArray]
    units: Mapping[ColumnKind, str]

    @property
    def rate_unit(self) -> str:
        """The unit that the angular rate must be in; empty where there is none, or it cannot be said."""
        if self.acceleration_m_s2 is None:
            return ""
        return rate_unit(self.channels["angular_rate"], acceleration_m_s2=self.acceleration_m_s2, time_s=self.time_s)


def _clean(place: SensorPlace, samples: _Samples, said: list[str]) -> _Clean:
    channels = samples.channels
    needed = [kind for kind in _NEEDED if kind in channels]
    if not needed or ("quaternion" not in channels and len(needed) == 1):
        has = needed[0].replace("_", " ") if needed else "nothing"
        message = f"The sensor at {place} should have acceleration and angular rate, or quaternions, but has {has}."
        raise InputFormatError(message)
    known = np.isfinite(samples.time_s) & np.all([np.isfinite(channels[kind]).all(axis=1) for kind in needed], axis=0)
    if not known.any():
        message = f"The sensor at {place} has no whole sample. Check the columns of its table."
        raise InputFormatError(message)
    times = samples.time_s[known]
    later = np.concatenate([[True], times[1:] > np.maximum.accumulate(times)[:-1]])
    if not later.all():
        said.append(f"At {place} {int((~later).sum())} samples came twice or out of order and are left out.")
    kept = np.flatnonzero(known)[later]
    chosen = {kind: values[kept] for kind, values in channels.items()}
    acceleration = None
    if "acceleration" in chosen and "angular_rate" in chosen:
        acceleration, warned = in_m_s2(chosen["acceleration"], samples.units["acceleration"], whose=place)
        said += warned
    time_s = samples.time_s[kept]
    return _Clean(place=place, time_s=time_s, acceleration_m_s2=acceleration, channels=chosen, units=samples.units)


def _track(one: _Clean, said: list[str], *, alike: str) -> SensorTrack:
    rate = None
    if one.acceleration_m_s2 is not None:
        rate, warned = in_rad_s(
            one.channels["angular_rate"],
            one.units["angular_rate"],
            acceleration_m_s2=one.acceleration_m_s2,
            time_s=one.time_s,
            whose=one.place,
            alike=alike,
        )
        said += warned
    magnetic = one.channels.get("magnetic_field")
    return SensorTrack(
        place=one.place,
        time_s=one.time_s,
        acceleration_m_s2=one.acceleration_m_s2,
        angular_rate_rad_s=rate,
        magnetic_field=magnetic if magnetic is not None and np.isfinite(magnetic).all() else None,
        quaternion=one.channels.get("quaternion"),
    )
