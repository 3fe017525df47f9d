"""Who is in a video besides the person who is measured: numbered from the left, and who of them is followed."""

from dataclasses import replace

import numpy as np
import pytest

from hiphinge.errors import UsageError
from hiphinge.estimators import PersonTrack, PoseFrame
from hiphinge.estimators.pose import no_person
from hiphinge.estimators.region import Region
from hiphinge.motion import BLAZEPOSE_33
from hiphinge.workflow.company import Company, company_of

TIMES_S = tuple(float(t) for t in np.arange(0.0, 4.0, 0.2))


def standing(x_px: float, *, size_px: float = 300.0, bend_rad: float = 0.0) -> PersonTrack:
    turns = [bend_rad * (k % 4 == 2) for k in range(len(TIMES_S))]
    regions = tuple(Region(x_px=x_px, y_px=250.0, size_px=size_px, rotation_rad=turn) for turn in turns)
    return PersonTrack(time_s=TIMES_S, regions=regions)


def walking(from_px: float, *, step_px: float) -> PersonTrack:
    regions = tuple(Region(x_px=from_px + k * step_px, y_px=250.0, size_px=330.0) for k in range(len(TIMES_S)))
    return PersonTrack(time_s=TIMES_S, regions=regions)


def pose(hips: tuple[float, float], ankles: tuple[float, float]) -> PoseFrame:
    positions = np.full((len(BLAZEPOSE_33), 2), 100.0)
    for name, at in (("hip", hips), ("ankle", ankles)):
        positions[[BLAZEPOSE_33.keypoints.index(f"{side}_{name}") for side in ("left", "right")]] = at
    return PoseFrame(positions=positions, confidence=np.ones(33), world_m=None, score=1.0, detected=True, tracked=True)


def chosen(*tracks: PersonTrack, follow: int | None = None) -> Company:
    company = company_of(tracks, follow=follow)
    assert company is not None
    return company


def test_who_lifts_is_followed_and_said() -> None:
    company = chosen(standing(500.0, size_px=400.0), standing(200.0, bend_rad=1.0))
    assert (company.followed, company.lifts) == (0, True)
    assert "Number 1 was followed, the one who lifts. For another: --follow 2." in company.in_words()[0]


def test_another_can_be_asked_for() -> None:
    company = chosen(standing(500.0), standing(200.0, bend_rad=1.0), follow=2)
    assert company.track.regions[0].x_px == 500.0
    assert "the one you asked for" in company.in_words()[0]


def test_where_nobody_lifts_it_is_the_largest() -> None:
    company = chosen(standing(200.0, size_px=250.0), standing(500.0, size_px=400.0))
    assert (company.followed, company.lifts) == (1, False)


def test_one_person_needs_no_words() -> None:
    assert chosen(standing(200.0, bend_rad=1.0)).in_words() == ()


@pytest.mark.parametrize("follow", [0, 3])
def test_a_number_that_nobody_has(follow: int) -> None:
    with pytest.raises(UsageError, match=f"no person number {follow} to follow: 2 people are found"):
        company_of((standing(200.0), standing(500.0)), follow=follow)
    assert company_of((), follow=None) is None


def test_whether_the_right_one_was_followed() -> None:
    company = chosen(standing(500.0), standing(200.0, bend_rad=1.0))
    right = [pose((205.0, 250.0), (200.0, 380.0))] * len(TIMES_S)
    assert company.agrees(TIMES_S, right, BLAZEPOSE_33)
    wrong = [*right[:-1], pose((300.0, 250.0), (300.0, 380.0))]
    assert not company.agrees(TIMES_S, wrong, BLAZEPOSE_33)
    nobody = no_person(BLAZEPOSE_33)
    assert company.agrees(TIMES_S, [*right[:-1], nobody], BLAZEPOSE_33)
    assert not company.agrees(
        TIMES_S, [*right[: len(right) // 2], *[nobody] * (len(right) - len(right) // 2)], BLAZEPOSE_33
    )


def test_somebody_who_passes_is_not_measured_in_place_of_the_person() -> None:
    company = chosen(standing(300.0, bend_rad=1.0), walking(800.0, step_px=-40.0))
    passed = [abs(company.tracks[1].at(t).x_px - 300.0) < 40 for t in TIMES_S]
    theirs, own = pose((320.0, 250.0), (360.0, 390.0)), pose((300.0, 250.0), (300.0, 380.0))
    poses = [theirs if near else own for near in passed]
    assert company.hidden(TIMES_S, poses, BLAZEPOSE_33) == list(np.flatnonzero(passed))
    assert company.hidden(TIMES_S, [own] * len(TIMES_S), BLAZEPOSE_33) == []


def test_somebody_who_passes_and_is_not_found_meanwhile_is_not_measured_either() -> None:
    walker = walking(800.0, step_px=-40.0)
    far = [place for place, region in enumerate(walker.regions) if abs(region.x_px - 300.0) > 110]
    seen = replace(walker, time_s=tuple(walker.time_s[k] for k in far), regions=tuple(walker.regions[k] for k in far))
    company = chosen(standing(300.0, bend_rad=1.0), seen)
    passed = [abs(walker.at(t).x_px - 300.0) < 40 for t in TIMES_S]
    theirs, own = pose((320.0, 250.0), (330.0, 390.0)), pose((300.0, 250.0), (300.0, 380.0))
    poses = [theirs if near else own for near in passed]
    assert company.hidden(TIMES_S, poses, BLAZEPOSE_33) == list(np.flatnonzero(passed))
