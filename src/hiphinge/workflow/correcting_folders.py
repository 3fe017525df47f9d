"""A person corrects a folder of results: corrections.json beside the machine's answer, what follows in a folder."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.analysis import Correction
from hiphinge.documents import (
    AnalysisDocument,
    CorrectionRecord,
    CorrectionsDocument,
    analysis_from_json,
    corrections_from_json,
)
from hiphinge.errors import InputFormatError
from hiphinge.filesystem import locked, write_bytes
from hiphinge.sources.files import checked_file, sha256_of
from hiphinge.workflow.correction_steps import (
    CorrectedAnalysis,
    Unfollowed,
    chosen,
    follow,
    kept_corrections,
    record_of,
    undo_record,
    with_result,
)
from hiphinge.workflow.result_files import own_files

if TYPE_CHECKING:
    from hiphinge.workflow.result import Result

__all__ = [
    "CORRECTED",
    "correct_folder",
    "corrected_folder",
    "folder_result",
    "follow_folder",
    "results_folder",
    "undo_in_folder",
]

CORRECTED = "corrected"
"""The folder, within that of the machine's results, in which the corrected ones are."""
_UNCHANGED = "Nothing was corrected."
_CORRECTIONS, _ANALYSIS, _POSES = "corrections.json", "analysis.json", "pose.parquet"


def results_folder(place: str | os.PathLike[str]) -> Path | None:
    """Return the folder in which `analyze` wrote results, named by itself or by its analysis; None if there is none."""
    named = Path(place)
    folder = named.parent if named.name == _ANALYSIS and named.is_file() else named
    return folder if (folder / _ANALYSIS).is_file() else None


def corrected_folder(folder: str | os.PathLike[str]) -> CorrectedAnalysis:
    """Return the results of a folder as the person corrected them, without computing anything.

    Raises
    ------
    InputError
        If there are no results in it, or what is there is damaged.
    """
    place = Path(folder)
    machine = _machine(place)
    return _now(machine, _kept(place, machine))


def folder_result(folder: str | os.PathLike[str]) -> "Result":
    """Return the results of a folder as the person corrected them, computed from its poses, with the video beside it.

    Raises
    ------
    NotMeasurableError
        If its poses, or what its angles count from, are not there.
    InputError
        If there are no results in it, or what is there is damaged.
    """
    place = Path(folder)
    machine = _machine(place)
    _check_followable(machine, place / _POSES)
    return follow(machine, place / _POSES, _kept(place, machine).active, video=_video(place, machine))


def correct_folder(
    folder: str | os.PathLike[str], correction: Correction, *, reason: str = "", report: bool = True
) -> CorrectedAnalysis:
    """Correct the results of a folder, write what follows into ``corrected`` in it, and return it.

    Raises
    ------
    UsageError
        If it does not fit the recording; nothing is changed then.
    NotMeasurableError
        If its poses, or what its angles count from, are not there; nothing is changed then.
    InputError, OutputError
        If the results cannot be read, or nothing can be written.
    """
    return _add(
        Path(folder),
        lambda machine, _: record_of(correction, corrects=_version(machine), reason=reason),
        report=report,
    )


def undo_in_folder(
    folder: str | os.PathLike[str], which: str | int | None = None, *, reason: str = "", report: bool = True
) -> CorrectedAnalysis:
    """Take a correction back, the last one where none is named; errors as `correct_folder`.

    When nothing is corrected any more, ``corrected`` is empty again and the machine's answer counts.
    """
    return _add(
        Path(folder),
        lambda machine, kept: undo_record(chosen(kept, which).id, corrects=_version(machine), reason=reason),
        report=report,
    )


def follow_folder(folder: str | os.PathLike[str], *, report: bool = True) -> CorrectedAnalysis | None:
    """Apply the corrections of a folder to results that were just written into it; None where there are none.

    Those of another recording stay where they are, and are not applied.

    Raises
    ------
    InputError, NotMeasurableError, OutputError
        As `correct_folder`.
    """
    place = Path(folder)
    if not (place / _CORRECTIONS).exists():
        return None
    machine = _machine(place)
    _remove_corrected(place)
    kept = _kept(place, machine)
    return _put(place, machine, kept, report=report) if kept.followed else _now(machine, kept)


