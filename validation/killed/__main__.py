"""Run the study: python -m validation.killed FOLDER; the folder should not exist yet."""

import argparse
import sys
from pathlib import Path

from validation.killed.killing import study, table


def _run() -> int:
    parser = argparse.ArgumentParser(description="Kill the app and its workers while they work.")
    parser.add_argument("folder", type=Path, help="where the app keeps its data meanwhile; it should not exist yet")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=16)
    given = parser.parse_args()
    found = study(given.folder.absolute(), kills=given.kills, seed=given.seed)
    print(table(found))  # noqa: T201  # the result
    return int(bool(found.problems))


if __name__ == "__main__":
    sys.exit(_run())
