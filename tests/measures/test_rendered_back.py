"""A rendered person: what the back did is measured from the contour."""

from hiphinge.analysis import analyse
from hiphinge.findings import Measurement
from hiphinge.motion import Interval, Motion, Person

MOBILE = Person(lumbar_maximum_deg=60.0, lumbar_maximum_interval=Interval(low=54.0, high=66.0))


def test_a_rendered_person(rendered: Motion) -> None:
    answer = analyse(rendered, exercise="rdl", person=MOBILE)
    last = answer.counted[-1]
    for id_ in ("lumbar_gain_deg", "lumbar_of_maximum", "lockout_extension_deg"):
        assert isinstance(last.measurements[id_], Measurement), id_
