"""Run the study: python -m validation.api FOLDER; the folder should not exist yet."""

import argparse
import os
import sys
from pathlib import Path

from validation.api.study import study, table


def _run() -> int:
    parser = argparse.ArgumentParser(description="Ask every route for programs, as each role.")
    parser.add_argument("folder", type=Path, help="where the app keeps its data meanwhile; it should not exist yet")
    parser.add_argument("--examples", type=int, default=100, help="requests of either kind for each route and role")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.folder.mkdir(parents=True)
    os.environ["XDG_DATA_HOME"] = str(given.folder.absolute())
    found = study(given.folder.absolute(), examples=given.examples, seed=given.seed)
    print(table(found))  # noqa: T201  # the result
    return int(any(one.wrong for one in found.values()))


if __name__ == "__main__":
    sys.exit(_run())
