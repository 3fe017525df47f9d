"""Losses of contact with the dowel: which place, when, how much, and only where the back is measured."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from hiphinge.analysis import ContactLoss, analyse
from hiphinge.analysis.tracks import FrameMeasurements, measure_frames
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.measures import contact_losses
from hiphinge.measures.contacts import JOINED_S, MIN_S
from hiphinge.motion import FloatArray, Motion
from hiphinge.testing import Camera, Plan, record_video

HAND_THICKNESS = 0.03


@pytest.fixture
def tracks(rendered: Motion) -> FrameMeasurements:
    return measure_frames(clean(rendered))


def with_gaps(tracks: FrameMeasurements, **changed: FloatArray) -> FrameMeasurements:
    """Return tracks in which the dowel's series are as given and otherwise 0: everything touches."""
    quiet = {name: np.zeros(len(tracks.series.time_s)) for name in ("dowel_hollow", "dowel_head_gap")}
    low = {**tracks.series.low, "thoracic_flexion_deg": np.zeros(len(tracks.series.time_s))}
    values = {**tracks.series.values, **quiet, **changed}
    return replace(
        tracks,
        series=replace(tracks.series, values=values, low=low),
        dowel=replace(
            tracks.dowel, reference_hollow=HAND_THICKNESS, contour_hollow=np.zeros(len(tracks.series.time_s))
        ),
    )


def lasting(tracks: FrameMeasurements, gap: float, *, after_s: float = 0.0, length_s: float = 0.5) -> FloatArray:
    """Return a series that is ``gap`` for a while after the start of the first repetition, else 0."""
    since = tracks.series.time_s - tracks.series.spans[0].start_s - after_s
    return np.where((since >= -1e-9) & (since <= length_s), gap, 0.0)


def losses(tracks: FrameMeasurements) -> tuple[ContactLoss, ...]:
    return contact_losses(tracks.series, tracks.dowel, tracks.series.spans[0])


LEFT: Mapping[str, tuple[str, float]] = {
    "head_leaves": ("dowel_head_gap", 0.08),
    "head_pushes": ("dowel_head_gap", -0.08),
    "low_back_hollows": ("dowel_hollow", 0.04),
    "low_back_touches": ("dowel_hollow", -0.05),
}


def test_a_back_that_touches_throughout_has_none(tracks: FrameMeasurements) -> None:
    assert losses(with_gaps(tracks)) == ()


@pytest.mark.parametrize("id_", LEFT)
def test_each_loss_says_which_place_when_and_how_much(tracks: FrameMeasurements, id_: str) -> None:
    name, gap = LEFT[id_]
    (loss,) = losses(with_gaps(tracks, **{name: lasting(tracks, gap, after_s=0.2)}))
    text, start_s = load().contacts[id_], tracks.series.spans[0].start_s + 0.2
    assert (loss.id, loss.contact, loss.may_be, loss.grade) == (id_, text.contact, text.may_be, text.grade)
    assert loss.start_s == pytest.approx(start_s, abs=0.07)
    assert loss.end_s == pytest.approx(start_s + 0.5, abs=0.07)
    assert loss.gap == pytest.approx(0.02 if id_ == "low_back_touches" else abs(gap))
    assert loss.gap > loss.threshold == text.threshold


def test_a_back_far_out_takes_the_tailbone_off_too(tracks: FrameMeasurements) -> None:
    found = losses(with_gaps(tracks, dowel_hollow=lasting(tracks, -0.08)))
    assert {loss.contact for loss in found} == {"low_back", "tailbone"}


def test_what_is_too_small_or_too_short_is_none(tracks: FrameMeasurements) -> None:
    least = load().contacts["head_leaves"].threshold
    assert losses(with_gaps(tracks, dowel_head_gap=lasting(tracks, least - 0.001))) == ()
    assert losses(with_gaps(tracks, dowel_head_gap=lasting(tracks, 0.2, length_s=MIN_S / 2))) == ()


def test_two_losses_with_a_blink_between_them_are_one(tracks: FrameMeasurements) -> None:
    first = lasting(tracks, 0.1, length_s=0.3)
    soon, later = (lasting(tracks, 0.12, after_s=0.3 + gap, length_s=0.3) for gap in (JOINED_S / 2, JOINED_S * 2))
    assert len(losses(with_gaps(tracks, dowel_head_gap=first + soon))) == 1
    assert len(losses(with_gaps(tracks, dowel_head_gap=first + later))) == 2


def test_an_upper_back_that_rounds_is_named_before_the_neck(tracks: FrameMeasurements) -> None:
    away = with_gaps(tracks, dowel_head_gap=lasting(tracks, 0.1))
    low = {**away.series.low, "thoracic_flexion_deg": np.full(len(away.series.time_s), 12.0)}
    rounded = replace(away, series=replace(away.series, low=low))
    assert [loss.may_be for loss in losses(away)] == [("neck", "upper_back")]
    assert [loss.may_be for loss in losses(rounded)] == [("upper_back", "neck")]


def test_a_stooping_person_lets_the_head_go(rendered: Motion) -> None:
    answer = analyse(rendered)
    assert answer.dowel is not None
    for repetition in answer.counted:
        head = [loss for loss in repetition.contacts if loss.contact == "head"]
        assert head
        assert all(repetition.start_s <= loss.start_s < loss.end_s <= repetition.end_s for loss in head)


def test_without_a_contour_or_from_an_angle_there_is_no_dowel(rendered: Motion) -> None:
    for motion in (replace(rendered, contour=None), record_video(Plan(), camera=Camera(yaw_deg=60)).motion):
        answer = analyse(motion)
        assert answer.dowel is None
        assert [loss for repetition in answer.repetitions for loss in repetition.contacts] == []


def test_a_hollow_that_the_contour_shows_is_believed(tracks: FrameMeasurements) -> None:
    flat = with_gaps(tracks, dowel_hollow=lasting(tracks, -0.08))
    shown = replace(flat, dowel=replace(flat.dowel, contour_hollow=np.full(len(flat.series.time_s), 0.03)))
    assert losses(flat)
    assert losses(shown) == ()
