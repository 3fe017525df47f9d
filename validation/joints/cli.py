"""The command: learn from one folder, try on others, print errors before and after."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from validation.accuracy.errors import rms
from validation.accuracy.observing import observe
from validation.accuracy.tables import table
from validation.joints.gathering import Lesson, angles_of, lesson_of
from validation.joints.learning import Recipe, learn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.motion import FloatArray
    from validation.joints.describing import JointNetwork

EVERY = 100


def main(arguments: Sequence[str] | None = None) -> None:
    """Learn from a folder of clips and print what that does to the clips of others."""
    parser = argparse.ArgumentParser(prog="python -m validation.joints", description=__doc__)
    parser.add_argument("folder", type=Path, help="films of people to learn from, with truth files beside them")
    parser.add_argument("--on", type=Path, nargs="+", required=True, help="folders of other people to try it on")
    parser.add_argument("--hidden", type=int, nargs="*", default=[], help="widths of hidden layers; none is linear")
    parser.add_argument("--jobs", type=int, default=1, help="processes that observe what was not observed yet")
    asked = parser.parse_args(arguments)
    recipe = Recipe(hidden=tuple(asked.hidden))
    lessons = gathered(asked.folder, jobs=asked.jobs)
    print(f"{len(lessons)} clips teach, {sum(len(x.told) for x in lessons)} frames", flush=True)
    network = learn(lessons, recipe, _report)
    rows = [_row(asked.folder, lessons, network)]
    rows += [_row(folder, gathered(folder, jobs=asked.jobs), network) for folder in asked.on]
    heads = [f"{name} {when}" for when in ("before", "after") for name in ("trunk", "knee", "shin")]
    print(table(["folder, no iron", "clips", *heads], rows))


def gathered(folder: Path, *, jobs: int) -> list[Lesson]:
    """Return what the clips of a folder teach."""
    found = [lesson_of(film, motion) for film, motion in observe(folder, jobs=jobs)]
    return [lesson for lesson in found if lesson is not None]


def _report(step: int, loss: float) -> None:
    if step % EVERY == 0:
        print(f"{step:5d}  {loss:.2f}", flush=True)


def _row(folder: Path, lessons: Sequence[Lesson], network: JointNetwork) -> list[object]:
    plain = [lesson for lesson in lessons if not lesson.iron]
    before = np.array([_errors(lesson, lesson.joints) for lesson in plain])
    after = np.array([_errors(lesson, lesson.joints + network.answer(lesson.told)) for lesson in plain])
    figures = [f"{rms(column):.2f}°" for errors in (before, after) for column in errors.T]
    return [folder.name, len(plain), *figures]


def _errors(lesson: Lesson, joints: FloatArray) -> list[float]:
    gap = angles_of(joints) - lesson.angles_deg
    standing = np.median(gap[lesson.upright], axis=0) if lesson.upright.any() else 0.0
    return [rms(column) for column in (gap - standing).T]
