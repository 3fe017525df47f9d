"""Run the study: python -m validation.gym_load. Nothing else should run on the machine meanwhile.

HIPHINGE_DATABASE and HIPHINGE_FILES name another database and store of files, both empty, as for the app itself.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from validation.gym_load.crowd import study, table


def _run() -> int:
    parser = argparse.ArgumentParser(description="Let the people of a gym use the app at once, and kill it meanwhile.")
    parser.add_argument("--people", type=int, default=50, help="how many, each signed in")
    parser.add_argument("--seconds", type=float, default=300.0, help="how long they are there")
    parser.add_argument("--kills", type=int, default=0, help="how often the server with its workers is killed")
    parser.add_argument("--pause", type=float, default=3.0, help="seconds between what one person does, on average")
    parser.add_argument("--workers", type=int, default=0, help="`hiphinge worker` processes; 0: one of the app's own")
    given = parser.parse_args()
    with TemporaryDirectory(prefix="hiphinge-gym-") as scratch:
        more = {"kills": given.kills, "pause_s": given.pause, "workers": given.workers}
        found = study(Path(scratch), people=given.people, seconds=given.seconds, **more)
    print(table(found))  # noqa: T201  # the result
    return int(bool(found.problems))


if __name__ == "__main__":
    sys.exit(_run())
