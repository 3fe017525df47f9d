import pytest

from hiphinge.findings import Finding, findings_of_recording


def _finding(id_: str, value: float, *, threshold: float = 40.0) -> Finding:
    return Finding(id=id_, level="fault", value=value, unit="deg", threshold=threshold, time_s=value, grade="C")


def test_what_shows_in_half_of_the_repetitions_is_found_of_the_recording_by_its_clearest_instance() -> None:
    knees = [_finding("excess_knee_flexion", value) for value in (45.0, 52.0)]
    shallow = _finding("shallow_range", 20.0)
    assert findings_of_recording([[knees[0], shallow], [], [knees[1]], []]) == (knees[1],)


@pytest.mark.parametrize("by_repetition", [[], [[]], [[_finding("shallow_range", 20.0)], [], []]])
def test_what_is_rare_is_not(by_repetition: list[list[Finding]]) -> None:
    assert findings_of_recording(by_repetition) == ()


def test_below_a_threshold_the_lowest_is_the_clearest() -> None:
    one, other = (_finding("shallow_range", value) for value in (20.0, 12.0))
    assert findings_of_recording([[one], [other]]) == (other,)
