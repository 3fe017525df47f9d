"""Loads modules in the background while something else runs; an error shows where they are used."""

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

__all__ = ["preloading"]


@contextmanager
def preloading(*modules: str) -> Iterator[None]:
    """Load modules during the block, in a thread that ends with it.

    The libraries behind an analysis take nearly a second to load, and meanwhile a video is read.
    """
    thread = threading.Thread(target=_load, args=modules, name="hiphinge-preloading", daemon=True)
    thread.start()
    try:
        yield
    finally:
        thread.join()


def _load(*modules: str) -> None:
    for module in modules:
        with contextlib.suppress(ImportError):
            import_module(module)
