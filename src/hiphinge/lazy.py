"""Names of a package that are loaded when they are asked for: who needs one module does not wait for the others."""

TYPE_CHECKING = False  # typing takes longer to import than all that is here
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
del TYPE_CHECKING

__all__ = ["lazily"]


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
