"""The bar on an image of the video: the plate's edge, and the way of its centre in this repetition so far."""

import numpy as np

from hiphinge.analysis import Analysis
from hiphinge.reports.lettering import PLATE, Image
from hiphinge.reports.palette import Rgb
from hiphinge.reports.strokes import stroke

__all__ = ["draw_barbell"]

_COLOUR: Rgb = (255, 214, 102)
_CORNERS = 48


def draw_barbell(image: Image, analysis: Analysis, time_s: float, *, start_s: float, scale: float) -> None:
    """Draw the plate of a moment and its way since ``start_s``, in place; nothing where it was not followed.

    Parameters
    ----------
    scale
        Pixels of the image in one of the upright original.
    """
    plate, times = analysis.motion.plate, analysis.motion.time_s
    if plate is None or analysis.bar is None:
        return
    width = max(2, round(min(image.shape[:2]) / 240))
    frames = (times >= start_s) & (times <= time_s) & np.isfinite(plate).all(axis=1)
    if not frames.any():
        return
    way = plate[frames, :2] * scale
    if len(way) > 1:
        stroke(image, way, PLATE, width=width + 2)
        stroke(image, way, _COLOUR, width=width)
    last = np.flatnonzero(frames)[-1]
    if time_s - times[last] < 2 * float(np.median(np.diff(times))):
        turns = np.linspace(0, 2 * np.pi, _CORNERS + 1)
        edge = np.stack([np.cos(turns), np.sin(turns)], axis=1) * plate[last, 2:4] / 2 + plate[last, :2]
        stroke(image, edge * scale, _COLOUR, width=max(1, width - 1))
