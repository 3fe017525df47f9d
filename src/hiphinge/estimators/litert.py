"""Running a network's file with LiteRT: one input, several outputs, no messages, no connection."""

import contextlib
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError, MissingComponentError, UsageError

__all__ = ["Network", "Tensor", "runtime"]

Tensor = NDArray[np.float32]


def runtime() -> str:
    """Return the name and version of what runs the networks."""
    return f"ai-edge-litert {version('ai-edge-litert')}"


_ITS_OWN = re.compile(rb"(INFO|WARNING|ERROR): \S")
"""How the lines begin that the runtime prints; those of a server have more spaces after the colon."""
_one_loads = Lock()


@contextlib.contextmanager
def _stderr_captured(into: list[str]) -> Iterator[None]:
    """Capture what the runtime prints to the error stream, which has no switch for it.

    The stream is the whole process's: one network loads at a time (two at once take as long), and what others print
    meanwhile goes on to it afterwards.
    """
    try:
        stream = sys.__stderr__.fileno() if sys.__stderr__ else -1
    except (OSError, ValueError):
        stream = -1
    if stream < 0:
        yield
        return
    with _one_loads, tempfile.TemporaryFile() as kept:
        before = os.dup(stream)
        try:
            os.dup2(kept.fileno(), stream)
            yield
        finally:
            os.dup2(before, stream)
            os.close(before)
            kept.seek(0)
            its_own = b""
            for line in kept:
                if _ITS_OWN.match(line):
                    its_own += line
                else:
                    os.write(stream, line)
            into.append(its_own.decode(errors="replace").strip())


class Network:
    """A network with one input, whose outputs are found by shape rather than by order."""

    def __init__(
        self, path: Path, *, threads: int, shapes: Mapping[str, tuple[int, ...]], content: bytes | None = None
    ) -> None:
        """Load the file.

        Parameters
        ----------
        path
            A ``.tflite`` file.
        threads
            How many threads it may use.
        shapes
            The shape of each tensor, by the name under which it is asked for; ``input`` is the input's.
        content
            What is loaded in place of the file: a part of the network in it.

        Raises
        ------
        InputFormatError
            If the file is no network, or one with other tensors.
        MissingComponentError
            If the runtime is not installed.
        """
        if threads < 1:
            message = f"threads should be at least 1, but is {threads}."
            raise UsageError(message)
        self._interpreter = _interpreter(path, threads=threads, content=content)
        self._places = _places(self._interpreter, path=path, shapes=shapes)

    def run(self, values: Tensor) -> None:
        """Compute all outputs for an input of the input's shape."""
        self._interpreter.set_tensor(self._places["input"], values)
        self._interpreter.invoke()

    def output(self, name: str) -> Tensor:
        """Return a copy of an output of the last run."""
        values: Tensor = self._interpreter.get_tensor(self._places[name])
        return values

    def view(self, name: str) -> Tensor:
        """Return an output of the last run itself; nothing may hold it when the network runs again."""
        values: Tensor = self._interpreter.tensor(self._places[name])()
        return values


def _interpreter(path: Path, *, threads: int, content: bytes | None) -> Any:
    try:
        from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415 - heavy, and only needed here
    except ImportError as error:
        message = f"The networks are run by ai-edge-litert, which does not load: {error}. Install it again with pip."
        raise MissingComponentError(message) from error
    messages: list[str] = []
    source: dict[str, Any] = {"model_path": str(path)} if content is None else {"model_content": content}
    try:
        with _stderr_captured(messages):
            interpreter = Interpreter(**source, num_threads=threads)
            interpreter.allocate_tensors()
    except (ValueError, RuntimeError) as error:
        reason = " ".join([str(error), *messages]).strip()
        message = f"{path.name} should be a network for LiteRT (.tflite), but cannot be loaded: {reason}"
        raise InputFormatError(message) from error
    return interpreter


def _places(interpreter: Any, *, path: Path, shapes: Mapping[str, tuple[int, ...]]) -> dict[str, int]:
    """Return the index of each tensor by its shape, which is unique in these networks."""
    found = {
        tuple(int(n) for n in detail["shape"]): int(detail["index"])
        for detail in (*interpreter.get_input_details(), *interpreter.get_output_details())
    }
    lacking = [f"{name} {list(shape)}" for name, shape in shapes.items() if shape not in found]
    if lacking:
        message = (
            f"{path.name} is another kind of network: expected {', '.join(lacking)}, "
            f"but its tensors are {', '.join(str(list(shape)) for shape in found)}."
        )
        raise InputFormatError(message)
    return {name: found[shape] for name, shape in shapes.items()}
