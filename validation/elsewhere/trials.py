"""Common to all data sets: videos beside marker files, measured by the package and compared as `validate` does."""

from __future__ import annotations

import csv
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hiphinge.errors import HiphingeError
from hiphinge.workflow.analyzing import analyze
from hiphinge.workflow.validating import validate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from hiphinge.workflow.validating import Validation

__all__ = ["Trial", "compared", "write_references"]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One video and the markers recorded with it; ``offset_s`` is the markers' clock less the video's, or unknown."""

    name: str
    person: str
    video: Path
    markers: Path
    offset_s: float | None = None


def compared(trials: Iterable[Trial], out: Path, *, by: str, report: Callable[[str], None]) -> Validation:
    """Measure every trial, keep the results in ``out``, and compare; what is not measurable is reported and left out.

    Raises
    ------
    HiphingeError
        If nothing, or too little, can be paired.
    """
    measured = []
    for trial in trials:
        try:
            result = analyze(trial.video)
            if result.analysis.series is None:
                reasons = " ".join(dict.fromkeys(why.reason for why in result.analysis.not_measurable))
                report(f"{trial.name}: not measured. {reasons}")
                continue
            result.save(out / "measured" / trial.name)
        except HiphingeError as error:
            report(f"{trial.name}: not measured. {error}")
            continue
        measured.append(trial)
    validation = validate(write_references(measured, out), by=by)
    validation.save(out)
    return validation


def write_references(trials: Sequence[Trial], out: Path) -> Path:
    """Write the table that `hiphinge validate` reads: measured folders beside marker files."""
    out.mkdir(parents=True, exist_ok=True)
    table = out / "references.csv"
    part = table.with_suffix(f".{os.getpid()}.part")
    with part.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("recording", "person", "markers", "offset_s"))
        for trial in trials:
            offset = "" if trial.offset_s is None else trial.offset_s
            writer.writerow((f"measured/{trial.name}", trial.person, trial.markers.resolve(), offset))
    part.replace(table)
    return table
