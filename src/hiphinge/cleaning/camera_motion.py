"""Whether the camera moved: how the background lies in each frame, compared with a frame before."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hiphinge.motion import FloatArray

__all__ = ["CameraMotion", "camera_motion"]

MARGIN = 0.06
"""The person's box is widened by this share of the frame on every side: hands, weight and shadow move, too."""
LEAST_BACKGROUND = 0.15
"""Share of the frame that has to be background."""
LEAST_CONTRAST = 0.8
"""Mean size of the background's gradient in grey levels a cell, below which there is nothing to follow."""
LEAST_ALIKE, ANOTHER_FRAME = 0.7, 0.9
"""Correlation of the background with that of the frame it is compared with: below the first, nothing is known; below
the second, the frame itself becomes the one to compare with."""
STEPS, SETTLED = 12, 0.002
ENDS = (2.5, 97.5)
"""Percentiles of the frames between which the camera's range is taken."""


@dataclass(frozen=True, kw_only=True)
class CameraMotion:
    """How far the camera moved in a recording.

    Attributes
    ----------
    shift_share
        How far the background shifted, as a share of the frame's height: the larger of both directions.
    turn_deg
        How far it turned in the frame, degrees.
    """

    shift_share: float
    turn_deg: float


def camera_motion(images: NDArray[np.uint8], people: FloatArray, *, aspect: float) -> CameraMotion | None:
    """Return how far the camera moved; None where the background does not show it.

    Parameters
    ----------
    images
        Small grey frames ``[frame, row, column]``, whole frames however wide.
    people
        The person's box in each ``[frame, 4]``: left, top, right, bottom as shares of the frame; NaN where not seen.
    aspect
        Width of the frame divided by its height.

    Notes
    -----
    A shift, a turn and a scale are fitted to the grey levels of the background by least squares (Lucas and Kanade
    1981), with less weight for what moves otherwise (Huber's), frame by frame against one frame, which changes only
    where the background has become another.
    """
    if len(images) < 2:  # noqa: PLR2004 - a motion needs two frames
        return None
    places: list[FloatArray] = [np.eye(3)]
    reference, at = _Reference.of(images[0], people[0], aspect=aspect), np.eye(3)
    for number in range(1, len(images)):
        found = None if reference is None else reference.place(images[number], people[number], start=places[-1], at=at)
        if found is None:
            return None
        place, alike = found
        places.append(place)
        if alike < ANOTHER_FRAME:
            reference, at = _Reference.of(images[number], people[number], aspect=aspect), place
    return _range_of(np.stack(places))


def _range_of(places: FloatArray) -> CameraMotion:
    """Return the range of shifts and turns ``[frame, 3, 3]`` in frame heights."""
    low, high = np.percentile(places[:, :2, 2], ENDS, axis=0)
    turns = np.percentile(np.degrees(np.arctan2(places[:, 1, 0], places[:, 0, 0])), ENDS)
    return CameraMotion(shift_share=float((high - low).max()), turn_deg=float(turns[1] - turns[0]))


