"""The command: one data set in a folder, measured and compared with its own markers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from validation.elsewhere import biocv, sumedipose
from validation.elsewhere.trials import compared

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from validation.elsewhere.trials import Trial


def main(arguments: Sequence[str] | None = None) -> None:
    """Compare, and write `agreement.html` and `agreement.json` into a folder named after the data set."""
    parser = argparse.ArgumentParser(prog="python -m validation.elsewhere", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, help="folder for results; each data set gets its own in it")
    kinds = parser.add_subparsers(dest="kind", required=True)
    of_biocv = kinds.add_parser("biocv", help=biocv.TITLE)
    of_biocv.add_argument("folder", type=Path, help="the unpacked archives, a folder for each participant")
    of_biocv.add_argument("--video", required=True, help="name or pattern of the video from the side, in every trial")
    of_biocv.add_argument("--trials", default="*", help="pattern of the names of trials")
    of_sumedipose = kinds.add_parser("sumedipose", help=sumedipose.TITLE)
    of_sumedipose.add_argument("folder", type=Path, help=f"the unpacked data set, {sumedipose.TABLE} at its top")
    of_sumedipose.add_argument("--camera", required=True, help="camera at the side, C1 to C6")
    of_sumedipose.add_argument("--hz", type=float, required=True, help="frames in a second")
    of_sumedipose.add_argument("--actions", nargs="*", default=list(sumedipose.ACTIONS), help="actions by number")
    asked = parser.parse_args(arguments)
    trials, title = _trials(asked)
    validation = compared(trials, asked.out / asked.kind, by=f"markers of {title}", report=print)
    for one in validation.compared:
        found = one.agreement
        print(
            f"{one.id}: {found.pairs} pairs of {found.people} people, bias {found.bias.value:+.1f}, rms {found.rms:.1f}"
        )


def _trials(asked: argparse.Namespace) -> tuple[Iterable[Trial], str]:
    if asked.kind == "biocv":
        return biocv.biocv_trials(asked.folder, video=asked.video, trials=asked.trials), biocv.TITLE
    wanted = sumedipose.Wanted(camera=asked.camera, hz=asked.hz, actions=tuple(asked.actions))
    return sumedipose.sumedipose_trials(asked.folder, asked.out / asked.kind, wanted=wanted), sumedipose.TITLE
