"""The public face: `__all__` is what is visible, in the package and in each of its rooms."""

import importlib
import importlib.metadata
import json
import pkgutil
import subprocess
import sys

import pytest

import hiphinge

ROOMS = sorted(m.name for m in pkgutil.iter_modules(hiphinge.__path__, "hiphinge.") if m.name != "hiphinge.__main__")


def test_every_public_name_is_there() -> None:
    for name in hiphinge.__all__:
        assert getattr(hiphinge, name) is not None


def test_what_is_visible_is_what_is_promised() -> None:
    assert dir(hiphinge) == sorted(hiphinge.__all__)


def test_nothing_else_lies_about() -> None:
    script = "import json, hiphinge; print(json.dumps([n for n in vars(hiphinge) if n[0] != '_']))"
    out = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert json.loads(out) == []


def test_a_star_import_gives_exactly_the_promised_names() -> None:
    namespace: dict[str, object] = {}
    exec("from hiphinge import *", namespace)  # noqa: S102 -- a star import is only legal at module level
    assert set(namespace) - {"__builtins__"} == set(hiphinge.__all__)


def test_an_unknown_name_is_refused_with_the_known_ones() -> None:
    with pytest.raises(AttributeError, match=r"no attribute 'analize'.*Motion"):
        hiphinge.analize  # noqa: B018 -- reading it is the test


def test_the_version_is_that_of_the_installed_package() -> None:
    assert hiphinge.__version__ == importlib.metadata.version("hiphinge")


@pytest.mark.parametrize("room", ROOMS)
def test_every_name_that_a_room_offers_exists_and_is_sorted_once(room: str) -> None:
    module = importlib.import_module(room)
    names = list(getattr(module, "__all__", []))
    assert [n for n in names if not hasattr(module, n)] == []
    assert len(names) == len(set(names))
