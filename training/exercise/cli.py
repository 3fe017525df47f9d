"""The command: draw lifters of every exercise, fit the model, write its file."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.catalogue import load
from training.exercise.drawing import WAYS, draw_signs
from training.exercise.fitting import fit_model, rate_of_right, sharpened
from training.learning import keep

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw, fit and write; the same seed gives the same file."""
    parser = argparse.ArgumentParser(prog="python -m training.exercise", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="file of the model (.npz)")
    parser.add_argument("--lifters", type=int, default=240, help="how many to draw of each way to do an exercise")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    drawn = {
        name: [draw_signs(np.random.default_rng([asked.seed, place, n]), way) for n in range(asked.lifters)]
        for place, (name, way) in enumerate(WAYS.items())
    }
    samples = {name: [one for one in signs if one is not None] for name, signs in drawn.items()}
    exercises = {name: way.exercise for name, way in WAYS.items()}
    held_out = {name: signs[1::2] for name, signs in samples.items()}
    model = sharpened(fit_model({name: s[::2] for name, s in samples.items()}, exercises), held_out, exercises)
    certain = load().thresholds["exercise_certain"].value
    sure, right = rate_of_right(model, held_out, exercises, certain=certain)
    print(f"{sure:.2f} of those kept apart are certain, {right:.2f} of them right", flush=True)
    keep(model.to_arrays(), asked.out)
