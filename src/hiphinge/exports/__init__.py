"""Files for other programs: JSON, Parquet, CSV, TRC, MOT, C3D, xlsx; each is written whole or not at all."""

from hiphinge.exports.analysis import write_analysis
from hiphinge.exports.pose import write_pose
from hiphinge.exports.repetitions_csv import write_repetitions
from hiphinge.exports.series import write_series
from hiphinge.exports.table import GROUP, Export, export_named, export_problems, exports, write_exports

__all__ = [
    "GROUP",
    "Export",
    "export_named",
    "export_problems",
    "exports",
    "write_analysis",
    "write_exports",
    "write_pose",
    "write_repetitions",
    "write_series",
]
