"""``python -m validation.sensors``: prints the figures; data sets are given by their folders."""

import argparse
import tempfile
from pathlib import Path

from validation.sensors.study import SKIN, WORN, inclination, joined, lifts, relative_flexion, seated_rounds

__all__ = ["main"]


def main() -> None:
    """Print what was measured."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--broad", type=Path, help="folder with trials of BROAD (HDF5)")
    parser.add_argument("--qmt", type=Path, help="full_body_example_data.mat of qmt")
    parser.add_argument("--seated", type=Path, help="folder of recordings of seated rounds, 50 a second")
    parser.add_argument("--rendered", type=Path, nargs="*", default=[], help="rendered clips (mp4) with truth (json)")
    parser.add_argument("--seeds", type=int, default=20, help="how many synthetic recordings of each kind; 0 for none")
    parser.add_argument("--first-seed", type=int, default=100, help="another one gives other people and other sensors")
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
            for errors, more in ((WORN, 0), (SKIN, 10_000)):
                one = joined(clip, Path(scratch), errors=errors, seed=given.first_seed + more + number)
                print("on skin that moves" if more else "firm", one, "inside" if one.inside else "outside", flush=True)
    for kind in lifts(seeds=range(given.first_seed, given.first_seed + given.seeds)) if given.seeds else ():
        print(
            f"{kind.name}: RMSE {kind.rmse_deg:.2f} (worst {kind.worst_deg:.2f}) degrees, interval of the "
            f"{'back' if kind.on_skin else 'sensors'} holds {kind.inside:.0%}, repetitions right {kind.counted:.0%}",
            flush=True,
        )
