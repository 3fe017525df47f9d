"""Every document that is written and read again: models, versions, upgrades; bytes and text only, no file is opened."""

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
from hiphinge.documents.profile import PROFILE, PROFILE_ADVICE, PROFILE_TEMPLATE, person_from_toml
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
    "pose_document_from_json",
    "series_columns",
    "series_document",
    "series_document_from_json",
    "units_of_columns",
]
