"""Run the study: python -m validation.batch CLIPS FOLDER; the folder should not exist yet."""

import argparse
import sys
from pathlib import Path

from validation.batch.killing import study


def _run() -> int:
    parser = argparse.ArgumentParser(description="Kill a batch while it works, and continue it.")
    parser.add_argument("clips", type=Path, help="a folder of clips")
    parser.add_argument("folder", type=Path, help="where the data sets go; it should not exist yet")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=22)
    given = parser.parse_args()
    found = study(given.clips, given.folder, kills=given.kills, workers=given.workers, seed=given.seed)
    print(found)  # noqa: T201  # the result
    return int(found.different > 0)


if __name__ == "__main__":
    sys.exit(_run())
