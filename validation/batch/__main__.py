"""Run a study: python -m validation.batch kills|nodes CLIPS FOLDER, or memory CLIP FOLDER.

FOLDER is new; only ``memory`` goes on in one that it has left.
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from validation.batch import killing, memory, nodes

Found = killing.KilledBatch | nodes.LostNode | memory.Growth
_LARGEST_GROWTH = 1.1
"""Memory is flat where the last fifth of the clips needs no more than so many times what the second one did, in the
command and in its workers."""


def _run() -> int:
    parser = argparse.ArgumentParser(description="Disturb a batch, or watch its memory.")
    studies = parser.add_subparsers(dest="study", required=True)
    for name, what in (
        ("kills", "kill the command and its workers at random moments, and continue"),
        ("nodes", "kill one of two Ray nodes"),
        ("memory", "analyse many copies of one clip, and watch memory"),
    ):
        one = studies.add_parser(name, help=what)
        one.add_argument(
            "clips", type=Path, help="one clip, or 'folder/*'" if name == "memory" else "a folder of clips"
        )
        one.add_argument("folder", type=Path, help="where the data sets go")
        if name == "nodes":
            one.add_argument("--port", type=int, default=26379, help="of the head; the next 2,200 are used, too")
        else:
            one.add_argument("--workers", type=int, default=2)
        if name == "kills":
            one.add_argument("--kills", type=int, default=30)
            one.add_argument("--seed", type=int, default=22)
        if name == "memory":
            one.add_argument("--copies", type=int, default=1000)
            one.add_argument("--longest", type=float, help="stop after so many seconds, and say what was seen")
    given = parser.parse_args()
    found, failed = _found(given)
    print(json.dumps(asdict(found)))  # noqa: T201  # the result
    return int(failed)


def _found(given: argparse.Namespace) -> tuple[Found, bool]:
    if given.study == "kills":
        killed = killing.study(given.clips, given.folder, kills=given.kills, workers=given.workers, seed=given.seed)
        return killed, killed.different > 0 or killed.kills < given.kills
    if given.study == "nodes":
        lost = nodes.study(given.clips, given.folder, port=given.port)
        return lost, lost.different > 0 or lost.exit_code != 0
    grown = memory.study(given.clips, given.folder, clips=given.copies, workers=given.workers, longest_s=given.longest)
    return grown, grown.growth > _LARGEST_GROWTH


if __name__ == "__main__":
    sys.exit(_run())
