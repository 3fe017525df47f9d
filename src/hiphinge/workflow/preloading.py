"""Loads modules in the background while something else runs; an error shows where they are used."""

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from hiphinge.errors import HiphingeError

__all__ = ["preloading"]


@contextmanager
def preloading(*names: str) -> Iterator[None]:
    """Load modules during the block, in a thread that ends with it; ``module:function`` calls a function of one, too.

    The libraries and the catalogue behind an analysis take half a second to load, and meanwhile a video is read.
    """
    thread = threading.Thread(target=_load, args=names, name="hiphinge-preloading", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _load(*names: str) -> None:
    for name in names:
        module, _, function = name.partition(":")
        with contextlib.suppress(ImportError, HiphingeError, OSError):
            loaded = import_module(module)
            if function:
                getattr(loaded, function)()
