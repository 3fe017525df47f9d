"""Strong: ``strong.csv``, one row for each set, with rows for rest timers and notes between them."""

from dataclasses import replace

from hiphinge.sources.training_logs.collecting import Collection, collect
from hiphinge.sources.training_logs.model import Hints, TrainingExport, When
from hiphinge.sources.training_logs.sheet import Headings, Row
from hiphinge.sources.training_logs.text import RawTable
from hiphinge.sources.training_logs.values import duration_s

__all__ = ["HEADINGS", "NEEDED", "read"]

HEADINGS: Headings = {
    "start": ("date", "datum", "fecha", "data"),
    "workout": (
        "workout name",
        "name des workouts",
        "workout-name",
        "trainingsname",
        "nom de l'entrainement",
        "nombre del entrenamiento",
        "nome allenamento",
        "nome do treino",
        "naam workout",
    ),
    "exercise": (
        "exercise name",
        "name der ubung",
        "ubungsname",
        "ubung",
        "nom de l'exercice",
        "nombre del ejercicio",
        "nome esercizio",
        "nome do exercicio",
        "naam oefening",
    ),
    "number": (
        "set order",
        "satzreihenfolge",
        "reihenfolge der satze",
        "satz",
        "ordre de la serie",
        "ordre des series",
        "orden de la serie",
        "orden de serie",
        "ordine serie",
        "ordem da serie",
        "setvolgorde",
    ),
    "weight": ("weight", "gewicht", "poids", "peso"),
    "weight_unit": ("weight unit", "gewichtseinheit", "unite de poids", "unidad de peso"),
    "repetitions": (
        "reps",
        "wdh",
        "wdh.",
        "wiederholungen",
        "repetitions",
        "repeticiones",
        "ripetizioni",
        "repeticoes",
    ),
    "rpe": ("rpe",),
    "distance": ("distance", "distanz", "entfernung", "distancia", "distanza", "afstand"),
    "distance_unit": ("distance unit", "distanzeinheit", "unite de distance", "unidad de distancia"),
    "duration": ("seconds", "sekunden", "secondes", "segundos", "secondi", "seconden"),
    "note": ("notes", "notizen", "notas", "note", "notities"),
    "workout_note": (
        "workout notes",
        "workout-notizen",
        "trainingsnotizen",
        "notes de l'entrainement",
        "notas del entrenamiento",
    ),
}
"""English as in real exports; the other languages are translations that nobody has confirmed with a real file."""
NEEDED = frozenset({"start", "exercise"})
_WARM_UP = {"w"}
_SPECIAL = {"d": "drop set", "f": "to failure"}


def read(table: RawTable, hints: Hints) -> TrainingExport:
    """Return the sets of an export of Strong; a rest timer gives the rest after the set before it."""
    return collect(table, HEADINGS, hints, app="strong", title="Strong", take=_take)


def _take(found: Collection, row: Row, start: When) -> None:
    label = row.text("number").casefold()
    if label and not label.isdigit() and label not in _WARM_UP | set(_SPECIAL):
        _take_between(found, row, label)
        return
    row = Row(row.line, {name: cell.replace("\\n", "\n") for name, cell in row.cells.items()})
    found.add(row, start=start, number=label, warm_up=label in _WARM_UP, remark=_SPECIAL.get(label, ""))


def _take_between(found: Collection, row: Row, label: str) -> None:
    """Take a row that is no set: a timer, or a note on the exercise."""
    note = row.text("note").replace("\\n", "\n")
    last = found.sets[-1] if found.sets and found.sets[-1].exercise == row.text("exercise") else None
    if note and last is not None:
        found.sets[-1] = replace(last, note="\n".join(part for part in (last.note, note) if part))
        found.passed_over["notes on an exercise, kept with the set before them"] += 1
        return
    rest_s = duration_s(row.text("duration"))
    if last is not None and rest_s is not None and not note:
        found.sets[-1] = replace(last, rest_s=rest_s)
    found.passed_over["rest timers" if "rest" in label or rest_s is not None else f"rows marked {label!r}"] += 1
