"""Rendered people with known angles, as the network saw them: errors against those that were kept.

The files in tests/data/people hold numbers, no images (written by ``validation.accuracy.features``). Run this file as a
script to keep new figures; a change that makes one larger says so in its change note.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hiphinge.analysis import Analysis, analyse
from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, FloatArray, Motion, Origin

PEOPLE = sorted((Path(__file__).parents[1] / "data" / "people").glob("*.npz"))
KEPT = Path(__file__).with_name("people.json")
QUANTITIES = ("trunk_inclination_deg", "knee_flexion_deg", "shank_inclination_deg")
BACK = ("pelvis_tilt_deg", "lumbar_flexion_deg", "thoracic_flexion_deg")
UPRIGHT_DEG, DEEP_DEG = 12.0, 30.0
BACK_SLACK_DEG = 0.3
MIN_MEASURED = 0.85
"""How much of the deep frames of all people the back must be measured in."""
SLACK_DEG = 0.15
SLACK_SHARE = 0.02
"""What another machine, or another version of numpy and scipy, may change."""


@dataclass(frozen=True)
class Person:
    facts: dict[str, Any]
    motion: Motion
    angles_deg: FloatArray
    back_deg: FloatArray


def _read(path: Path) -> Person:
    with np.load(path) as kept:
        facts = json.loads(kept["facts"].tobytes())
        time_s = kept["time_s"].astype(np.float64)
        known = {name: _known(kept[name], facts["unseen"]) / parts for name, parts in facts["parts"].items()}
        motion = Motion(
            time_s=time_s,
            positions=known["positions"],
            confidence=known["confidence"],
            layout=BLAZEPOSE_33,
            coordinate_frame=CoordinateFrame.IMAGE_PX,
            origin=Origin(
                name=facts["name"],
                format="video",
                duration_s=float(time_s[-1]),
                fps=float(1 / np.median(np.diff(time_s))),
                size_px=tuple(facts["size_px"]),
                estimator="blazepose",
            ),
            world_m=known["world_m"],
            contour=known["contour"],
        )
        return Person(facts, motion, known["angles_deg"], known["back_deg"])


def _known(whole: np.ndarray, unseen: int) -> FloatArray:
    return np.where(whole == unseen, np.nan, whole.astype(np.float64))


def _errors_deg(person: Person, answer: Analysis) -> dict[str, float]:
    """Return root mean square errors from standing by quantity."""
    assert answer.series is not None
    upright = person.angles_deg[:, 0] < UPRIGHT_DEG
    found = {}
    for index, id_ in enumerate(QUANTITIES):
        gap = answer.series.values[id_] - person.angles_deg[:, index]
        found[id_] = round(float(np.sqrt(np.nanmean((gap - np.nanmedian(gap[upright])) ** 2))), 2)
    return found


def _back_errors_deg(person: Person, answer: Analysis) -> dict[str, float | None]:
    """Return root mean square errors of the back where the trunk leans far; None where it was not measured there."""
    assert answer.series is not None
    deep = person.angles_deg[:, 0] > DEEP_DEG
    gaps = {id_: (answer.series.values[id_] - person.back_deg[:, k])[deep] for k, id_ in enumerate(BACK)}
    return {
        id_: round(float(np.sqrt(np.nanmean(gap**2))), 2) if np.isfinite(gap).any() else None
        for id_, gap in gaps.items()
    }


def _measured(answer: Analysis) -> float:
    """Return the share of frames in which every quantity was measured."""
    assert answer.series is not None
    values = np.stack([answer.series.values[id_] for id_ in QUANTITIES])
    return round(float(np.isfinite(values).all(axis=0).mean()), 2)


@pytest.fixture(scope="module")
def answers() -> dict[str, tuple[Person, Analysis]]:
    people = [_read(path) for path in PEOPLE]
    return {path.stem: (person, analyse(person.motion)) for path, person in zip(PEOPLE, people, strict=True)}


@pytest.fixture(scope="module")
def kept() -> dict[str, dict[str, float]]:
    figures: dict[str, dict[str, float]] = json.loads(KEPT.read_text(encoding="utf-8"))
    return figures


def test_nobody_is_missing(kept: dict[str, dict[str, float]]) -> None:
    assert len(PEOPLE) >= 8
    assert sorted(kept) == [path.stem for path in PEOPLE]


@pytest.mark.parametrize("name", [path.stem for path in PEOPLE])
def test_no_angle_is_worse_than_it_was(
    name: str, answers: dict[str, tuple[Person, Analysis]], kept: dict[str, dict[str, float]]
) -> None:
    for id_, error in _errors_deg(*answers[name]).items():
        assert error <= kept[name][id_] + SLACK_DEG, (name, id_)


@pytest.mark.parametrize("name", [path.stem for path in PEOPLE])
def test_no_back_is_worse_than_it_was(
    name: str, answers: dict[str, tuple[Person, Analysis]], kept: dict[str, dict[str, float]]
) -> None:
    for id_, error in _back_errors_deg(*answers[name]).items():
        if error is not None and kept[name][id_] is not None:
            assert error <= kept[name][id_] + BACK_SLACK_DEG, (name, id_)


def test_backs_are_measured(answers: dict[str, tuple[Person, Analysis]]) -> None:
    measured, inside = [], []
    for person, answer in answers.values():
        assert answer.series is not None
        deep = person.angles_deg[:, 0] > DEEP_DEG
        if not deep.any():
            continue
        true = person.back_deg[deep, BACK.index("lumbar_flexion_deg")]
        low, high = (bound["lumbar_flexion_deg"][deep] for bound in (answer.series.low, answer.series.high))
        seen = np.isfinite(low)
        measured.append(seen.mean())
        inside.append(((low <= true) & (true <= high))[seen].mean() if seen.any() else np.nan)
    assert np.mean(measured) >= MIN_MEASURED
    assert np.nanmean(inside) >= 0.8


@pytest.mark.parametrize("name", [path.stem for path in PEOPLE])
def test_no_error_is_small_for_want_of_frames(
    name: str, answers: dict[str, tuple[Person, Analysis]], kept: dict[str, dict[str, float]]
) -> None:
    assert _measured(answers[name][1]) >= kept[name]["measured"] - SLACK_SHARE


@pytest.mark.parametrize("name", [path.stem for path in PEOPLE])
def test_every_repetition_is_found(name: str, answers: dict[str, tuple[Person, Analysis]]) -> None:
    person, answer = answers[name]
    bottoms = [repetition.bottom_s for repetition in answer.counted]
    assert len(bottoms) == len(person.facts["repetitions"])
    for (low, high), bottom in zip(person.facts["repetitions"], bottoms, strict=True):
        assert low - 0.35 <= bottom <= high + 0.35


@pytest.mark.parametrize("name", [path.stem for path in PEOPLE])
def test_the_way_they_face_is_detected(name: str, answers: dict[str, tuple[Person, Analysis]]) -> None:
    person, answer = answers[name]
    assert answer.view.facing == person.facts["facing"]


if __name__ == "__main__":
    today = {}
    for one in map(_read, PEOPLE):
        answer = analyse(one.motion)
        figures = _errors_deg(one, answer) | _back_errors_deg(one, answer) | {"measured": _measured(answer)}
        today[one.facts["name"]] = figures
    KEPT.write_text(json.dumps(today, indent=1) + "\n", encoding="utf-8")