_NewRecord = Callable[[AnalysisDocument, CorrectionsDocument], CorrectionRecord]


def _add(place: Path, new_record: _NewRecord, *, report: bool) -> CorrectedAnalysis:
    machine = _machine(place)
    with locked(place):
        kept = _kept(place, machine)
        record = new_record(machine, kept)
        more = kept.model_copy(update={"records": (*kept.records, record), "sha256": machine.source.sha256})
        return _put(place, machine, more, report=report, newest=record)


def _put(
    place: Path,
    machine: AnalysisDocument,
    kept: CorrectionsDocument,
    *,
    report: bool,
    newest: CorrectionRecord | None = None,
) -> CorrectedAnalysis:
    result: Result | None = None
    if kept.followed:
        poses = place / _POSES
        _check_followable(machine, poses)
        result = follow(machine, poses, kept.followed, video=_video(place, machine))
    now = with_result(kept, result, newest=newest)
    if result is None:
        _remove_corrected(place)
    else:
        result.save(place / CORRECTED, report=report)
    content = f"{now.model_dump_json(indent=1, by_alias=True)}\n".encode()
    write_bytes(place / _CORRECTIONS, content, what="The correction")
    return _now(machine, now, result)


def _check_followable(machine: AnalysisDocument, poses: Path) -> None:
    if not poses.is_file():
        message = (
            f"No number can follow, as {poses} is not there. Analyse the video again into this folder. {_UNCHANGED}"
        )
        raise Unfollowed(message)
    elsewhere = machine.provenance.parameters.get("own_standing")
    if elsewhere is not None:
        message = (
            f"No number can follow, as the angles count from standing in {elsewhere}, which is not in this folder. "
            "File the analysis of a calibrated person (hiphinge analyze --person NAME) and correct it there. "
            f"{_UNCHANGED}"
        )
        raise Unfollowed(message)


def _now(machine: AnalysisDocument, kept: CorrectionsDocument, result: "Result | None" = None) -> CorrectedAnalysis:
    corrected = kept.corrected
    document = machine if corrected is None else analysis_from_json(json.dumps(corrected), name=_CORRECTIONS)
    return CorrectedAnalysis(
        id=None, machine=machine, document=document, corrections=kept_corrections(kept), result=result
    )


def _machine(place: Path) -> AnalysisDocument:
    file = place / _ANALYSIS
    if not file.is_file():
        message = f"{place} should be a folder that `hiphinge analyze` wrote, but has no {_ANALYSIS}."
        raise InputFormatError(message)
    return analysis_from_json(checked_file(file).read_bytes(), name=str(file))


def _kept(place: Path, machine: AnalysisDocument) -> CorrectionsDocument:
    """Return the corrections in a folder; none where they are of another recording."""
    file = place / _CORRECTIONS
    if not file.exists():
        return CorrectionsDocument()
    found = corrections_from_json(checked_file(file).read_bytes(), name=str(file))
    return found if found.sha256 == machine.source.sha256 else CorrectionsDocument()


def _version(machine: AnalysisDocument) -> str:
    return machine.provenance.versions.get("hiphinge", "")


def _video(place: Path, machine: AnalysisDocument) -> Path | None:
    """Return the video where it is beside the folder, as it was when it was analysed."""
    found = place.absolute().parent / machine.source.path
    if machine.source.format != "video" or not found.is_file():
        return None
    return found if sha256_of(found) == machine.source.sha256 else None


def _remove_corrected(place: Path) -> None:
    home = place / CORRECTED
    for name in own_files():
        (home / name).unlink(missing_ok=True)
    if home.is_dir() and not any(home.iterdir()):
        home.rmdir()
