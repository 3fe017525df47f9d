"""The command: a table of how far streams agree with recordings, when they say what, and what they cost."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.sources.formats import read_motion
from validation.streaming.compared import Compared, compared, streamed
from validation.streaming.endurance import endurance, looped

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_ROWS = {
    "movements": "repetitions of the recordings",
    "given": "repetitions that the streams gave",
    "found": "the same, bottoms within 0.1 s",
    "alike_at_first": "pattern and findings the same when first given",
    "alike_at_end": "pattern and findings the same at the set's end",
    "bottoms": "bottoms given within 0.1 s while moving",
    "revised": "revisions",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of a folder of poses; return 1 where it has none."""
    parser = argparse.ArgumentParser(prog="python -m validation.streaming", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of folders with a pose.parquet each")
    parser.add_argument("--only", default="", help="only folders whose name contains this")
    parser.add_argument("--times", type=int, default=1, help="repeat each recording so many times, as one long set")
    parser.add_argument("--minutes", type=float, help="loop each for so long: cost beside an inference, and memory")
    parser.add_argument("--pause", type=float, default=0.0, help="with --minutes: seconds of standing after each turn")
    parser.add_argument("--differences", action="store_true", help="print each repetition that differs")
    asked = parser.parse_args(arguments)
    places = sorted(asked.folder.glob(f"*{asked.only}*/pose.parquet"))
    for place in places if asked.minutes else []:
        _print_endurance(place, minutes=asked.minutes, pause_s=asked.pause)
    if not asked.minutes and places:
        _print_agreement(places, times=asked.times, differences=asked.differences)
    return int(not places)


def _print_endurance(place: Path, *, minutes: float, pause_s: float) -> None:
    print(f"\n{place.parent.name}\n\n| minutes | ms a frame | of an inference | largest, ms | MiB | movements |")
    print("| --- | --- | --- | --- | --- | --- |")
    for part in endurance(read_motion(place), minutes=minutes, pause_s=pause_s):
        share = part.mean_s / part.inference_s
        print(
            f"| {part.until_s / 60:.0f} | {1e3 * part.mean_s:.2f} | {share:.2f} of {1e3 * part.inference_s:.1f} ms "
            f"| {1e3 * part.largest_s:.0f} | {part.memory_mib:.0f} | {part.movements} |",
            flush=True,
        )


def _print_agreement(places: Sequence[Path], *, times: int, differences: bool) -> None:
    every: list[Compared] = []
    for place in places:
        motion = looped(read_motion(place), times=times)
        every.append(compared(motion, streamed(motion)))
        for line in every[-1].differences if differences else []:
            print(f"{place.parent.name}: {line}", flush=True)
    total = {name: sum(getattr(one, name) for one in every) for name in _ROWS}
    print(f"\n{len(every)} recordings; the analyses at the end are equal in {sum(one.equal for one in every)}\n")
    print("| | number | share |\n| --- | --- | --- |")
    for name, words in _ROWS.items():
        print(f"| {words} | {total[name]} | {total[name] / max(total['movements'], 1):.3f} |")
    print("\n| lag behind the moment, s | median | 95 % | number |\n| --- | --- | --- | --- |")
    for name in every[0].lags_s:
        lags = [lag for one in every for lag in one.lags_s[name]]
        if lags:
            print(f"| {name} | {np.median(lags):.2f} | {np.percentile(lags, 95):.2f} | {len(lags)} |")
    costs = 1e3 * np.array([cost for one in every for cost in one.cost_s])
    print(f"\na frame costs {costs.mean():.2f} ms on average and {costs.max():.0f} at most")
