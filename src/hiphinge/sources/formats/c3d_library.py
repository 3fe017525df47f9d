"""Reads a C3D file with a compiled library, as a process of its own: ``c3d_library.py FILE RESULT``.

It imports nothing of hiphinge, so that it starts quickly; a file that makes the library crash ends only this process.
"""

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import ezc3d
import numpy as np

_TEXTS = (("POINT", "LABELS"), ("POINT", "UNITS"), ("POINT", "Y_SCREEN"), ("HIPHINGE", "SCHEMA"))
_MOST_PARTS = 10
_MOST_BYTES = 2 << 30


def _limit_memory() -> None:
    """Let the file take so much more than the libraries have, where the system can hold the process to that."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415  # where the system has it

        held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard == resource.RLIM_INFINITY or held + _MOST_BYTES < hard:
            resource.setrlimit(resource.RLIMIT_AS, (held + _MOST_BYTES, hard))


def _texts(parameters: Any, group: str, name: str) -> list[str]:
    """Return the texts of a parameter and of its continuations LABELS2, LABELS3 and so on."""
    found: list[str] = []
    for key in (name, *(f"{name}{number}" for number in range(2, _MOST_PARTS))):
        if group in parameters and key in parameters[group]:
            found.extend(str(value).strip() for value in parameters[group][key]["value"])
    return found


def _run(source: str, result: str) -> None:
    _limit_memory()
    content: Any = ezc3d.c3d(source)
    parameters, header = content["parameters"], content["header"]["points"]
    said = {
        "texts": {f"{group}:{name}": _texts(parameters, group, name) for group, name in _TEXTS},
        "groups": list(parameters),
        "rate": float(header["frame_rate"]),
        "first": int(header["first_frame"]),
    }
    np.savez(result, points=np.asarray(content["data"]["points"])[:3], said=np.array(json.dumps(said)))


if __name__ == "__main__":
    try:
        _run(sys.argv[1], sys.argv[2])
    except Exception as error:  # noqa: BLE001  # whatever the library raises is said
        sys.exit(str(error) or type(error).__name__)
