"""The tree of errors that `errors.py` draws is the tree that it is, exit codes and all."""

import inspect
import re

from hiphinge import errors

LINE = re.compile(r"^\s{4}(?P<branch>[│├└─\s]*)(?P<name>\w+Error)\s+(?P<code>\d)")


def drawn() -> dict[str, tuple[str | None, int]]:
    """Parent and exit code by name, read from the drawing."""
    tree: dict[str, tuple[str | None, int]] = {}
    path: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        if found := LINE.match(line):
            depth = len(found["branch"]) // 4
            path = [*path[:depth], found["name"]]
            tree[found["name"]] = (path[depth - 1] if depth else None, int(found["code"]))
    return tree


def real() -> dict[str, tuple[str | None, int]]:
    """Parent and exit code by name, read from the classes."""
    classes = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, errors.HiphingeError)]
    return {c.__name__: (None if c is errors.HiphingeError else c.__mro__[1].__name__, c.exit_code) for c in classes}


def test_the_drawn_tree_is_the_real_one() -> None:
    assert drawn() == real()


def test_every_error_is_offered() -> None:
    assert sorted(real()) == sorted(errors.__all__)


def test_every_error_says_what_it_is_for() -> None:
    assert [name for name in real() if not (getattr(errors, name).__doc__ or "").strip()] == []
