"""What is loaded or computed when it is first asked for: who needs one module does not wait for the others."""

TYPE_CHECKING = False  # typing takes longer to import than all that is here
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import TypeVar

    T = TypeVar("T")
del TYPE_CHECKING

__all__ = ["lazily", "once"]


def lazily(package: "dict[str, object]", homes: "Mapping[str, str]") -> "Callable[[str], object]":
    """Return the ``__getattr__`` of a package.

    Parameters
    ----------
    package
        Its ``globals()``; a name that was loaded is put there.
    homes
        The module of each name.

    Raises
    ------
    AttributeError
        From what is returned, if a name has no module.
    """

    def loaded(name: str) -> object:
        if name not in homes:
            message = f"module {package['__name__']!r} has no attribute {name!r}; it has {', '.join(homes)}"
            raise AttributeError(message)
        from importlib import import_module  # noqa: PLC0415  # only now, as nothing else needs it

        value: object = getattr(import_module(homes[name]), name)
        package[name] = value
        return value

    return loaded


def once(function: "Callable[[], T]") -> "Callable[[], T]":
    """Return a function that computes its value the first time; who asks meanwhile, in other threads, waits for it.

    `functools.cache` lets each of them compute it: fifty visitors of an app that has just started would hold each
    other up for minutes.
    """
    from functools import wraps  # noqa: PLC0415  # only now, as nothing else needs it
    from threading import RLock  # noqa: PLC0415  # likewise

    found: list[T] = []
    lock = RLock()

    @wraps(function)
    def value() -> "T":
        if not found:
            with lock:
                if not found:
                    found.append(function())
        return found[0]

    return value
