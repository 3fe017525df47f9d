"""``python -m validation.sensors``: prints the figures; data sets are given by their folders."""

import argparse
import tempfile
from pathlib import Path

from hiphinge.testing import SensorErrors
from validation.sensors.study import inclination, joined, lifts, relative_flexion, seated_rounds

__all__ = ["main"]


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--broad", type=Path, help="folder with trials of BROAD (HDF5)")
    parser.add_argument("--qmt", type=Path, help="full_body_example_data.mat of qmt")
    parser.add_argument("--seated", type=Path, help="folder of recordings of seated rounds, 50 a second")
    parser.add_argument("--rendered", type=Path, nargs="*", default=[], help="rendered clips (mp4) with truth (json)")
    parser.add_argument("--seeds", type=int, default=20, help="how many synthetic recordings of each kind")
    given = parser.parse_args()
    if given.broad is not None:
        print(inclination(given.broad))
    if given.qmt is not None:
        for name, error in relative_flexion(given.qmt).items():
            print(f"{name}: {error:.2f} degrees")
    if given.seated is not None:
        for folder in sorted(path for path in given.seated.iterdir() if path.is_dir()):
            print(f"{folder.name}: {seated_rounds(folder)}")
    with tempfile.TemporaryDirectory() as scratch:
        for number, clip in enumerate(given.rendered):
            for errors, first in ((SensorErrors(), 1), (SensorErrors(wobble_share=0.15, wobble_deg=3.0), 200)):
                print(joined(clip, Path(scratch), errors=errors, seed=first + number))
    for one in lifts(seeds=range(100, 100 + given.seeds)):
        print(
            f"{one.name}: RMSE {one.rmse_deg:.2f} (worst {one.worst_deg:.2f}) degrees, interval holds "
            f"{one.inside:.0%}, repetitions right {one.counted:.0%}"
        )
