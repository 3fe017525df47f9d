"""One image of many clips, to look at: a frame of each, at its first bottom, ground truth drawn in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from tools.generator.arrays import Image

TILE = (300, 400)
ON_SKIN = ("s2", "t12", "c7")


def draw_sheet(folder: Path, out: Path, *, clips: int, columns: int = 5, with_truth: bool = True) -> int:
    """Write a contact sheet of the first clips of a folder; gives how many are on it."""
    import cv2  # noqa: PLC0415 heavy

    tiles = [_tile(path, with_truth=with_truth) for path in sorted(folder.glob("*.json"))[:clips]]
    if not tiles:
        message = f"Expected clips in {folder}, found none; make some first."
        raise FileNotFoundError(message)
    blank = np.zeros_like(tiles[0])
    padded = [*tiles, *([blank] * (-len(tiles) % columns))]
    rows = [np.hstack(padded[first : first + columns]) for first in range(0, len(padded), columns)]
    if not cv2.imwrite(str(out), np.vstack(rows)):
        message = f"Could not write {out}."
        raise OSError(message)
    return len(tiles)


def _tile(path: Path, *, with_truth: bool) -> Image:
    import cv2  # noqa: PLC0415 heavy

    truth = json.loads(path.read_text())
    first = next(iter(truth["repetitions"]), None)
    frame = truth["frames"] // 2 if first is None else (first["bottom_start"] + first["bottom_end"]) // 2
    image = _frame(path.with_suffix(".mp4"), frame)
    if with_truth:
        _mark(image, truth, frame)
    width, height = TILE
    scale = min(width / image.shape[1], height / image.shape[0])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    tile = np.zeros((height, width, 3), np.uint8)
    tile[: small.shape[0], : small.shape[1]] = small
    angles = truth["truth"]
    text = f"{truth['movement']} {truth['clothes']} {truth['iron']}"
    figures = f"T{angles['trunk_deg'][frame]:.0f} L{angles['lumbar_flexion_deg'][frame]:.0f} "
    figures += f"K{angles['knee_flexion_deg'][frame]:.0f} {'' if first is None else ' '.join(first['faults'])}"
    for line, words in enumerate((text, figures)):
        cv2.putText(tile, words, (4, 14 + 15 * line), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (60, 220, 255), 1, cv2.LINE_AA)
    return tile


def _frame(path: Path, number: int) -> Image:
    import av  # noqa: PLC0415 heavy

    with av.open(str(path)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index == number:
                return np.ascontiguousarray(frame.to_ndarray(format="bgr24"))
    message = f"{path} has no frame {number}."
    raise ValueError(message)


def _mark(image: Image, truth: dict[str, Any], frame: int) -> None:
    import cv2  # noqa: PLC0415 heavy

    radius = max(image.shape[0] // 240, 2)
    for name, track in truth["joints_px"].items():
        place = (round(track[frame][0]), round(track[frame][1]))
        cv2.circle(image, place, radius, (60, 60, 255) if name in ON_SKIN else (80, 255, 80), -1, cv2.LINE_AA)
