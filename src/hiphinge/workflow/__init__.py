"""Use cases that tie the rings together, and the `Result` that users hold; no formulas."""

from hiphinge.workflow.analyzing import analyze
from hiphinge.workflow.calibrating import calibrate, standing_in
from hiphinge.workflow.progress import Listener, Progress, Stage
from hiphinge.workflow.provenance import Provenance
from hiphinge.workflow.result import Result

__all__ = ["Listener", "Progress", "Provenance", "Result", "Stage", "analyze", "calibrate", "standing_in"]
