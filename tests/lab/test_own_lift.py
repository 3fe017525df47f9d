"""A person's own lift becomes a setting of the lab: its bottom, its load and its body."""

import pytest

from hiphinge import Person, analyse
from hiphinge.lab import setting_of
from hiphinge.testing import HINGE, record_video


def test_the_bottom_of_a_lift_is_a_setting() -> None:
    motion = record_video().motion
    person = Person(stature_m=1.812, mass_kg=82.4)
    own = setting_of(analyse(motion, exercise="romanian_deadlift", person=person, load_kg=72.5))
    assert own is not None
    assert own.lean == pytest.approx(HINGE.bottom.trunk_deg, abs=2)
    assert own.knee == pytest.approx(HINGE.bottom.knee_deg, abs=3)
    assert (own.stature, own.mass, own.load, own.place) == (181.0, 82.0, 72.0, "hands")
    on_back = setting_of(analyse(motion, exercise="good_morning", person=person, load_kg=500.0))
    assert on_back is not None
    assert (on_back.place, on_back.load) == ("back", 200.0)
    bare = setting_of(analyse(motion, exercise="hip_hinge"))
    assert bare is not None
    assert (bare.load, bare.stature) == (0.0, 175.0)
