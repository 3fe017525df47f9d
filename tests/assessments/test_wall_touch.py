"""A wall behind the person: found by a touch that is held, touched and left, from the edge of the seat."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from hiphinge.analysis import Standing
from hiphinge.analysis.streaming import StandingFound
from hiphinge.assessments import WallFound, WallTouch, WallWatch, measure_self_test
from hiphinge.catalogue import load
from hiphinge.coaching.live_drills import DrillCues
from hiphinge.measures import Measurement
from hiphinge.motion import Motion

FPS = 30.0


@pytest.fixture
def standing(rendered: Motion) -> list[Motion]:
    return [rendered.part(slice(row, row + 1)) for row in range(20)]


def stood(standing: list[Motion]) -> tuple[WallWatch, float, float]:
    """Return a watch of somebody who stands, where their seat is, and the pixels in a stature."""
    watch = WallWatch()
    watch.stand(standing)
    stature_px = float(watch._stature_px)  # to move the seat by a share of it
    return watch, watch.place_of(standing[0]), stature_px


def pushed(watch: WallWatch, like: Motion, backs: list[float], stature_px: float) -> list[WallFound | WallTouch]:
    """Push frames in which the whole body is moved back by shares of stature: so is the seat."""
    facing_right = watch._forward == 1.0
    found: list[WallFound | WallTouch] = []
    for number, back in enumerate(backs):
        moved = like.positions + np.array([-1.0 if facing_right else 1.0, 0.0]) * back * stature_px
        found += watch.push(replace(like, positions=moved, time_s=np.array([number / FPS])))
    return found


def way(*places: tuple[float, float]) -> list[float]:
    """Return shares at every frame of a way through places, ``(seconds, share)``."""
    seconds, shares = zip(*places, strict=True)
    return [float(np.interp(at, seconds, shares)) for at in np.arange(0.0, seconds[-1], 1 / FPS)]


TOUCHES = way((0, 0), (1, 0.1), (2, 0.1), (3, 0.0), (4, 0.1), (4.5, 0.1), (5.5, 0.0), (6.5, 0.08), (7.5, 0.0))


def test_a_touch_that_is_held_shows_the_wall_and_others_are_compared_with_it(standing: list[Motion]) -> None:
    watch, _, stature_px = stood(standing)
    found = pushed(watch, standing[0], TOUCHES, stature_px)
    assert [type(one).__name__ for one in found] == ["WallFound"] + ["WallTouch"] * 4
    touches = [one for one in found if isinstance(one, WallTouch)]
    assert [one.kind for one in touches] == ["touched", "left", "touched", "left"]
    assert [one.time_s for one in touches] == pytest.approx([1.0, 2.05, 3.95, 4.55], abs=0.1)
    assert all(0 <= one.given_s - one.time_s < 0.2 for one in touches[1:])
    assert watch.count == 2


def test_a_wall_that_the_seat_passes_was_none(standing: list[Motion]) -> None:
    watch, _, stature_px = stood(standing)
    passes = way((0, 0), (1, 0.06), (2, 0.06), (3, 0.0), (4, 0.12), (5, 0.12), (6, 0.0))
    found = pushed(watch, standing[0], passes, stature_px)
    assert [one.time_s for one in found if isinstance(one, WallFound)] == pytest.approx([1.0, 4.0], abs=0.1)


def test_standing_still_is_no_wall(standing: list[Motion]) -> None:
    watch, _, stature_px = stood(standing)
    assert pushed(watch, standing[0], [0.0] * 90, stature_px) == []


def test_a_wall_that_is_given_is_touched_where_it_is(standing: list[Motion]) -> None:
    watch, place, stature_px = stood(standing)
    watch.learn(place + 0.05)
    found = pushed(watch, standing[0], way((0, 0), (1, 0.1), (2, 0.0)), stature_px)
    assert [(one.kind, round(one.time_s, 1)) for one in found if isinstance(one, WallTouch)] == [
        ("touched", 0.5),
        ("left", 1.5),
    ]
    assert not [one for one in found if isinstance(one, WallFound)]


def test_who_is_hidden_touches_nothing(standing: list[Motion]) -> None:
    watch, _, _ = stood(standing)
    hidden = replace(standing[0], contour=np.full_like(np.asarray(standing[0].contour), np.nan))
    assert watch.push(hidden) == ()
    assert WallWatch().push(standing[0]) == ()


def at_a_wall(like: Motion, backs: list[float], stature_px: float, *, facing_right: bool) -> Motion:
    """Return a recording of somebody who is moved back by shares of stature, frame by frame."""
    count = len(backs)
    away = np.array(backs)[:, None, None] * np.array([-1.0 if facing_right else 1.0, 0.0]) * stature_px
    rows: dict[str, Any] = {
        name: np.repeat(getattr(like, name), count, axis=0)
        for name in ("confidence", "contour", "world_m", "plate")
        if getattr(like, name) is not None
    }
    return replace(like, positions=like.positions + away, time_s=np.arange(count) / FPS, **rows)


def test_the_scored_test_counts_what_the_live_drill_counts(standing: list[Motion]) -> None:
    watch, _, stature_px = stood(standing)
    backs = [0.0] * 60 + TOUCHES
    wall = at_a_wall(standing[0], backs, stature_px, facing_right=watch._forward == 1.0)
    cues = DrillCues(load().drills["wall_touch"])
    live: list[WallTouch] = []
    for row in range(len(wall)):
        seen = cues.look(wall.part(slice(row, row + 1)))
        live += [one for one in seen if isinstance(one, WallTouch) and one.kind == "touched"]
        if row == 45:
            cues.take(StandingFound(time_s=1.0, given_s=1.5, standing=Standing(kind="quiet")))
    scored = measure_self_test("wall_touch_test", wall).value("wall_touches")
    assert isinstance(scored, Measurement)
    assert scored.value == len(live) == 2
    assert scored.time_s == live[0].time_s
