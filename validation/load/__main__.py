"""Run the study: python -m validation.load. Nothing else should run on the machine meanwhile."""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from validation.load.loading import study, table


def _run() -> int:
    parser = argparse.ArgumentParser(description="Ask pages of the app while twenty videos are uploaded and analysed.")
    parser.add_argument("--uploads", type=int, default=20, help="videos that are given at once")
    parser.add_argument("--rate", type=float, default=10.0, help="requests per second, over all pages")
    parser.add_argument("--seconds", type=float, default=90.0, help="how long pages are asked for")
    parser.add_argument("--folder", type=Path, help="keep what the app keeps there; by default it is erased again")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="hiphinge-load-") as scratch:
        folder = (given.folder or Path(scratch) / "app").absolute()
        found = study(folder, uploads=given.uploads, rate_hz=given.rate, seconds=given.seconds)
    print(table(found))  # noqa: T201  # the result
    return int(bool(found.problems))


if __name__ == "__main__":
    sys.exit(_run())
