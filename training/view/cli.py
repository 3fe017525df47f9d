"""The command: train on folders of clips, write the file of weights."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training.learning import Recipe, Sample, fit_means, keep
from training.view.gathering import gathered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.motion import FloatArray

YAW = Recipe(hidden=(32, 16), members=5, epochs=60, noise=0.2, dropout=0.2)
LEANS = Recipe(hidden=(64, 32), members=5, epochs=30, noise=0.2, dropout=0.3)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write; the same folders give the same file."""
    parser = argparse.ArgumentParser(prog="python -m training.view", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="clips to train on, with truth files and poses beside")
    parser.add_argument("--out", type=Path, required=True, help="file of weights (.npz)")
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    clips = [clip for folder in asked.folders for clip in gathered(folder)]
    yaw = _sample([(clip.yaw_inputs, np.full((len(clip.yaw_inputs), 1), clip.yaw_off_deg)) for clip in clips])
    leans = _sample([(clip.lean_inputs, clip.off_deg) for clip in clips if len(clip.off_deg)])
    print(f"{time.monotonic() - began:5.0f} s  {len(clips)} clips, {len(leans.inputs)} frames", flush=True)
    arrays = fit_means(yaw, YAW).to_arrays(name="yaw") | fit_means(leans, LEANS).to_arrays(name="leans")
    keep(arrays, asked.out)
    print(f"{time.monotonic() - began:5.0f} s  {asked.out}: {asked.out.stat().st_size / 1e6:.2f} MB", flush=True)


def _sample(clips: Sequence[tuple[FloatArray, FloatArray]]) -> Sample:
    """Return all clips as one sample, in which each clip weighs as much as any other."""
    return Sample(
        inputs=np.concatenate([inputs for inputs, _ in clips]).astype(np.float32),
        targets=np.concatenate([targets for _, targets in clips]).astype(np.float32),
        weights=np.concatenate([np.full(len(inputs), 1.0 / len(inputs)) for inputs, _ in clips]),
    )
