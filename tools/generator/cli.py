"""The command: make clips, describe what a folder of them covers, draw a sheet of them; make the packaged sample."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.generator.clips import Wishes
from tools.generator.coverage import describe, truths_in
from tools.generator.crowds import make_crowd
from tools.generator.movements import BY_NAME, FAULTS
from tools.generator.planted import make_planted
from tools.generator.production import Order, produce
from tools.generator.same_person import SETS, make_sets
from tools.generator.self_test_clips import NAMES, make_self_test
from tools.generator.sheets import draw_sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = ("make", "sets", "crowds", "self-tests", "planted", "statistics", "sheet", "sample")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command; without a name it is ``make``."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if not given or (given[0] not in COMMANDS and given[0] not in {"-h", "--help"}):
        given.insert(0, "make")
    options = _parser().parse_args(given)
    commands = {"make": _make, "sets": _sets, "crowds": _crowds, "statistics": _statistics, "sheet": _sheet}
    commands |= {"sample": _sample, "self-tests": _self_tests, "planted": _planted}
    commands[options.command](options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tools.generator", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    make = commands.add_parser("make", help="make clips that are not there yet (the default)")
    make.add_argument("--out", type=Path, required=True, help="folder for the clips")
    make.add_argument("--clips", type=int, required=True, help="how many clips the folder shall hold")
    make.add_argument("--seed", type=int, default=1, help="another seed gives other people")
    make.add_argument("--jobs", type=int, default=1, help="processes")
    make.add_argument("--fps", type=float, default=30.0, help="frames per second")
    make.add_argument("--size", type=frame_size, help="WIDTHxHEIGHT; drawn for each clip if not given")
    make.add_argument("--movement", choices=sorted(BY_NAME), help="drawn for each clip if not given")
    make.add_argument("--begins-low", type=float, help="share of videos that begin at the bottom, where they may")
    make.add_argument("--fault", choices=FAULTS, help="the only fault of movements that may have it")
    make.add_argument("--held-out", action="store_true", help="rigs, skinning, garments and light kept for testing")
    make.add_argument("--rigged", action="store_true", help="a rig of their own for each, drawn about the usual one")
    make.add_argument("--poses", type=int, help="so many single poses a clip, for training, in place of repetitions")
    make.add_argument(
        "--everyday", action="store_true", help="sets with what surrounds them: walking in, set-up, pauses"
    )
    make.add_argument("--plate-mm", type=float, help="barbells only, their largest plates of this diameter")
    make.add_argument(
        "--yaw",
        type=float,
        nargs=2,
        metavar=("FROM", "TO"),
        help="views between these degrees, from any height: -90 from behind, 0 from the side, 90 from the front",
    )
    make.add_argument("--seconds", type=float, help="length of a set; about ten if not given")
    make.add_argument(
        "--sideways", action="store_true", help="knees, hips, shoulders and bar go to the sides; feet wide or narrow"
    )
    _add_others(commands)
    return parser


def _add_others(commands: Any) -> None:
    """Add what makes no single clips by wish: sheets, sets, crowds, tests, the sample."""
    statistics = commands.add_parser("statistics", help="what a folder of clips covers, as Markdown")
    statistics.add_argument("folder", type=Path)
    statistics.add_argument("--out", type=Path, help="file to write; printed if not given")
    sheet = commands.add_parser("sheet", help="one image with a frame of each clip")
    sheet.add_argument("folder", type=Path)
    sheet.add_argument("--out", type=Path, required=True)
    sheet.add_argument("--clips", type=int, default=30)
    sheet.add_argument("--plain", action="store_true", help="without the ground truth drawn in")
    sets = commands.add_parser("sets", help="sets of one person in one place: a clean back, a round one")
    sets.add_argument("--out", type=Path, required=True, help="folder for the clips")
    sets.add_argument("--people", type=int, required=True, help="how many people")
    sets.add_argument("--sets", nargs="+", choices=SETS, default=SETS[:2], help="which sets of each (clean rounded)")
    sets.add_argument("--seed", type=int, default=1, help="another seed gives other people")
    sets.add_argument("--fps", type=float, default=20.0, help="frames per second")
    sets.add_argument("--held-out", action="store_true", help="rigs, skinning, garments and light kept for testing")
    crowds = commands.add_parser("crowds", help="a lifter among others: walkers, a spotter, a mirror image, a poster")
    crowds.add_argument("--out", type=Path, required=True, help="folder for the clips")
    crowds.add_argument("--clips", type=int, required=True, help="how many; the kinds take turns")
    crowds.add_argument("--seed", type=int, default=1, help="another seed gives other people")
    crowds.add_argument("--fps", type=float, default=15.0, help="frames per second")
    tests = commands.add_parser(
        "self-tests", help="standing, kneeling and lying self-tests, on people kept for testing"
    )
    tests.add_argument("--out", type=Path, required=True, help="folder for the clips")
    tests.add_argument("--each", type=int, required=True, help="how many clips of each test")
    tests.add_argument("--tests", nargs="+", choices=NAMES, default=NAMES, help="which tests; all if not given")
    tests.add_argument("--seed", type=int, default=1, help="another seed gives other people")
    planted = commands.add_parser("planted", help="hinges like the demonstration's but for one difference")
    planted.add_argument("--out", type=Path, required=True, help="folder for the clips")
    planted.add_argument("--clips", type=int, required=True, help="how many; the differences take turns")
    planted.add_argument("--seed", type=int, default=1, help="another seed gives other people")
    sample = commands.add_parser("sample", help="the video that comes with the package, and its truth")
    sample.add_argument("--out", type=Path, required=True, help="folder for both")


def frame_size(text: str) -> tuple[int, int]:
    """Read WIDTHxHEIGHT."""
    try:
        width, height = (int(part) for part in text.split("x"))
    except ValueError:
        message = f"expected WIDTHxHEIGHT such as 540x720, found {text!r}"
        raise argparse.ArgumentTypeError(message) from None
    if min(width, height) <= 0 or width % 2 or height % 2:
        message = f"expected even, positive sizes, found {text!r}"
        raise argparse.ArgumentTypeError(message)
    return width, height


def _make(options: argparse.Namespace) -> None:
    wishes = Wishes(
        fps=options.fps,
        size=options.size,
        movement=options.movement,
        begins_low=options.begins_low,
        fault=options.fault,
        held_out=options.held_out,
        rigged=options.rigged,
        poses=options.poses,
        everyday=options.everyday,
        plate_mm=options.plate_mm,
        yaw_deg=None if options.yaw is None else (options.yaw[0], options.yaw[1]),
        seconds=options.seconds,
        sideways=options.sideways,
    )
    order = Order(options.out, clips=options.clips, seed=options.seed, jobs=options.jobs, wishes=wishes)
    began = time.monotonic()

    def report(name: str, done: int) -> None:
        print(f"{name}  {done}/{options.clips}  {time.monotonic() - began:.0f} s", flush=True)

    produce(order, report)


def _sets(options: argparse.Namespace) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    for number in range(options.people):
        names = make_sets(
            options.out,
            seed=options.seed,
            number=number,
            sets=tuple(options.sets),
            fps=options.fps,
            held_out=options.held_out,
        )
        print(*names, flush=True)


def _crowds(options: argparse.Namespace) -> None:
    for number in range(options.clips):
        print(make_crowd(options.out, seed=options.seed, number=number, wishes=Wishes(fps=options.fps)), flush=True)


def _self_tests(options: argparse.Namespace) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    for number in range(options.each):
        for test in options.tests:
            print(make_self_test(options.out, test=test, seed=options.seed, number=number), flush=True)


def _planted(options: argparse.Namespace) -> None:
    options.out.mkdir(parents=True, exist_ok=True)
    for number in range(options.clips):
        print(make_planted(options.out, seed=options.seed, number=number), flush=True)


def _statistics(options: argparse.Namespace) -> None:
    text = describe(truths_in(options.folder))
    if options.out is None:
        print(text, end="")
    else:
        options.out.write_text(text)


def _sheet(options: argparse.Namespace) -> None:
    count = draw_sheet(options.folder, options.out, clips=options.clips, with_truth=not options.plain)
    print(f"{options.out}: {count} clips")


def _sample(options: argparse.Namespace) -> None:
    from tools.generator.sample import make_sample  # noqa: PLC0415 only this command needs it

    make_sample(options.out)
    print(options.out)
