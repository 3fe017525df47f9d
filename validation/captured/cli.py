"""The command: trials in, videos with ground truth out."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tools.generator.cli import frame_size

from validation.captured.making import Filming, make_captured
from validation.captured.recordings import read_recording

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Render every video that is not there yet, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m validation.captured", description=__doc__)
    parser.add_argument("trials", type=Path, nargs="+", help="inverse kinematics of OpenSim or OpenCap (.mot)")
    parser.add_argument("--out", type=Path, required=True, help="folder for the clips")
    parser.add_argument("--people", type=int, default=1, help="people drawn for each trial")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives other people")
    parser.add_argument("--fps", type=float, default=30.0, help="frames per second")
    parser.add_argument("--size", type=frame_size, help="WIDTHxHEIGHT; drawn for each clip if not given")
    parser.add_argument("--held-out", action="store_true", help="rigs, skinning and light kept for testing")
    asked = parser.parse_args(arguments)
    filming = Filming(fps=asked.fps, size=asked.size, held_out=asked.held_out)
    asked.out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    for trial in asked.trials:
        print(f"{trial.name}: {' '.join(read_recording(trial).notes)}", flush=True)
        for number in range(asked.people):
            name = make_captured(trial, asked.out, seed=asked.seed, number=number, filming=filming)
            print(f"{name}  {time.monotonic() - began:.0f} s", flush=True)
