"""Loads what lays out the help without Markdown and tracebacks, which take as long as the rest and are in no help."""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__all__ = ["load_help"]

_NOT_NEEDED = {"rich.markdown": "Markdown", "rich.traceback": "Traceback"}
"""Typer's module of the help imports these for apps that write their help in Markdown or show Python's errors."""


class _Later(type):
    """A class that is imported when it is first used; until then it can be named in annotations."""

    home: str

    def __call__(cls, *arguments: Any, **options: Any) -> Any:
        return cls._imported()(*arguments, **options)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(cls._imported(), name)

    def _imported(cls) -> Any:
        return getattr(import_module(cls.home), cls.__name__)


def load_help() -> None:
    """Import Typer's module of the help; what it does not need here is imported when it is used."""
    later = {home: _module(home, name) for home, name in _NOT_NEEDED.items() if home not in sys.modules}
    sys.modules.update(later)
    try:
        import_module("typer.rich_utils")
    finally:
        for home, module in later.items():
            if sys.modules.get(home) is module:
                del sys.modules[home]


def _module(home: str, name: str) -> ModuleType:
    module = ModuleType(home)
    setattr(module, name, _Later(name, (), {"home": home}))
    return module
