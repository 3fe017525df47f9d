"""Stations along the segments, and the contour as positions in the frame."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.errors import InputFormatError
from hiphinge.motion.contour import CONTOUR_STATIONS, contour_points
from hiphinge.testing import Lift, Plan, record_video


def test_stations_run_up_the_body() -> None:
    shares = [share for lower, _, share in CONTOUR_STATIONS if lower == "hip"]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (-0.45, 1.3)


def test_points_lie_square_to_the_segment_on_both_sides() -> None:
    motion = record_video(Plan(lifts=(Lift(),))).motion
    contour = np.full((len(motion), len(CONTOUR_STATIONS), 2), [30.0, 20.0])
    points = contour_points(replace(motion, contour=contour))
    hip = (motion.point("left_hip") + motion.point("right_hip")) / 2
    shoulder = (motion.point("left_shoulder") + motion.point("right_shoulder")) / 2
    across = points[..., 0, :] - points[..., 1, :]
    assert np.linalg.norm(across, axis=-1) == pytest.approx(50.0)
    trunk = [i for i, (lower, _, _) in enumerate(CONTOUR_STATIONS) if lower == "hip"]
    assert np.einsum("tsi,ti->ts", across[:, trunk], shoulder - hip) == pytest.approx(0.0, abs=1e-6)
    standing = points[0, trunk[0]]
    assert standing[0, 0] - hip[0, 0] == pytest.approx(30.0, abs=12.0)  # to the right of somebody who stands


def test_without_a_silhouette_there_are_no_points() -> None:
    assert np.isnan(contour_points(record_video(Plan(lifts=(Lift(),))).motion)).all()


def test_a_contour_of_another_length_is_refused() -> None:
    motion = record_video(Plan(lifts=(Lift(),))).motion
    with pytest.raises(InputFormatError, match="contour"):
        replace(motion, contour=np.zeros((3, len(CONTOUR_STATIONS), 2)))
