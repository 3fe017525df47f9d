"""Run the study: python -m validation.hostile FOLDER; the folder should not exist yet."""

import argparse
import sys
from pathlib import Path

from validation.hostile.bombs import bombs, quick_bombs
from validation.hostile.study import study, table


def _run() -> int:
    parser = argparse.ArgumentParser(description="Send hostile files to the running app.")
    parser.add_argument("folder", type=Path, help="where the app keeps its data meanwhile; it should not exist yet")
    parser.add_argument("--seed", type=int, default=16)
    parser.add_argument("--quick", action="store_true", help="without what takes minutes to make")
    parser.add_argument("--only", default="", help="only files whose description holds these words")
    given = parser.parse_args()
    found = study(
        given.folder.absolute(), seed=given.seed, bombing=quick_bombs if given.quick else bombs, only=(given.only,)
    )
    print(table(found))  # noqa: T201  # the result
    return int(bool(found.problems or any(one.problems for one in found.ended)))


if __name__ == "__main__":
    sys.exit(_run())
