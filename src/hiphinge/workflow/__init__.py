"""The use cases that join the packages, and the `Result` that users get; no formulas."""

from hiphinge.lazy import lazily as _lazily

TYPE_CHECKING = False  # typing takes longer to import than all that is here
if TYPE_CHECKING:
    from hiphinge.workflow.analyzing import analyze
    from hiphinge.workflow.calibrating import calibrate, measure_standing
    from hiphinge.workflow.progress import Listener, Progress, Stage
    from hiphinge.workflow.provenance import Provenance
    from hiphinge.workflow.result import Result
del TYPE_CHECKING

__all__ = ["Listener", "Progress", "Provenance", "Result", "Stage", "analyze", "calibrate", "measure_standing"]

_HOMES = {
    "Listener": "hiphinge.workflow.progress",
    "Progress": "hiphinge.workflow.progress",
    "Provenance": "hiphinge.workflow.provenance",
    "Result": "hiphinge.workflow.result",
    "Stage": "hiphinge.workflow.progress",
    "analyze": "hiphinge.workflow.analyzing",
    "calibrate": "hiphinge.workflow.calibrating",
    "measure_standing": "hiphinge.workflow.calibrating",
}

__getattr__ = _lazily(globals(), _HOMES)
