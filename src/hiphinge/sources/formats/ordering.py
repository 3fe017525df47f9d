"""Brings rows into the order of their times or frame numbers, each once, or says why that cannot be done."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hiphinge.errors import InputFormatError
from hiphinge.motion import FloatArray

__all__ = ["in_order"]

_MAX_REPEATED = 0.1
_SHUFFLED_BELOW_ROWS = 8.0
"""Rows in random order rise for two or three at a time; recordings that follow one another, for much longer."""

_What = str


def in_order(stamps: Sequence[float] | FloatArray, *, what: _What) -> tuple[NDArray[np.intp], tuple[str, ...]]:
    """Return the order ``[row]`` in which stamps increase, and notes on what was sorted or left out.

    Parameters
    ----------
    stamps
        Times or frame numbers ``[row]``.
    what
        What they are, for messages: "time" or "frame number".

    Raises
    ------
    InputFormatError
        If a stamp is missing, many rows share one, or they begin again: then several people or recordings are in one
        file.
    """
    values = np.asarray(stamps, dtype=np.float64)
    if not np.isfinite(values).all():
        row = int(np.argmin(np.isfinite(values)))
        message = f"The {what} of row {row + 1} of {len(values)} is missing or cannot be read. Write it as a number."
        raise InputFormatError(message)
    _ensure_one_recording(values, what)
    order = np.argsort(values, kind="stable")
    kept = order[np.concatenate([[True], np.diff(values[order]) > 0])]
    repeated = len(values) - len(kept)
    if repeated > _MAX_REPEATED * len(values):
        message = (
            f"Each row should have a {what} of its own, but {repeated} of {len(values)} rows repeat one. "
            "Keep the rows of one person. Times need their fractions of a second; where those are lost, leave the "
            "times out and give the rate: --fps 25 on the command line, fps=25 in Python."
        )
        raise InputFormatError(message)
    notes = []
    if (np.diff(values) < 0).any():
        notes.append(f"The rows were not in the order of their {what}s; they were sorted.")
    if repeated:
        notes.append(f"{repeated} of {len(values)} rows repeat a {what}; the first of each was kept.")
    return kept, tuple(notes)


def _ensure_one_recording(values: FloatArray, what: _What) -> None:
    """Refuse rows that rise for long and then begin again within a range that came before."""
    falls = np.flatnonzero(np.diff(values) < 0) + 1
    if not len(falls) or len(values) / (len(falls) + 1) < _SHUFFLED_BELOW_ROWS:
        return
    parts = sorted(((part[0], part[-1]) for part in np.split(values, falls)), key=lambda part: part[0])
    if any(later[0] <= earlier[1] for earlier, later in pairwise(parts)):
        row = int(falls[0])
        message = (
            f"The {what}s begin again at row {row + 1} ({values[row - 1]:g}, then {values[row]:g}): several recordings "
            "or people were expected in a file each, but are in one. Keep the rows of one."
        )
        raise InputFormatError(message)
