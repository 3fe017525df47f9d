"""Files for other programs: JSON, Parquet, CSV, TRC, MOT, C3D, xlsx; each is written whole or not at all."""

from hiphinge.exports.calibration import CalibrationDocument, calibration_document, calibration_from_json
from hiphinge.exports.document import SCHEMA, AnalysisDocument, analysis_schema
from hiphinge.exports.documenting import HowItCameAbout, analysis_document, analysis_json, write_analysis
from hiphinge.exports.notes import NOTES_SCHEMA, NotesDocument, notes_from_json
from hiphinge.exports.pose import write_pose
from hiphinge.exports.series import write_series
from hiphinge.exports.table import GROUP, Export, export_named, export_problems, exports, write_exports

__all__ = [
    "GROUP",
    "NOTES_SCHEMA",
    "SCHEMA",
    "AnalysisDocument",
    "CalibrationDocument",
    "Export",
    "HowItCameAbout",
    "NotesDocument",
    "analysis_document",
    "analysis_json",
    "analysis_schema",
    "calibration_document",
    "calibration_from_json",
    "export_named",
    "export_problems",
    "exports",
    "notes_from_json",
    "write_analysis",
    "write_exports",
    "write_pose",
    "write_series",
]
