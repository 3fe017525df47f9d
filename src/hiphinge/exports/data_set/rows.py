"""The rows of one clip: of its analysis, or of a clip that could not be measured."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from hiphinge.analysis import Analysis
from hiphinge.documents import ProvenanceRecord, analysis_document, series_columns
from hiphinge.documents.analysis import AnalysisDocument, FindingDocument, RepetitionDocument
from hiphinge.exports.repetitions_csv import repetition_columns, repetition_row
from hiphinge.measures import lift_quantities
from hiphinge.motion import FloatArray

__all__ = ["ROWS_VERSION", "ClipRows", "refused_rows", "rows_of"]

ROWS_VERSION: Final = 1
"""Changes when the rows of the same analysis change, so that older ones are computed again."""

Row = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class ClipRows:
    """The rows of one clip by table, without the columns of the list; ``series`` is by column ``[time]``."""

    clip: Row
    sets: Sequence[Row] = ()
    repetitions: Sequence[Row] = ()
    findings: Sequence[Row] = ()
    series: Mapping[str, FloatArray] = field(default_factory=dict)


def rows_of(
    analysis: Analysis, *, provenance: ProvenanceRecord, recorded_at: datetime | None, measurable: bool
) -> ClipRows:
    """Return the rows of an analysis; where nothing was measurable, its state is `refused`, with the reasons."""
    document = analysis_document(analysis, provenance=provenance)
    findings = [_finding(None, one) for one in document.findings]
    findings += [_finding(repetition, one) for repetition in document.repetitions for one in repetition.findings]
    ids = tuple(lift_quantities())
    names = tuple(repetition_columns(ids))
    moment = {"recorded_at": None if recorded_at is None else recorded_at.isoformat()}
    exercise = {"exercise": document.exercise.id, **moment}
    return ClipRows(
        clip={
            **_state(document, measurable=measurable),
            **_recording(document),
            **_view(document),
            **_provenance(document),
            **moment,
        },
        sets=[moment | one for one in _sets(document)],
        repetitions=[
            {**moment, "load_kg": document.load_kg, **dict(zip(names, repetition_row(one, document, ids), strict=True))}
            for one in document.repetitions
        ],
        findings=[exercise | one for one in findings],
        series=series_columns(analysis),
    )


def refused_rows(*, state: str, reason: str) -> ClipRows:
    """Return the one row of a clip that was not measured."""
    return ClipRows(clip={"state": state, "reason": reason})


def _state(document: AnalysisDocument, *, measurable: bool) -> Row:
    reasons = dict.fromkeys([*(r.reason for r in document.view.reasons), *(r.reason for r in document.not_measurable)])
    reason = " ".join(reasons) or "No movement that can be measured was found."
    return {"state": "done", "reason": None} if measurable else {"state": "refused", "reason": reason}


def _recording(document: AnalysisDocument) -> Row:
    source, kinds = document.source, [one.kind for one in document.repetitions]
    width, height = source.size or (None, None)
    return {
        "format": source.format,
        "duration_s": source.duration_s,
        "fps": source.fps,
        "frames": source.frames,
        "width_px": width,
        "height_px": height,
        "people": source.people,
        "warnings": " | ".join(source.warnings) or None,
        "exercise": document.exercise.id,
        "exercise_given": document.exercise.given,
        "load_kg": document.load_kg,
        "stature_m": document.person.stature_m,
        "mass_kg": document.person.mass_kg,
        "sets": len(document.sets),
        "repetitions": kinds.count("repetition"),
        "attempts": kinds.count("attempt"),
    }


def _view(document: AnalysisDocument) -> Row:
    view = document.view
    ids = dict.fromkeys([*(one.id for one in view.reasons), *(one.id for one in document.not_measurable)])
    return {
        "view": view.label,
        "facing": view.facing,
        "yaw_deg": view.yaw_deg,
        "yaw_error_deg": view.yaw_error_deg,
        "standing": document.standing.kind,
        "not_measurable": ";".join(ids) or None,
    }


def _provenance(document: AnalysisDocument) -> Row:
    provenance = document.provenance
    return {name: json.dumps(getattr(provenance, name), sort_keys=True) for name in ("versions", "model", "parameters")}


def _sets(document: AnalysisDocument) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for one in document.sets:
        kinds = [each.kind for each in document.repetitions if each.index in one.repetitions]
        rows.append(
            {
                "exercise": document.exercise.id,
                "load_kg": document.load_kg,
                "set": one.index,
                "start_time_s": one.start_s,
                "end_time_s": one.end_s,
                "repetitions": kinds.count("repetition"),
                "attempts": kinds.count("attempt"),
            }
        )
    return rows


def _finding(repetition: RepetitionDocument | None, one: FindingDocument) -> dict[str, Any]:
    return {
        "set": None if repetition is None else repetition.set,
        "repetition": None if repetition is None else repetition.index,
        "finding": one.id,
        "level": one.level,
        "value": one.value,
        "unit": one.unit,
        "threshold": one.threshold,
        "low": one.low,
        "high": one.high,
        "repeatability": one.repeatability,
        "time_s": one.time_s,
        "drill": one.drill_id,
        "grade": one.grade,
    }
