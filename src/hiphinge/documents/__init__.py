"""Every document that is written and read again: models, versions, upgrades; bytes and text only, no file is opened."""

from hiphinge.lazy import lazily as _lazily

TYPE_CHECKING = False  # typing takes longer to import than all that is here
if TYPE_CHECKING:
    from hiphinge.documents.analysis import ANALYSIS, SCHEMA, AnalysisDocument, analysis_from_json, analysis_schema
    from hiphinge.documents.analysis_writing import analysis_document, analysis_json
    from hiphinge.documents.calibration import (
        CALIBRATION,
        CalibrationDocument,
        calibration_document,
        calibration_from_json,
    )
    from hiphinge.documents.corrections import (
        CORRECTIONS,
        CorrectionRecord,
        CorrectionsDocument,
        corrections_from_json,
    )
    from hiphinge.documents.laboratory import (
        ANGLES,
        MARKERS,
        SHANK_COLUMN,
        TRUNK_COLUMN,
        angles_marked,
        markers_mark,
        near_side_marked,
    )
    from hiphinge.documents.notes import NOTES, NotesDocument, notes_from_json
    from hiphinge.documents.pose import POSE, pose_document_from_json
    from hiphinge.documents.profile import PROFILE, PROFILE_ADVICE, PROFILE_TEMPLATE, person_from_toml, person_to_toml
    from hiphinge.documents.provenance import ProvenanceRecord
    from hiphinge.documents.series import (
        SERIES,
        SERIES_KEY,
        series_columns,
        series_document,
        series_document_from_json,
        units_of_columns,
    )
    from hiphinge.documents.versions import DocumentKind
del TYPE_CHECKING

__all__ = [
    "ANALYSIS",
    "ANGLES",
    "CALIBRATION",
    "CORRECTIONS",
    "MARKERS",
    "NOTES",
    "POSE",
    "PROFILE",
    "PROFILE_ADVICE",
    "PROFILE_TEMPLATE",
    "SCHEMA",
    "SERIES",
    "SERIES_KEY",
    "SHANK_COLUMN",
    "TRUNK_COLUMN",
    "AnalysisDocument",
    "CalibrationDocument",
    "CorrectionRecord",
    "CorrectionsDocument",
    "DocumentKind",
    "NotesDocument",
    "ProvenanceRecord",
    "analysis_document",
    "analysis_from_json",
    "analysis_json",
    "analysis_schema",
    "angles_marked",
    "calibration_document",
    "calibration_from_json",
    "corrections_from_json",
    "markers_mark",
    "near_side_marked",
    "notes_from_json",
    "person_from_toml",
    "person_to_toml",
    "pose_document_from_json",
    "series_columns",
    "series_document",
    "series_document_from_json",
    "units_of_columns",
]

_HOMES = {
    "ANALYSIS": "hiphinge.documents.analysis",
    "ANGLES": "hiphinge.documents.laboratory",
    "AnalysisDocument": "hiphinge.documents.analysis",
    "CALIBRATION": "hiphinge.documents.calibration",
    "CORRECTIONS": "hiphinge.documents.corrections",
    "CalibrationDocument": "hiphinge.documents.calibration",
    "CorrectionRecord": "hiphinge.documents.corrections",
    "CorrectionsDocument": "hiphinge.documents.corrections",
    "DocumentKind": "hiphinge.documents.versions",
    "MARKERS": "hiphinge.documents.laboratory",
    "NOTES": "hiphinge.documents.notes",
    "NotesDocument": "hiphinge.documents.notes",
    "POSE": "hiphinge.documents.pose",
    "PROFILE": "hiphinge.documents.profile",
    "PROFILE_ADVICE": "hiphinge.documents.profile",
    "PROFILE_TEMPLATE": "hiphinge.documents.profile",
    "ProvenanceRecord": "hiphinge.documents.provenance",
    "SCHEMA": "hiphinge.documents.analysis",
    "SERIES": "hiphinge.documents.series",
    "SERIES_KEY": "hiphinge.documents.series",
    "SHANK_COLUMN": "hiphinge.documents.laboratory",
    "TRUNK_COLUMN": "hiphinge.documents.laboratory",
    "analysis_document": "hiphinge.documents.analysis_writing",
    "analysis_from_json": "hiphinge.documents.analysis",
    "analysis_json": "hiphinge.documents.analysis_writing",
    "analysis_schema": "hiphinge.documents.analysis",
    "angles_marked": "hiphinge.documents.laboratory",
    "calibration_document": "hiphinge.documents.calibration",
    "calibration_from_json": "hiphinge.documents.calibration",
    "corrections_from_json": "hiphinge.documents.corrections",
    "markers_mark": "hiphinge.documents.laboratory",
    "near_side_marked": "hiphinge.documents.laboratory",
    "notes_from_json": "hiphinge.documents.notes",
    "person_from_toml": "hiphinge.documents.profile",
    "person_to_toml": "hiphinge.documents.profile",
    "pose_document_from_json": "hiphinge.documents.pose",
    "series_columns": "hiphinge.documents.series",
    "series_document": "hiphinge.documents.series",
    "series_document_from_json": "hiphinge.documents.series",
    "units_of_columns": "hiphinge.documents.series",
}

__getattr__ = _lazily(globals(), _HOMES)
