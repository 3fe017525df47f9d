"""The command: how far a live session agrees with the recording, and how soon the tone comes after the back gives."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hiphinge import analyse, analyze
from hiphinge.sources.formats import read_motion
from validation.live.drills import Score, wall_events
from validation.live.played import Agreement, agreement, play, seen
from validation.live.tones import STILL_DEG, ToneScore, tones_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.analysis import Analysis

__all__ = ["main"]

FARTHER_M = 0.08
"""A wall that most repetitions do not reach."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables of a folder of videos with truth; return 1 where it has none."""
    parser = argparse.ArgumentParser(prog="python -m validation.live", description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder of NAME.mp4 with NAME.json: exact truth")
    parser.add_argument("--poses", type=Path, help="a folder of NAME/pose.parquet of the whole recordings")
    parser.add_argument("--only", default="", help="only videos whose name contains this")
    parser.add_argument("--drills", action="store_true", help="touches of a wall instead")
    asked = parser.parse_args(arguments)
    if asked.drills:
        return _drills([path for path in sorted(asked.folder.glob("*.mp4")) if asked.only in path.stem])
    total, every = Agreement(), list[ToneScore]()
    videos = [path for path in sorted(asked.folder.glob("*.mp4")) if asked.only in path.stem]
    for video in videos:
        truth = json.loads(video.with_suffix(".json").read_text())
        played = play(video, exercise=None)
        pauses_s = [
            (each["bottom_start"] / truth["fps"], each["bottom_end"] / truth["fps"]) for each in truth["repetitions"]
        ]
        one = agreement(played, _whole(video, asked.poses), pauses_s)
        total.add(one)
        found = tones_of(played.tones, truth)
        every.append(found)
        print(f"{video.stem}: {one.found}/{one.whole} found, {one.live} live; {found}", flush=True)
        for line in one.differences:
            print(f"    {line}", flush=True)
    _print(total, every)
    return int(not videos)


def _drills(videos: Sequence[Path]) -> int:
    """Print how far the events of drills agree with the truth of videos that have it for the seat."""
    wall, farther, walls = Score(), Score(), 0
    for video in videos:
        truth, motion = json.loads(video.with_suffix(".json").read_text()), seen(video)
        if truth["iron"] is None and truth["starts"] == "standing":  # as the drill is done
            walls += 1
            wall.add(*wall_events(motion, truth))
            farther.add(*wall_events(motion, truth, farther_m=FARTHER_M))
        print(f"{video.stem}: wall {wall}", flush=True)
    print(f"\n{len(videos)} videos, the wall in the {walls} of them without a load that begin in standing.")
    print("\n| events within 0.2 s | found | missed | false | F1 |\n| --- | --- | --- | --- | --- |")
    for words, score in (
        ("wall touched or left", wall),
        (f"the same, wall {100 * FARTHER_M:.0f} cm farther back", farther),
    ):
        print(f"| {words} | {score.found} | {score.missed} | {score.false} | {score.f1:.2f} |")
    return int(not videos)


def _whole(video: Path, poses: Path | None) -> Analysis:
    if poses is None:
        return analyze(video).analysis
    return analyse(read_motion(poses / video.stem / "pose.parquet"))


def _print(total: Agreement, every: Sequence[ToneScore]) -> None:
    print("\n| repetitions | number | share |\n| --- | --- | --- |")
    for name, words in (
        ("whole", "of the recordings"),
        ("live", "live, as the sets ended"),
        ("found", "the same"),
        ("bottom", "bottoms within 0.15 s, or in the same pause"),
        ("pattern", "the same pattern"),
        ("findings", "the same findings"),
    ):
        number = getattr(total, name)
        print(f"| {words} | {number} | {number / max(total.whole, 1):.3f} |")
    kept, lags = [one for one in every if not one.crossed], [lag for one in every for lag in one.lags_s]
    crossed, cued = sum(one.crossed for one in every), sum(one.cued for one in every)
    print(f"\nThe true back gives in {crossed} repetitions; a tone came in {cued}.")
    print(f"Sets in which it never gives: {len(kept)}; with a tone: {sum(bool(one.false) for one in kept)};")
    print(
        f"with one where it is nowhere rounder by {STILL_DEG:.0f} degrees: {sum(bool(one.groundless) for one in kept)}."
    )
    plain = [one for one in kept if not one.is_named]
    print(f"Of them, the truth names no back that gives in {len(plain)};", end=" ")
    print(f"with a tone: {sum(bool(one.false) for one in plain)}.")
    if lags:
        print(
            f"From the moment to the tone: median {np.median(lags):.2f} s, 95 % within {np.percentile(lags, 95):.2f} s."
        )
