"""The table of training apps: how to recognise the export of each by its content, and how to read it."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hiphinge.errors import InputFormatError, UnknownIdError
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.sources.training_logs import fitnotes, hevy, liftosaur, strong, wger
from hiphinge.sources.training_logs.model import Hints, TrainingExport
from hiphinge.sources.training_logs.sheet import Headings, columns_of
from hiphinge.sources.training_logs.text import RawTable, read_text, table_of

__all__ = ["APPS", "Layout", "TrainingApp", "read_training_log"]

_READABLE = frozenset({"start", "exercise"})
"""What sets cannot be read without."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One kind of table that an app writes.

    Attributes
    ----------
    needed
        The meanings by which it is recognised; what else is missing is left out.
    alone
        Whether it may have no other columns.
    """

    headings: Headings
    needed: frozenset[str]
    read: Callable[[RawTable, Hints], TrainingExport]
    alone: bool = False

    def recognise(self, table: RawTable, *, named: bool = False) -> bool:
        """Return whether a table has this layout; ``named`` if somebody says so: sets then only have to be readable."""
        columns = columns_of(table.headings, self.headings)
        fields = {column.field for column in columns}
        if named and self.needed >= _READABLE:
            return fields >= _READABLE
        return self.needed <= fields and (not self.alone or len(columns) == len(table.headings))

    def score(self, table: RawTable) -> int:
        """Return how many of its columns are known."""
        return len(columns_of(table.headings, self.headings))


@dataclass(frozen=True, kw_only=True)
class TrainingApp:
    """One row of the table: an app and the layouts of its exports."""

    id: str
    title: str
    layouts: tuple[Layout, ...]
    recognise_json: Callable[[Any], bool] | None = None
    read_json: Callable[[Any, Hints], TrainingExport] | None = None


_ROWS = (
    TrainingApp(
        id="fitnotes",
        title="FitNotes",
        layouts=(
            Layout(headings=fitnotes.HEADINGS, needed=fitnotes.NEEDED, read=fitnotes.read),
            Layout(headings=fitnotes.BODY_HEADINGS, needed=fitnotes.BODY_NEEDED, read=fitnotes.read_body),
        ),
    ),
    TrainingApp(
        id="hevy",
        title="Hevy",
        layouts=(
            Layout(headings=hevy.HEADINGS, needed=hevy.NEEDED, read=hevy.read),
            Layout(headings=hevy.MEASUREMENT_HEADINGS, needed=hevy.MEASUREMENT_NEEDED, read=hevy.read_measurements),
        ),
    ),
    TrainingApp(
        id="liftosaur",
        title="Liftosaur",
        layouts=(Layout(headings=liftosaur.HEADINGS, needed=liftosaur.NEEDED, read=liftosaur.read),),
    ),
    TrainingApp(
        id="strong",
        title="Strong",
        layouts=(Layout(headings=strong.HEADINGS, needed=strong.NEEDED, read=strong.read),),
    ),
    TrainingApp(
        id="wger",
        title="wger",
        layouts=(Layout(headings=wger.WEIGHT_HEADINGS, needed=wger.WEIGHT_NEEDED, read=wger.read_weights, alone=True),),
        recognise_json=wger.recognise,
        read_json=wger.read,
    ),
)
APPS: Mapping[str, TrainingApp] = FrozenMapping({row.id: row for row in _ROWS})
"""Every app whose exports can be read, by id."""


def read_training_log(path: Path, *, hints: Hints | None = None, app: str | None = None) -> TrainingExport:
    """Return what the export of a training app says.

    Parameters
    ----------
    app
        Its id; None finds it by the content of the file.

    Raises
    ------
    InputError
        If the file is missing, empty, unreadable, or no export of a known app.
    UnknownIdError
        If no app has that id.
    UsageError
        If the unit of weights, or the order of day and month, is neither in the file nor given.
    """
    hints = hints or Hints()
    wanted = tuple(APPS.values()) if app is None else (_named(app),)
    text = read_text(path)
    if text.lstrip("\ufeff \t\r\n")[:1] in {"{", "["}:
        return _read_json(text.lstrip("\ufeff"), path, wanted, hints)
    return _read_table(text, path, wanted, hints)


def _named(app: str) -> TrainingApp:
    try:
        return APPS[app.strip().casefold()]
    except KeyError:
        message = f"No training app is called {app!r}. Known: {', '.join(APPS)}."
        raise UnknownIdError(message) from None


def _read_json(text: str, path: Path, wanted: tuple[TrainingApp, ...], hints: Hints) -> TrainingExport:
    try:
        value = json.loads(text, object_hook=_kept_text)
    except (ValueError, RecursionError) as error:
        message = f"{path} begins as JSON, but is broken: {error}. Export it again."
        raise InputFormatError(message) from error
    for row in wanted:
        if row.recognise_json is not None and row.read_json is not None and row.recognise_json(value):
            return row.read_json(value, hints)
    message = (
        f"{path} is JSON, but no export of {_titles(wanted)}. Of these, wger answers with JSON: a list of workout logs "
        "or weight entries, or an object with them."
    )
    raise InputFormatError(message)


def _kept_text(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an object of JSON without the half letters and zeros in its texts that no database keeps."""
    return {
        key: value.replace("\0", "").encode(errors="replace").decode() if isinstance(value, str) else value
        for key, value in entry.items()
    }


def _read_table(text: str, path: Path, wanted: tuple[TrainingApp, ...], hints: Hints) -> TrainingExport:
    table = table_of(text)
    named = len(wanted) == 1
    layouts = [layout for row in wanted for layout in row.layouts if layout.recognise(table, named=named)]
    if not layouts:
        raise _unrecognised(table, path, wanted)
    return max(layouts, key=lambda layout: layout.score(table)).read(table, hints)


def _unrecognised(table: RawTable, path: Path, wanted: tuple[TrainingApp, ...]) -> InputFormatError:
    """Return the error for a table that is no export: its headings, and those that a named app cannot do without."""
    shown = ", ".join(table.headings)
    shown = shown if len(shown) <= 200 else f"{shown[:197]}..."  # noqa: PLR2004 - a few lines of the terminal
    first, needed = wanted[0].layouts[0], ""
    if len(wanted) == 1:
        least = _READABLE if "exercise" in first.needed else first.needed
        fields = [field for field in first.headings if field in least]
        needed = f" It needs at least the columns {' and '.join(first.headings[field][0] for field in fields)}."
    message = (
        f"{path} should be the export of {_titles(wanted)}, but its first line is: {shown}.{needed} Give the file as "
        "the app exports it, with its headings."
    )
    return InputFormatError(message)


def _titles(apps: tuple[TrainingApp, ...]) -> str:
    titles = [app.title for app in apps]
    return titles[0] if len(titles) == 1 else f"{', '.join(titles[:-1])} or {titles[-1]}"
