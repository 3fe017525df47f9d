"""The command: tables of how far moments and forces agree, hold and compare, as Markdown."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.dynamics import Body, Load, Posture, draw, lumbosacral_loads, static_posture, video_pose_error
from validation.dynamics.people import comparisons, coverage
from validation.dynamics.sheet import LIFTS, hand_rows, own_moment_nm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

__all__ = ["main"]

CLIP_S, RATE_HZ = 60.0, 30.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m validation.dynamics", description=__doc__)
    studies: dict[str, Callable[[argparse.Namespace], None]] = {
        "sheet": _sheet,
        "people": _people,
        "speed": _speed,
        "mujoco": _mujoco,
        "opensim": _opensim,
    }
    parser.add_argument("study", choices=studies)
    parser.add_argument("--folder", type=Path, help="the trials with their model and force plates, for opensim")
    parser.add_argument("--people", type=int, default=2000, help="how many people are simulated")
    parser.add_argument("--sets", type=int, default=1000, help="how many pairs of sets are compared")
    parser.add_argument("--bends", type=int, default=200, help="how many bends are compared with MuJoCo")
    asked = parser.parse_args(arguments)
    if asked.study == "opensim" and asked.folder is None:
        parser.error("opensim needs --folder")
    studies[asked.study](asked)
    return 0


def _table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    print(f"| {' | '.join(titles)} |")
    print(f"|{' --- |' * len(titles)}")
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |")


def _sheet(_: argparse.Namespace) -> None:
    rows = hand_rows()
    _table(
        ("lift", "quantity", "printed", "found", "error, %"),
        [(r.lift, r.quantity, f"{r.printed:g}", f"{r.found:.1f}", f"{100 * r.error:+.2f}") for r in rows],
    )
    print(f"\nLargest error: {100 * max(abs(r.error) for r in rows):.2f} %.\n")
    _table(
        ("lift", "printed, N m", "the package's own body, N m"),
        [(n, f"{lift.moment_nm:g}", f"{own_moment_nm(lift):.0f}") for n, lift in enumerate(LIFTS, start=1)],
    )


def _people(asked: argparse.Namespace) -> None:
    _table(
        ("quantity", "people", "interval holds the truth, %", "half its width, % of the value"),
        [(c.quantity, c.people, f"{100 * c.share:.1f}", f"{100 * c.width:.0f}") for c in coverage(asked.people)],
    )
    found = comparisons(asked.sets)
    print(
        f"\nOf {found.sets} pairs of sets: a true 10 % is found in {100 * found.found:.1f} %, "
        f"and a difference between equal sets in {100 * found.false:.1f} %."
    )


def _speed(_: argparse.Namespace) -> None:
    time_s = np.arange(0.0, CLIP_S, 1 / RATE_HZ)
    lean = 40 + 40 * np.sin(2 * time_s)
    posture = Posture(
        trunk_deg=lean, pelvis_deg=0.75 * lean, thigh_deg=-0.4 * lean, shank_deg=0.1 * lean, time_s=time_s
    )
    body, load, draws = Body.of(stature_m=1.75, mass_kg=75), Load(mass_kg=40), draw()
    clip = _spent(
        lambda: lumbosacral_loads(posture, body, load, draws=draws, pose_error=video_pose_error()).bounds("moment_nm")
    )
    one = _spent(lambda: static_posture(body, load, trunk_deg=60, knee_flexion_deg=15, shank_deg=0, draws=draws))
    print(f"{len(draws)} draws over {CLIP_S:g} s at {RATE_HZ:g} Hz, with bounds: {clip:.2f} s of processor time.")
    print(f"{len(draws)} draws of one posture: {1000 * one:.1f} ms of processor time.")


def _spent(work: Callable[[], object]) -> float:
    times = []
    for _ in range(5):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return float(np.median(times))


def _mujoco(asked: argparse.Namespace) -> None:
    from validation.dynamics.mujoco_people import chain_agreement, mujoco_coverage  # noqa: PLC0415 - needs mujoco

    rows = [(rate, row) for rate in (30.0, 100.0) for row in chain_agreement(asked.bends, rate_hz=rate)]
    _table(
        ("frames, Hz", "joint", "bends", "largest difference, %", "median, %"),
        [(f"{rate:g}", r.joint, r.bends, f"{100 * r.largest:.2f}", f"{100 * r.median:.3f}") for rate, r in rows],
    )
    print()
    _table(
        ("quantity", "MuJoCo bodies", "interval holds the truth, %", "half its width, % of the value"),
        [(c.quantity, c.people, f"{100 * c.share:.1f}", f"{100 * c.width:.0f}") for c in mujoco_coverage(asked.people)],
    )


def _opensim(asked: argparse.Namespace) -> None:
    from validation.dynamics.recorded import agreements  # noqa: PLC0415 - needs opensim

    titles = ("trial", "from", "range, N m", "nRMSE, %", "bias, N m", "r", "r with plates", "bias against plates, N m")
    _table(
        titles,
        [
            (
                r.trial,
                r.source,
                f"{r.range_nm:.0f}",
                f"{100 * r.nrmse:.1f}",
                f"{r.bias_nm:+.1f}",
                f"{r.r_down:.3f}",
                f"{r.r_up:.3f}",
                f"{r.bias_up_nm:+.1f}",
            )
            for r in agreements(asked.folder)
        ],
    )
