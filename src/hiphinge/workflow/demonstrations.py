"""The catalogue's demonstrations as sides of a comparison: the drawn figure's motion, measured as a person's is."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np

from hiphinge.analysis import Analysis, analyse
from hiphinge.catalogue import load
from hiphinge.documents import analysis_document
from hiphinge.errors import UsageError
from hiphinge.measures.estimates import with_half_width
from hiphinge.motion import CoordinateFrame, FloatArray, KeypointLayout, Motion, Origin
from hiphinge.workflow.compared_side import ComparedSide, Part
from hiphinge.workflow.provenance import Provenance

__all__ = [
    "DEMONSTRATION",
    "demonstrated_exercises",
    "demonstrated_tests",
    "demonstration",
    "drawn_lumbar_deg",
    "is_demonstration",
    "motion_of_test",
]

DEMONSTRATION = "demonstration"
"""What a side is called that is the demonstration; behind a colon may stand the exercise."""
_NAMES = ("ear", "shoulder", "elbow", "wrist", "index", "hip", "knee", "ankle", "heel", "toe")
_LAYOUT = KeypointLayout(
    id="demonstration", keypoints=tuple(f"{side}_{name}" for side in ("right", "left") for name in _NAMES)
)
_REPETITIONS, _STILL_S = 3, 1.2
_STATURE_PX, _SIZE_PX, _FLOOR_PX = 800.0, (1600, 1100), 1000.0
_NEAR, _FAR = 0.95, 0.75
_RATE_HZ = 30.0


def is_demonstration(text: str) -> bool:
    """Return whether a text names a demonstration: ``demonstration`` or ``demonstration:EXERCISE``."""
    return text == DEMONSTRATION or text.startswith(f"{DEMONSTRATION}:")


def demonstrated_exercises() -> tuple[str, ...]:
    """Return the exercises that have a demonstration that is compared, in order of their ids."""
    return tuple(sorted(_demonstrations()))


@cache
def demonstration(exercise: str) -> ComparedSide:
    """Return the demonstration of an exercise as a side of a comparison.

    Raises
    ------
    UnknownIdError
        If there is no such exercise.
    UsageError
        If it has no demonstration that can be compared.
    """
    id_ = load().exercise(exercise).id
    drawn = _demonstrations().get(id_)
    if drawn is None:
        names = ", ".join(demonstrated_exercises())
        message = f"{load().exercise(id_).name} has no demonstration to compare with. These have one: {names}."
        raise UsageError(message)
    analysis = _with_drawn_back(analyse(_motion(drawn), exercise=id_), drawn["bends"])
    document = analysis_document(analysis, provenance=Provenance())
    part = Part(document, tuple(r for r in document.repetitions if r.kind == "repetition"), None, shown=analysis)
    return ComparedSide(name=f"the demonstration of {load().exercise(id_).name}", parts=(part,), is_drawn=True)


def demonstrated_tests() -> tuple[str, ...]:
    """Return the self-tests that have a demonstration that is compared, in order of their ids."""
    return tuple(sorted(_read("demonstrated_tests.json")))


def motion_of_test(test: str) -> Motion:
    """Return the demonstration of a self-test as a pose network would have marked it; the right side is tested.

    Raises
    ------
    KeyError
        If it is not one of `demonstrated_tests`.
    """
    return _motion(_read("demonstrated_tests.json")[test], turns=1)


def drawn_lumbar_deg(test: str) -> float:
    """Return how far the lower back is drawn rounded where a self-test's posture is held, degrees.

    Raises
    ------
    KeyError
        As `motion_of_test`.
    """
    return float(_read("demonstrated_tests.json")[test]["bends"]["lumbar_flexion_deg"])


def _demonstrations() -> Mapping[str, Any]:
    return _read("demonstrations.json")


@cache
def _read(name: str) -> Mapping[str, Any]:
    text = (files("hiphinge.workflow") / "data" / name).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def _motion(drawn: Mapping[str, Any], *, turns: int = _REPETITIONS) -> Motion:
    """Return the figure as a pose network would have marked it: so many turns of its loop, stillness around them."""
    sides = [_places(drawn["near"]), _places(drawn.get("far", drawn["near"]))]
    loop = np.concatenate(sides, axis=1)
    step, count = drawn["rate_hz"] / _RATE_HZ, len(loop)
    moving = np.arange(0.0, turns * count, step)
    still = np.zeros(round(_STILL_S * _RATE_HZ))
    at = np.concatenate([still, moving, still]) % count
    before, share = at.astype(int), (at % 1.0)[:, None, None]
    places = loop[before] * (1 - share) + loop[(before + 1) % count] * share
    time_s = np.arange(len(places)) / _RATE_HZ
    positions = np.array([_SIZE_PX[0] / 2, _FLOOR_PX]) + _STATURE_PX * places * np.array([1.0, -1.0])
    sure = np.repeat([_NEAR, _FAR], len(_NAMES))
    return Motion(
        time_s=time_s,
        positions=positions,
        confidence=np.tile(sure, (len(places), 1)),
        layout=_LAYOUT,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=Origin(
            name=DEMONSTRATION, format="synthetic", duration_s=float(time_s[-1]), fps=_RATE_HZ, size_px=_SIZE_PX
        ),
    )


def _places(rows: list[list[int]]) -> FloatArray:
    """Return joints ``[frame, joint, 2]``, forward and up from the floor, in statures."""
    return np.array(rows, dtype=float).reshape(len(rows), len(_NAMES), 2) / 1000.0


def _with_drawn_back(analysis: Analysis, bends: Mapping[str, float]) -> Analysis:
    """Return an analysis that has the back as it is drawn, which joints alone do not show."""
    drawn = {
        id_: with_half_width(id_, bend, half_width=0.0, repeatability=0.0, time_s=0.0) for id_, bend in bends.items()
    }
    repetitions = tuple(replace(one, measurements={**one.measurements, **drawn}) for one in analysis.repetitions)
    return replace(analysis, repetitions=repetitions)
