import math

import numpy as np
import pytest

from hiphinge.estimators.blazepose.detection import Candidate, anchors, choose_person, decode, distance, merge
from hiphinge.estimators.region import Region


def candidate(x: float, y: float, size: float, *, score: float = 0.9) -> Candidate:
    return Candidate(score=score, region=Region(x_px=x, y_px=y, size_px=size))


def logit(probability: float) -> float:
    return math.log(probability / (1 - probability))


def test_there_are_2254_anchors_in_three_grids() -> None:
    middles = anchors()
    assert middles.shape == (2254, 2)
    # 28 x 28 cells with 2, 14 x 14 with 2, 7 x 7 with 6, row by row
    assert np.allclose(middles[0], (0.5 / 28, 0.5 / 28))
    assert np.allclose(middles[1], middles[0])
    assert np.allclose(middles[2], (1.5 / 28, 0.5 / 28))
    assert np.allclose(middles[2 * 28], (0.5 / 28, 1.5 / 28))
    assert np.allclose(middles[1568], (0.5 / 14, 0.5 / 14))
    assert np.allclose(middles[1568 + 392 : 1568 + 392 + 6], (0.5 / 7, 0.5 / 7))
    assert np.allclose(middles[-1], (6.5 / 7, 6.5 / 7))


def test_boxes_and_points_are_read_against_their_anchors() -> None:
    middles = np.array([[0.25, 0.5], [0.5, 0.5], [0.75, 0.5]])
    boxes = np.zeros((3, 12), dtype=np.float32)
    boxes[2] = (22.4, -11.2, 44.8, 67.2, 0, 0, 0, -112, 11.2, 22.4, 33.6, 44.8)
    scores = np.array([logit(0.49), logit(0.6), logit(0.8)], dtype=np.float32)
    score, shape = decode(boxes, scores, middles=middles)
    assert np.allclose(score, (0.8, 0.6))
    assert np.allclose(shape[0], ((0.85, 0.45), (0.2, 0.3), (0.75, 0.5), (0.75, 0.0), (0.8, 0.6), (0.9, 0.7)))
    assert np.allclose(shape[1][2:], (0.5, 0.5))


def test_huge_scores_do_not_overflow() -> None:
    score, _ = decode(
        np.zeros((2, 12), dtype=np.float32), np.array([1e30, -1e30], dtype=np.float32), middles=np.full((2, 2), 0.5)
    )
    assert score.tolist() == [1.0]


def test_overlapping_boxes_become_their_weighted_mean() -> None:
    shape = np.zeros((3, 6, 2))
    shape[:, 0] = (0.5, 0.5), (0.52, 0.5), (0.9, 0.9)
    shape[:, 1] = 0.2
    shape[:, 2] = (0.1, 0.0), (0.4, 0.3), (0.8, 0.8)
    people = merge(np.array([0.9, 0.6, 0.5]), shape)
    assert [score for score, _ in people] == [0.9, 0.5]
    assert np.allclose(people[0][1][2], ((0.9 * 0.1 + 0.6 * 0.4) / 1.5, 0.6 * 0.3 / 1.5))
    assert np.allclose(people[1][1][2], (0.8, 0.8))


def test_boxes_that_hardly_overlap_stay_apart() -> None:
    shape = np.zeros((2, 6, 2))
    shape[:, 0] = (0.5, 0.5), (0.61, 0.5)
    shape[:, 1] = 0.2
    assert len(merge(np.array([0.9, 0.8]), shape)) == 2


def test_a_box_without_size_is_still_somebody() -> None:
    assert len(merge(np.array([0.9]), np.zeros((1, 6, 2)))) == 1


def test_nobody_is_chosen_from_nobody() -> None:
    assert merge(np.zeros(0), np.zeros((0, 6, 2))) == []
    assert choose_person([], size_px=(100, 100)) is None


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (candidate(500, 300, 400), candidate(500, 300, 200)),
        (candidate(500, 300, 300), candidate(40, 300, 310)),
        (candidate(500, 300, 300), candidate(500, 300, 300, score=0.55)),
    ],
    ids=["larger", "more central", "surer"],
)
def test_at_the_beginning_the_prominent_one_is_chosen(first: Candidate, second: Candidate) -> None:
    for order in ([first, second], [second, first]):
        assert choose_person(order, size_px=(1000, 600)) is first


def test_the_one_who_was_followed_is_kept_though_another_is_larger() -> None:
    mine, other = candidate(220, 300, 290), candidate(600, 300, 500)
    assert choose_person([other, mine], size_px=(1000, 600), last=Region(x_px=200, y_px=300, size_px=300)) is mine


def test_after_a_cut_the_prominent_one_is_chosen_anew() -> None:
    small, large = candidate(700, 300, 100), candidate(500, 300, 500)
    assert choose_person([small, large], size_px=(1000, 600), last=Region(x_px=100, y_px=300, size_px=200)) is large


def test_the_distance_of_regions_counts_shift_and_size() -> None:
    here = Region(x_px=100, y_px=100, size_px=200)
    assert distance(here, here) == 0
    assert math.isclose(distance(Region(x_px=160, y_px=180, size_px=200), here), 0.5)
    assert math.isclose(distance(Region(x_px=100, y_px=100, size_px=400), here), math.log(2))
