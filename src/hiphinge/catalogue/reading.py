"""Reads the catalogue's files into checked records, and says of each mistake which file and field it is in."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

from pydantic import ValidationError

from hiphinge.catalogue.records import (
    Accuracy,
    Article,
    Band,
    ContactText,
    Decision,
    Disagreement,
    Drill,
    Evidence,
    Exercise,
    Fault,
    FaultDocument,
    Lesson,
    Muscle,
    PatternText,
    Phrase,
    Progression,
    Question,
    Reason,
    Record,
    Reference,
    SelfTest,
    Station,
    Threshold,
    TrainingRule,
)
from hiphinge.errors import UnknownIdError
from hiphinge.frozen_mapping import FrozenMapping

__all__ = ["DOCUMENTS", "Catalogue", "packaged_data", "read"]

DOCUMENTS: Mapping[str, type[Record]] = FrozenMapping(
    {
        "accuracy": Accuracy,
        "articles": Article,
        "contacts": ContactText,
        "decisions": Decision,
        "disagreements": Disagreement,
        "drills": Drill,
        "evidence": Evidence,
        "exercises": Exercise,
        "faults": FaultDocument,
        "lessons": Lesson,
        "muscles": Muscle,
        "patterns": PatternText,
        "phrases": Phrase,
        "training_rules": TrainingRule,
        "progressions": Progression,
        "questions": Question,
        "reasons": Reason,
        "references": Reference,
        "self_tests": SelfTest,
        "stations": Station,
        "thresholds": Threshold,
    }
)
"""The folders of the catalogue and the shape of a file in each."""

R = TypeVar("R", bound=Record)


@dataclass(frozen=True, kw_only=True)
class Catalogue:
    """Everything that is known, by id; nothing in it can be changed."""

    accuracy: Mapping[str, Accuracy]
    articles: Mapping[str, Article]
    contacts: Mapping[str, ContactText]
    decisions: Mapping[str, Decision]
    disagreements: Mapping[str, Disagreement]
    drills: Mapping[str, Drill]
    evidence: Mapping[str, Evidence]
    exercises: Mapping[str, Exercise]
    faults: Mapping[str, Fault]
    lessons: Mapping[str, Lesson]
    muscles: Mapping[str, Muscle]
    patterns: Mapping[str, PatternText]
    phrases: Mapping[str, Phrase]
    training_rules: Mapping[str, TrainingRule]
    progressions: Mapping[str, Progression]
    questions: Mapping[str, Question]
    reasons: Mapping[str, Reason]
    references: Mapping[str, Reference]
    self_tests: Mapping[str, SelfTest]
    stations: Mapping[str, Station]
    thresholds: Mapping[str, Threshold]

    def __post_init__(self) -> None:
        """Freeze the tables."""
        for field in fields(self):
            object.__setattr__(self, field.name, FrozenMapping(getattr(self, field.name)))

    def exercise(self, name: str) -> Exercise:
        """Return an exercise by id or by one of its other names; case, spaces and hyphens do not matter.

        Raises
        ------
        UnknownIdError
            If no exercise is called that.
        """
        wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
        for exercise in self.exercises.values():
            if wanted == exercise.id or wanted in exercise.aliases:
                return exercise
        aliases = (alias for exercise in self.exercises.values() for alias in exercise.aliases)
        raise UnknownIdError.of(name, kind="exercise", known=self.exercises, also=aliases)


def packaged_data() -> Traversable:
    """Return the folder with the catalogue's own files."""
    return files("hiphinge.catalogue") / "data"


def read(folder: Traversable) -> tuple[Catalogue | None, tuple[str, ...]]:
    """Read a folder of catalogue files.

    Returns
    -------
    The catalogue, or None when something is wrong, and every problem as ``file: field: what is wrong``.
    """
    problems: list[str] = []
    tables = {name: _table(folder, name, model, problems) for name, model in DOCUMENTS.items()}
    if problems:
        return None, tuple(problems)
    tables["faults"] = _faults(tables["faults"], tables["exercises"])
    return Catalogue(**tables), ()


def _table(folder: Traversable, name: str, model: type[R], problems: list[str]) -> dict[str, Any]:
    table: dict[str, R] = {}
    for file, document in _documents(folder / name, name, problems):
        try:
            record = model.model_validate(document)
        except ValidationError as error:
            problems.extend(
                f"{file}: {'.'.join(str(part) for part in e['loc']) or 'whole file'}: {e['msg']}"
                for e in error.errors(include_url=False)
            )
            continue
        stem = file.rsplit("/", 1)[-1].removesuffix(".toml")
        if record.model_dump(include={"id"})["id"] != stem:
            problems.append(f"{file}: id: should be {stem!r}, like the file's name")
        table[stem] = record
    return table


def _documents(folder: Traversable, name: str, problems: list[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    if not folder.is_dir():
        problems.append(f"{name}: whole folder: is not there")
        return
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if not entry.name.endswith(".toml"):
            continue
        file = f"{name}/{entry.name}"
        try:
            yield file, tomllib.loads(entry.read_text(encoding="utf-8"))
        except (ValueError, RecursionError) as error:  # not TOML, no text, or more digits or levels than Python reads
            problems.append(f"{file}: whole file: is not TOML: {error}")


def _faults(documents: Mapping[str, FaultDocument], exercises: Mapping[str, Exercise]) -> dict[str, Fault]:
    """Give each fault the bands and silences of the exercises, most important fault first."""
    return {
        document.id: Fault(
            **dict(document),
            bands=_bands(document, exercises),
            silent_exercises=_silences(document, exercises),
        )
        for document in sorted(documents.values(), key=lambda d: d.priority)
    }


def _bands(document: FaultDocument, exercises: Mapping[str, Exercise]) -> Mapping[str, Band]:
    return {e.id: e.bands.get(document.id, document.default) for e in exercises.values()}


def _silences(document: FaultDocument, exercises: Mapping[str, Exercise]) -> Mapping[str, str]:
    return {
        exercise.id: silence.reason
        for exercise in exercises.values()
        for silence in document.silent
        if silence.covers(exercise)
    }
