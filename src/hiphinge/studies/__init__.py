"""Studies: a protocol of people, conditions and clips becomes a batch, tables, agreement and a methods paragraph."""

from hiphinge.lazy import lazily as _lazily

TYPE_CHECKING = False  # typing takes longer to import than all that is here
if TYPE_CHECKING:
    from hiphinge.studies.protocol import Protocol, read_protocol
    from hiphinge.studies.running import StudyReport, plan_study, run_study
del TYPE_CHECKING

__all__ = ["Protocol", "StudyReport", "plan_study", "read_protocol", "run_study"]

_HOMES = {
    "Protocol": "hiphinge.studies.protocol",
    "StudyReport": "hiphinge.studies.running",
    "plan_study": "hiphinge.studies.running",
    "read_protocol": "hiphinge.studies.protocol",
    "run_study": "hiphinge.studies.running",
}

__getattr__ = _lazily(globals(), _HOMES)
