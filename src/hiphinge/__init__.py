"""Film a hip hinge and see it measured. Nothing is loaded until it is asked for."""

TYPE_CHECKING = False  # typing takes longer to import than all that is here
if TYPE_CHECKING:
    from hiphinge.analysis import Analysis, analyse
    from hiphinge.analysis.streaming import AnalysisStream, stream
    from hiphinge.assessments import SelfTestResult
    from hiphinge.motion import Motion, Person
    from hiphinge.sources.formats import read_motion
    from hiphinge.workflow import Result, analyze
    from hiphinge.workflow.live import live
    from hiphinge.workflow.self_tests import self_test

    __version__: str
del TYPE_CHECKING

__all__ = [
    "Analysis",
    "AnalysisStream",
    "Motion",
    "Person",
    "Result",
    "SelfTestResult",
    "__version__",
    "analyse",
    "analyze",
    "live",
    "read_motion",
    "self_test",
    "stream",
]

_HOMES = {
    "Analysis": "hiphinge.analysis",
    "AnalysisStream": "hiphinge.analysis.streaming",
    "Motion": "hiphinge.motion",
    "Person": "hiphinge.motion",
    "Result": "hiphinge.workflow",
    "SelfTestResult": "hiphinge.assessments",
    "analyse": "hiphinge.analysis",
    "analyze": "hiphinge.workflow",
    "live": "hiphinge.workflow.live",
    "read_motion": "hiphinge.sources.formats",
    "self_test": "hiphinge.workflow.self_tests",
    "stream": "hiphinge.analysis.streaming",
}


def __getattr__(name: str) -> object:
    from importlib import import_module  # noqa: PLC0415  # only now, as nothing else needs it

    if name == "__version__":
        value: object = import_module("importlib.metadata").version("hiphinge")
    elif name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    else:
        message = f"module 'hiphinge' has no attribute {name!r}; it has {', '.join(__all__)}"
        raise AttributeError(message)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
