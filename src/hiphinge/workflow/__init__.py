"""The use cases that join the packages, and the `Result` that users get; no formulas."""

from hiphinge.workflow.analyzing import analyze
from hiphinge.workflow.calibrating import calibrate, measure_standing
from hiphinge.workflow.progress import Listener, Progress, Stage
from hiphinge.workflow.provenance import Provenance
from hiphinge.workflow.result import Result

__all__ = ["Listener", "Progress", "Provenance", "Result", "Stage", "analyze", "calibrate", "measure_standing"]
