"""Run a campaign: python -m validation.fuzzing READER --minutes N --folder F; `all` runs every reader's, one by one."""

import argparse
import resource
import sys
import traceback
from pathlib import Path

from validation.fuzzing.campaign import campaign
from validation.fuzzing.case import MEMORY_MB
from validation.fuzzing.readers import READERS


def _run() -> int:
    parser = argparse.ArgumentParser(description="Give a reader broken files for so many processor minutes.")
    parser.add_argument("reader", choices=[*READERS, "all"])
    parser.add_argument("--minutes", type=float, help="processor minutes; 10 for each reader, 60 for videos")
    parser.add_argument(
        "--folder", type=Path, default=Path("fuzzing"), help="kept cases; a later run goes on from them"
    )
    parser.add_argument("--once", type=Path, metavar="FILE", help="read this file and end")
    given = parser.parse_args()
    if given.once is not None:
        return _once(given.reader, given.once)
    found = 0
    for name in READERS if given.reader == "all" else (given.reader,):
        result = campaign(name, given.folder.absolute(), minutes=given.minutes)
        print(result, flush=True)  # noqa: T201  # the result
        found += len(result.found)
    return int(found > 0)


def _once(name: str, file: Path) -> int:
    """Read a file; return 0 where it is read or refused in plain words and within the memory."""
    try:
        READERS[name].read(file)
    except READERS[name].refusals as error:
        print(f"Refused: {error}")  # noqa: T201  # the result
    except Exception:  # noqa: BLE001  # that is what is looked for
        traceback.print_exc()
        return 1
    return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > MEMORY_MB * 1024)


if __name__ == "__main__":
    sys.exit(_run())