@dataclass(frozen=True, kw_only=True, eq=False)
class _Reference:
    """A frame that others are compared with: its grey levels, gradients by parameter, and where its background is."""

    levels: FloatArray
    by_parameter: FloatArray
    background: NDArray[np.bool_]
    across: FloatArray
    down: FloatArray

    @classmethod
    def of(cls, image: NDArray[np.uint8], person: FloatArray, *, aspect: float) -> "_Reference | None":
        """Return the frame, or None where its background shows too little."""
        rows, columns = image.shape
        down, across = np.meshgrid((np.arange(rows) + 0.5) / rows - 0.5, (np.arange(columns) + 0.5) / columns - 0.5)
        down, across = down.T, across.T * aspect
        levels = image.astype(np.float64)
        slope_down, slope_across = np.gradient(levels)
        background = _background(image.shape, person)
        if background.mean() < LEAST_BACKGROUND:
            return None
        if np.hypot(slope_down, slope_across)[background].mean() < LEAST_CONTRAST:
            return None
        gradient = (slope_across * columns / aspect, slope_down * rows)
        by_parameter = np.stack(
            [
                gradient[0],
                gradient[1],
                gradient[1] * across - gradient[0] * down,
                gradient[0] * across + gradient[1] * down,
            ],
            axis=-1,
        )
        return cls(levels=levels, by_parameter=by_parameter, background=background, across=across, down=down)

    def place(
        self, image: NDArray[np.uint8], person: FloatArray, *, start: FloatArray, at: FloatArray
    ) -> tuple[FloatArray, float] | None:
        """Return how the background lies in an image, from the first frame ``[3, 3]``, and how alike it looks there.

        ``start`` is where it is sought first, ``at`` how it is in this frame itself.
        """
        mine, place = start @ np.linalg.inv(at), start
        other = _background(image.shape, person)
        alike = 0.0
        for _ in range(STEPS):
            seen, known = self._seen(image, other, mine)
            if known.mean() < LEAST_BACKGROUND:
                return None
            step, alike = self._step(seen, known)
            mine = mine @ np.linalg.inv(step)
            place = mine @ at
            if np.abs(step - np.eye(3)).max() < SETTLED:
                break
        return None if alike < LEAST_ALIKE else (place, alike)

    def _seen(
        self, image: NDArray[np.uint8], background: NDArray[np.bool_], mine: FloatArray
    ) -> tuple[FloatArray, NDArray[np.bool_]]:
        """Return an image as it is in this frame, and where both show the background."""
        rows, columns = image.shape
        aspect = float(np.ptp(self.across)) / (columns - 1) * columns
        across = mine[0, 0] * self.across + mine[0, 1] * self.down + mine[0, 2]
        down = mine[1, 0] * self.across + mine[1, 1] * self.down + mine[1, 2]
        column, row = (across / aspect + 0.5) * columns - 0.5, (down + 0.5) * rows - 0.5
        left = np.clip(np.floor(column).astype(int), 0, columns - 2)
        top = np.clip(np.floor(row).astype(int), 0, rows - 2)
        right_share, low_share = column - left, row - top
        inside = (right_share >= 0) & (right_share <= 1) & (low_share >= 0) & (low_share <= 1)
        levels = image.astype(np.float64)
        upper = levels[top, left] * (1 - right_share) + levels[top, left + 1] * right_share
        lower = levels[top + 1, left] * (1 - right_share) + levels[top + 1, left + 1] * right_share
        return upper * (1 - low_share) + lower * low_share, self.background & inside & background[top, left]

    def _step(self, seen: FloatArray, known: NDArray[np.bool_]) -> tuple[FloatArray, float]:
        """Return the next small shift, turn and scale, and how alike the backgrounds are."""
        one, two, by = self.levels[known], seen[known], self.by_parameter[known]
        one, two = one - one.mean(), two - two.mean()
        alike = float(one @ two / max(np.linalg.norm(one) * np.linalg.norm(two), 1e-9))
        two *= one.std() / max(two.std(), 1e-9)
        off = two - one
        usual = 1.5 * float(np.median(np.abs(off))) + 1e-6
        weight = np.minimum(1.0, usual / np.maximum(np.abs(off), 1e-9))
        weighted = by * weight[:, None]
        moved = np.linalg.lstsq(weighted.T @ by, weighted.T @ off, rcond=None)[0]
        size, turn = 1.0 + moved[3], moved[2]
        return np.array([[size, -turn, moved[0]], [turn, size, moved[1]], [0.0, 0.0, 1.0]]), alike


def _background(shape: tuple[int, ...], person: FloatArray) -> NDArray[np.bool_]:
    """Return where no person is ``[row, column]``."""
    rows, columns = shape
    out = np.ones((rows, columns), dtype=np.bool_)
    if np.isfinite(person).all():
        left, top = (int(np.floor((edge - MARGIN) * n)) for edge, n in ((person[0], columns), (person[1], rows)))
        right, low = (int(np.ceil((edge + MARGIN) * n)) for edge, n in ((person[2], columns), (person[3], rows)))
        out[max(top, 0) : max(low, 0), max(left, 0) : max(right, 0)] = False
    return out
