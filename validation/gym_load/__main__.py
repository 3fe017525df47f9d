"""Run the study: python -m validation.gym_load. Nothing else should run on the machine meanwhile."""

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
    given = parser.parse_args()
    with TemporaryDirectory(prefix="hiphinge-gym-") as scratch:
        kills = {"kills": given.kills, "pause_s": given.pause}
        found = study(Path(scratch), people=given.people, seconds=given.seconds, **kills)
    print(table(found))  # noqa: T201  # the result
    return int(bool(found.problems))


if __name__ == "__main__":
    sys.exit(_run())
