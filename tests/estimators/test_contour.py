"""The contour of a drawn silhouette, found where it was drawn."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.estimators import PersonMask, PoseFrame
from hiphinge.estimators.contour import PARTS, SAMPLES, contour_of
from hiphinge.estimators.pose import no_person
from hiphinge.motion import BLAZEPOSE_33, FloatArray
from hiphinge.motion.contour import CONTOUR_STATIONS

SIDE = 256
JOINTS_PX = {"ankle": (200.0, 640.0), "knee": (200.0, 520.0), "hip": (200.0, 400.0), "shoulder": (200.0, 240.0)}
RIGHT_PX, LEFT_PX = 25.0, 40.0
TO_IMAGE = np.array([[3.0, 0.0, -180.0], [0.0, 3.0, 30.0]])


def band(affine: FloatArray = TO_IMAGE, *, left_px: float = LEFT_PX) -> PoseFrame:
    """A person who stands upright, 40 px wide to the left of the joints and 25 to the right, head to toe."""
    rows, columns = np.mgrid[:SIDE, :SIDE] + 0.5
    x = affine[0, 0] * columns + affine[0, 1] * rows + affine[0, 2]
    soft = 6.0
    inside = np.minimum(x - (200.0 - left_px), (200.0 + RIGHT_PX) - x)
    probability = np.clip(0.5 + inside / soft, 0, 1).astype(np.float32)
    positions = np.full((len(BLAZEPOSE_33), 2), np.nan)
    for joint, place in JOINTS_PX.items():
        for side, off in (("left", -4.0), ("right", 4.0)):
            positions[BLAZEPOSE_33.keypoints.index(f"{side}_{joint}")] = (place[0] + off, place[1])
    mask = PersonMask(probability=probability, to_image=affine)
    return replace(no_person(BLAZEPOSE_33), positions=positions, detected=True, mask=mask)


def test_edges_lie_where_they_were_drawn() -> None:
    contour = contour_of(band(), BLAZEPOSE_33)
    assert contour.shape == (len(CONTOUR_STATIONS), 2)
    # Looking from the ankle up the image, the image's right is on the right.
    assert contour == pytest.approx(np.tile([RIGHT_PX, LEFT_PX], (len(CONTOUR_STATIONS), 1)), abs=0.5)


def test_a_turned_grid_gives_the_same() -> None:
    c, s = 3.0 * np.cos(0.4), 3.0 * np.sin(0.4)
    turned = np.array([[c, -s, 200.0 - 128 * (c - s)], [s, c, 420.0 - 128 * (s + c)]])
    assert contour_of(band(turned), BLAZEPOSE_33) == pytest.approx(contour_of(band(), BLAZEPOSE_33), abs=0.5)


def test_a_back_that_rises_above_a_short_trunk_has_its_contour() -> None:
    """Who bends far and round has shoulders close to the hips, and the back far above the line between them."""
    high_px = 95.0
    frame = band(left_px=high_px)
    positions = frame.positions.copy()
    for side in ("left", "right"):
        hip, shoulder = (BLAZEPOSE_33.keypoints.index(f"{side}_{joint}") for joint in ("hip", "shoulder"))
        positions[shoulder] = positions[hip] - (0.0, 100.0)
    left = contour_of(replace(frame, positions=positions), BLAZEPOSE_33)[:, 1]
    trunk = np.array([station[1] == "shoulder" for station in CONTOUR_STATIONS])
    assert left[trunk] == pytest.approx(high_px, abs=0.5)
    assert np.isnan(left[~trunk]).all(), "so far from thigh and shank is an arm or a plate"


def test_parts_of_a_pixel_are_kept() -> None:
    contour = contour_of(band(), BLAZEPOSE_33) * PARTS
    assert np.array_equal(contour, np.round(contour))


def test_an_unknown_contour_is_not_reported() -> None:
    frame = band()
    assert np.isnan(contour_of(replace(frame, mask=None), BLAZEPOSE_33)).all()
    positions = frame.positions.copy()
    positions[BLAZEPOSE_33.keypoints.index("left_knee")] = np.nan
    contour = contour_of(replace(frame, positions=positions), BLAZEPOSE_33)
    trunk = np.array([station[1] == "shoulder" for station in CONTOUR_STATIONS])
    assert np.isnan(contour[~trunk]).all()
    assert np.isfinite(contour[trunk]).all()


def test_beyond_reach_there_is_no_contour() -> None:
    frame = band()
    assert frame.mask is not None
    everywhere = PersonMask(probability=np.ones((SIDE, SIDE), np.float32), to_image=frame.mask.to_image)
    assert np.isnan(contour_of(replace(frame, mask=everywhere), BLAZEPOSE_33)).mean() > 0.9
    nowhere = PersonMask(probability=np.zeros((SIDE, SIDE), np.float32), to_image=frame.mask.to_image)
    assert np.isnan(contour_of(replace(frame, mask=nowhere), BLAZEPOSE_33)).all()


def test_a_line_that_is_read_until_its_edge_has_the_same_edge(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = band()
    assert frame.mask is not None
    spots = np.random.default_rng(5).random((40, SIDE // 4, SIDE // 4), dtype=np.float32).repeat(4, 1).repeat(4, 2)
    ragged = [
        replace(frame, mask=replace(frame.mask, probability=0.6 * frame.mask.probability + 0.4 * s)) for s in spots
    ]
    some = [contour_of(one, BLAZEPOSE_33) for one in ragged]
    monkeypatch.setattr("hiphinge.estimators.contour._STRETCHES", (0, SAMPLES))
    whole = [contour_of(one, BLAZEPOSE_33) for one in ragged]
    assert np.array_equal(some, whole, equal_nan=True)
    assert np.isfinite(whole).mean() > 0.3
    assert np.nanstd(whole) > 5.0
