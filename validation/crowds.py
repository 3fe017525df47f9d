"""Lifters among others, rendered by ``tools.generator crowds``: whether the lifter is the one who is followed.

Somebody else is measured in a frame where the middle between the hips is nearer to the middle of another person, mirror
image or poster than to the lifter's hips, and further from these than `WITHIN` of their stature. A frame is right where
it is within `WITHIN`. Frames in which less than half of the lifter can be seen do not count, and short gaps are
filled in proportion, as an analysis does.
"""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import BLAZEPOSE_33, FloatArray
from hiphinge.workflow.pose_estimation import EstimatorConfig, Stretch, motion_from_video
from hiphinge.workflow.progress import no_progress

__all__ = ["errors", "filled", "main", "measure", "nearer_to_others"]

WITHIN = 0.05
"""A frame is right within this share of stature."""
MOST_HIDDEN = 0.5
LONGEST_GAP_S = 0.8


def filled(hips: FloatArray, *, fps: float) -> FloatArray:
    """Return hips ``[frame, 2]`` with short gaps filled in proportion."""
    hips, known = hips.copy(), np.flatnonzero(~np.isnan(hips[:, 0]))
    for before, after in pairwise(known):
        if 1 < after - before <= LONGEST_GAP_S * fps + 1:
            share = (np.arange(before + 1, after) - before)[:, None] / (after - before)
            hips[before + 1 : after] = hips[before] + share * (hips[after] - hips[before])
    return hips


def nearer_to_others(hips: FloatArray, truth: Mapping[str, Any]) -> NDArray[np.bool_]:
    """Return whether hips ``[frame, 2]``, in pixels, are nearer to somebody or something else than to the lifter's."""
    own = np.mean([truth["joints_px"][f"hip_{side}"] for side in "lr"], axis=0)
    others = np.array(truth["crowd"]["others_px"], dtype=np.float64)
    count = min(len(hips), len(own))
    away = np.linalg.norm(hips[:count] - own[:count], axis=1)
    nearest = np.linalg.norm(others[:count] - hips[:count, None], axis=2).min(axis=1)
    return np.asarray(nearest < away)


def errors(hips: FloatArray, truth: Mapping[str, Any]) -> FloatArray:
    """Return how far hips ``[frame, 2]``, in pixels, are from the lifter's, shares of stature; infinite without any."""
    pixels, metres = (np.mean([truth[kind][f"hip_{s}"] for s in "lr"], axis=0) for kind in ("joints_px", "joints_m"))
    place, target = (np.array(truth["camera"][name]) for name in ("position_m", "target_m"))
    depth = (metres - place) @ (target - place) / np.linalg.norm(target - place)
    per_metre = truth["camera"]["focal_px"] / depth
    count = min(len(hips), len(pixels))
    off = np.linalg.norm(hips[:count] - pixels[:count], axis=1) / per_metre[:count] / truth["stature_m"]
    return np.where(np.isnan(off), np.inf, off)


def measure(clip: Path) -> dict[str, Any]:
    """Follow the lifter of one clip; return how many frames count, are not measured, wrong, of somebody else."""
    truth = json.loads(clip.with_suffix(".json").read_text())
    motion = motion_from_video(
        clip, stretch=Stretch(), estimator_config=EstimatorConfig(threads=2), listener=no_progress
    )
    places = [BLAZEPOSE_33.keypoints.index(f"{side}_hip") for side in ("left", "right")]
    hips = motion.positions[:, places].mean(axis=1)
    hips = filled(hips, fps=truth["fps"])
    off = errors(hips, truth)
    seen = np.array(truth["crowd"]["hidden_share"][: len(off)]) < MOST_HIDDEN
    return {
        "clip": clip.stem,
        "kind": truth["crowd"]["kind"],
        "frames": int(seen.sum()),
        "not_measured": int(np.isinf(off)[seen].sum()),
        "wrong": int((np.isfinite(off) & (off > WITHIN))[seen].sum()),
        "somebody_else": int((nearer_to_others(hips, truth) & (off > WITHIN))[seen].sum()),
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure a folder of clips; print a row of JSON for each and a line of sums."""
    parser = argparse.ArgumentParser(prog="python -m validation.crowds", description=__doc__)
    parser.add_argument("folder", type=Path, help="clips of tools.generator crowds")
    rows = []
    for clip in sorted(parser.parse_args(arguments).folder.glob("*.mp4")):
        rows.append(measure(clip))
        sys.stdout.write(json.dumps(rows[-1]) + "\n")
        sys.stdout.flush()
    right, own = (sum(not row[key] for row in rows) for key in ("wrong", "somebody_else"))
    frames, missed = (sum(row[key] for row in rows) for key in ("frames", "not_measured"))
    sys.stdout.write(
        f"Of {len(rows)} clips, nobody else was measured in any frame of {own}; where the lifter was measured, they "
        f"are within {WITHIN:.0%} of stature in every frame of {right}. {missed / max(frames, 1):.1%} of the frames in "
        "which they are seen were not measured.\n"
    )


if __name__ == "__main__":
    main()
