"""A few clips' poses and truth as small files, for the package's own tests: numbers only, no picture.

``python -m validation.accuracy.features FOLDER NAME ... --out tests/data/people``
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from hiphinge.sources.formats import read_motion
from hiphinge.spine.back_network import ANGLES
from validation.accuracy.errors import true_angles
from validation.accuracy.observing import poses_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.motion import Motion

PARTS = {"positions": 16, "confidence": 255, "world_m": 1000, "contour": 16, "angles_deg": 100, "back_deg": 100}
"""Into how many parts a unit is divided, by array; whole numbers are kept, and the file says their parts."""
UNSEEN = int(np.iinfo(np.int16).min)


def main(arguments: Sequence[str] | None = None) -> None:
    """Write one file for each clip."""
    parser = argparse.ArgumentParser(prog="python -m validation.accuracy.features", description=__doc__)
    parser.add_argument("folder", type=Path, help="films with truth files and poses beside them")
    parser.add_argument("names", nargs="+", help="names of the clips")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--every", type=int, default=2, help="keep every so many frames")
    asked = parser.parse_args(arguments)
    for name in asked.names:
        film = asked.folder / f"{name}.mp4"
        motion = read_motion(poses_of(film, model="full"))
        truth = json.loads(film.with_suffix(".json").read_text(encoding="utf-8"))
        kept = numbers(motion, truth, every=asked.every)
        with (asked.out / f"{name}.npz").open("wb") as file:
            np.savez_compressed(file, allow_pickle=False, **kept)


def numbers(motion: Motion, truth: dict[str, Any], *, every: int) -> dict[str, np.ndarray]:
    """Return the arrays of one file."""
    some = slice(None, None, every)
    facts = {
        "name": truth["name"],
        "movement": truth["movement"],
        "iron": truth["iron"],
        "facing": truth["facing"],
        "size_px": motion.origin.size_px,
        "parts": PARTS,
        "unseen": UNSEEN,
        "repetitions": [
            [r["bottom_start"] / truth["fps"], r["bottom_end"] / truth["fps"]] for r in truth["repetitions"]
        ],
    }
    angles = np.stack(list(true_angles(truth).values()), axis=1)[: len(motion)]
    back = np.stack([truth["truth"][name] for name in ANGLES], axis=1)[: len(motion)]
    contour = np.full((len(motion), 1, 2), np.nan) if motion.contour is None else motion.contour
    world = np.full((len(motion), 1, 3), np.nan) if motion.world_m is None else motion.world_m
    return {
        "facts": np.frombuffer(json.dumps(facts).encode(), np.uint8),
        "time_s": motion.time_s[: len(angles)][some].astype(np.float32),
        "positions": _whole(motion.positions[: len(angles)][some], PARTS["positions"]),
        "confidence": np.round(motion.confidence[: len(angles)][some] * PARTS["confidence"]).astype(np.uint8),
        "world_m": _whole(world[: len(angles)][some], PARTS["world_m"]),
        "contour": _whole(contour[: len(angles)][some], PARTS["contour"]),
        "back_deg": _whole(back[some], PARTS["back_deg"]),
        "angles_deg": _whole(angles[some], PARTS["angles_deg"]),
    }


def _whole(values: np.ndarray, parts: int) -> np.ndarray:
    """Return whole parts; what is not known, or too far outside to be kept in 16 bits, as `UNSEEN`."""
    whole = np.round(np.where(np.isfinite(values), values, 0.0) * parts)
    return np.where(np.isfinite(values) & (np.abs(whole) < -UNSEEN), whole, UNSEEN).astype(np.int16)


if __name__ == "__main__":
    main()
