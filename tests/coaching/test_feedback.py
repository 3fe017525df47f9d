"""How often a repetition is reported: always at first, then less and less."""

import pytest

from hiphinge.coaching import feedback_after


@pytest.mark.parametrize(
    ("practised", "reported"), [(0, 10), (19, 10), (20, 5), (59, 5), (60, 2), (119, 2), (120, 0), (900, 0)]
)
def test_feedback_fades_with_practice(practised: int, reported: int) -> None:
    feedback = feedback_after(practised)
    assert sum(feedback.reports(place) for place in range(1, 11)) == reported


def test_feedback_continues_over_sets() -> None:
    """Every second repetition stays every second one, whatever a set's length."""
    over_sets, practised = [], 20
    for length in (3, 5, 7):
        feedback = feedback_after(practised)
        over_sets += [feedback.reports(place) for place in range(1, length + 1)]
        practised += length
    assert over_sets == [n % 2 == 0 for n in range(15)]
