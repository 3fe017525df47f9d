"""The command: train on folders of clips, calibrate on held-out people, write the file of weights."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from training.back.calibrating import CALIBRATING, reaches, widened
from training.back.gathering import data_of
from training.back.learning import learn
from training.learning import keep
from training.learning.clips import gathered

if TYPE_CHECKING:
    from collections.abc import Sequence

HOLDS = 0.9


def main(arguments: Sequence[str] | None = None) -> None:
    """Train and write; the same folders give the same file."""
    parser = argparse.ArgumentParser(prog="python -m training.back", description=__doc__)
    parser.add_argument("folders", type=Path, nargs="+", help="clips to train on, with truth files and poses beside")
    parser.add_argument(
        "--calibrate",
        type=Path,
        nargs="+",
        required=True,
        help="clips of held-out people; every other one is used, the rest is left to test",
    )
    parser.add_argument("--out", type=Path, required=True, help="file of weights (.npz)")
    parser.add_argument("--jobs", type=int, default=1, help="processes that gather")
    asked = parser.parse_args(arguments)
    began = time.monotonic()

    def report(text: str) -> None:
        print(f"{time.monotonic() - began:5.0f} s  {text}", flush=True)

    clips = [clip for folder in asked.folders for clip in gathered(folder, data_of, jobs=asked.jobs)]
    report(f"{len(clips)} clips, {sum(len(clip.inputs) for clip in clips)} frames")
    model = learn(clips, report)
    others = reaches(model, asked.calibrate, jobs=asked.jobs)[CALIBRATING]
    model = widened(model, others, holds=HOLDS)
    report(f"intervals widened by {np.round(model.widening, 2)} so that they hold on {len(others)} other clips")
    keep(model.to_arrays(), asked.out)
    report(f"{asked.out}: {asked.out.stat().st_size / 1e6:.2f} MB")
