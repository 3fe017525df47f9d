"""Use cases that tie the rings together, and the `Result` that users hold; no formulas."""

from hiphinge.workflow.analyzing import analyze
from hiphinge.workflow.calibrating import calibrate, measure_standing
from hiphinge.workflow.progress import Listener, Progress, Stage
from hiphinge.workflow.provenance import Provenance
from hiphinge.workflow.result import Result

__all__ = ["Listener", "Progress", "Provenance", "Result", "Stage", "analyze", "calibrate", "measure_standing"]
