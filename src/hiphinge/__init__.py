"""hiphinge: film a hip hinge, see it measured; nothing is loaded until it is asked for."""

import typing as _typing
from importlib import import_module as _import_module

if _typing.TYPE_CHECKING:
    from hiphinge.analysis import Analysis
    from hiphinge.motion import Motion, Person

    __version__: str

__all__ = ["Analysis", "Motion", "Person", "__version__"]

_HOMES = {
    "Analysis": "hiphinge.analysis",
    "Motion": "hiphinge.motion",
    "Person": "hiphinge.motion",
}


def __getattr__(name: str) -> object:
    if name == "__version__":
        value: object = _import_module("importlib.metadata").version("hiphinge")
    elif name in _HOMES:
        value = getattr(_import_module(_HOMES[name]), name)
    else:
        message = f"module 'hiphinge' has no attribute {name!r}; it has {', '.join(__all__)}"
        raise AttributeError(message)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
