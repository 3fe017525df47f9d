"""The command: train on folders of clips, write the file of weights."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training.learning import Recipe, Sample, fit_means, keep
from training.learning.clips import ALIKE_POWER, gathered
from training.limbs.gathering import data_of

if TYPE_CHECKING:
    from collections.abc import Sequence

RECIPE = Recipe(hidden=(96, 48), members=5, epochs=12)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write; the same folders give the same file."""
    parser = argparse.ArgumentParser(prog="python -m training.limbs", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="clips to train on, with truth files and poses beside")
    parser.add_argument("--out", type=Path, required=True, help="file of weights (.npz)")
    parser.add_argument("--jobs", type=int, default=1, help="processes that gather")
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    clips = [clip for folder in asked.folders for clip in gathered(folder, data_of, jobs=asked.jobs)]
    sample = Sample(
        inputs=np.concatenate([clip.inputs for clip in clips]),
        targets=np.concatenate([clip.off_deg for clip in clips]),
        weights=np.concatenate([np.full(len(x.inputs), len(x.inputs) ** -ALIKE_POWER) for x in clips]),
    )
    print(f"{time.monotonic() - began:5.0f} s  {len(clips)} clips, {len(sample.inputs)} frames", flush=True)
    networks = fit_means(sample, RECIPE)
    keep(networks.to_arrays(name="limbs"), asked.out)
    print(f"{time.monotonic() - began:5.0f} s  {asked.out}: {asked.out.stat().st_size / 1e6:.2f} MB", flush=True)
