"""Rendered people streamed frame by frame against the analyses of their whole recordings."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from hiphinge.analysis import Analysis, Repetition, analyse
from hiphinge.analysis.streaming import (
    BottomReached,
    RepetitionEnded,
    RepetitionRevised,
    SetEnded,
    StandingFound,
    stream,
)
from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, Motion, Origin
from hiphinge.testing import HINGE, Lift, Plan, Posture, record_video

FOLDER = Path(__file__).parents[1] / "data" / "people"
PEOPLE = sorted(FOLDER.glob("*.npz"))[:3]
SAME_S = 0.1


def motion_of(path: Path) -> Motion:
    with np.load(path) as kept:
        facts = json.loads(kept["facts"].tobytes())
        known = {
            name: np.where(kept[name] == facts["unseen"], np.nan, kept[name].astype(np.float64)) / parts
            for name, parts in facts["parts"].items()
        }
        time_s = kept["time_s"].astype(np.float64)
    return Motion(
        time_s=time_s,
        positions=known["positions"],
        confidence=known["confidence"],
        world_m=known["world_m"],
        contour=known["contour"],
        layout=BLAZEPOSE_33,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=Origin(name=path.name, format="video", size_px=tuple(facts["size_px"])),
    )


def said(repetition: Repetition) -> tuple[str, tuple[str, ...]]:
    return repetition.pattern.label, tuple(sorted(finding.id for finding in repetition.findings))


@pytest.mark.parametrize("path", PEOPLE, ids=lambda path: path.stem)
def test_a_stream_says_what_the_recording_says(path: Path) -> None:
    motion = motion_of(path)
    *events, last = stream(motion.part(slice(k, k + 1)) for k in range(len(motion)))
    whole = analyse(motion).counted
    assert whole, "there is a repetition to compare"
    assert isinstance(last, Analysis)
    assert [said(one) for one in last.counted] == [said(one) for one in whole]
    sets = [event.repetitions for event in events if isinstance(event, SetEnded)]
    at_end = [one for repetitions in sets for one in repetitions if one.kind == "repetition"]
    assert [said(one) for one in at_end] == [said(one) for one in whole]
    np.testing.assert_allclose([r.bottom_s for r in at_end], [r.bottom_s for r in whole], atol=SAME_S)
    bottoms_s = [event.time_s for event in events if isinstance(event, BottomReached)]
    given = [event.repetition for event in events if isinstance(event, RepetitionEnded)]
    for repetition in whole:
        assert min(abs(at - repetition.bottom_s) for at in bottoms_s) <= SAME_S
        assert min(abs(one.bottom_s - repetition.bottom_s) for one in given) <= SAME_S


def test_what_was_given_is_judged_again_as_soon_as_somebody_stands() -> None:
    bends = replace(HINGE, bottom=Posture(trunk_deg=60.0, knee_deg=60.0, shank_deg=12.0))
    whole = record_video(Plan(movement=bends, lifts=(Lift(),) * 3)).motion
    motion = whole.part(slice(60, len(whole)))  # begins bent down
    *events, _ = stream(motion.part(slice(k, k + 1)) for k in range(len(motion)))
    given = next(event for event in events if isinstance(event, RepetitionEnded))
    stood = next(event for event in events if isinstance(event, StandingFound))
    again = next(event for event in events if isinstance(event, RepetitionRevised))
    ended = next(event for event in events if isinstance(event, SetEnded))
    assert given.given_s < stood.given_s == again.given_s
    assert again.repetition is not None
    assert said(again.repetition) == said(ended.repetitions[0]) != said(given.repetition)
