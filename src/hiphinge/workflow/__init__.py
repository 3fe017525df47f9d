"""The use cases that join the packages, and the `Result` that users get; no formulas."""

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
"""Loaded when they are asked for: who needs one module of this package does not wait for the others."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    from importlib import import_module  # noqa: PLC0415  # only now, as nothing else needs it

    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value
