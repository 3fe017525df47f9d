from importlib.metadata import EntryPoint

import numpy as np
import pytest

from hiphinge import plugins
from hiphinge.errors import MissingComponentError, UnknownIdError
from hiphinge.estimators import Estimator, PoseFrame, estimator_named, estimators, listing
from hiphinge.estimators.pose import no_person
from hiphinge.motion import COCO_17, KeypointLayout


class Blind:
    """A plug-in that sees nobody."""

    name = "blind"
    layout: KeypointLayout = COCO_17

    def __init__(self, *, model: str | None = None, threads: int = 1, masks: bool = False) -> None:
        self.provenance = {"model": str(model), "threads": str(threads), "masks": str(masks)}

    def estimate(self, image_rgb: np.ndarray, *, time_s: float) -> PoseFrame:
        assert image_rgb.ndim == 3
        return no_person(self.layout, score=time_s)

    def reset(self) -> None:
        self.provenance = {}


@pytest.fixture
def plugged(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = [
        EntryPoint(name="blind", value=f"{__name__}:Blind", group=listing.ENTRY_POINT_GROUP),
        EntryPoint(name="broken", value="no_such_package_at_all:Nothing", group=listing.ENTRY_POINT_GROUP),
    ]
    monkeypatch.setattr(EntryPoint, "load", lambda self: Blind if self.name == "blind" else __import__(self.module))
    monkeypatch.setattr(plugins, "entry_points", lambda *, group: entries if group == "hiphinge.estimators" else [])


def test_ours_come_through_the_same_door_as_others() -> None:
    assert {"blazepose", "rtmpose"} <= set(estimators())


@pytest.mark.usefixtures("plugged")
def test_a_plug_in_is_created_with_what_was_asked_for() -> None:
    assert estimators() == ("blind", "broken")
    blind = estimator_named("blind", model="small", threads=2, masks=True)
    assert isinstance(blind, Estimator)
    assert blind.provenance == {"model": "small", "threads": "2", "masks": "True"}
    frame = blind.estimate(np.zeros((4, 4, 3), dtype=np.uint8), time_s=0.25)
    assert (frame.detected, frame.score, frame.positions.shape) == (False, 0.25, (17, 2))


@pytest.mark.usefixtures("plugged")
def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownIdError, match=r"No estimator is called 'openpose'. Known: blind, broken"):
        estimator_named("openpose")


@pytest.mark.usefixtures("plugged")
def test_a_plug_in_that_does_not_load_is_named_with_the_reason() -> None:
    with pytest.raises(MissingComponentError, match=r"'broken' from no_such_package.* is not used: .*no_such_package"):
        estimator_named("broken")


def test_a_pose_cannot_be_changed_afterwards() -> None:
    frame = no_person(COCO_17, with_world=True)
    assert frame.world_m is not None
    for array in (frame.positions, frame.confidence, frame.world_m):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1.0
