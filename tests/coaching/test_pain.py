"""What a number for pain leads to is the catalogue's rule, with its reasons and its grade behind it."""

import pytest

from hiphinge.catalogue import load
from hiphinge.coaching import pain_advice
from hiphinge.errors import UsageError


@pytest.mark.parametrize(
    ("pain", "phrase"),
    [
        (0, "pain_go_on"),
        (2, "pain_go_on"),
        (3, "pain_watch"),
        (5, "pain_watch"),
        (6, "pain_stop"),
        (10, "pain_stop"),
    ],
)
def test_what_follows_changes_at_the_limits_of_the_rule(pain: int, phrase: str) -> None:
    catalogue = load()
    rule = catalogue.training_rules["soreness_and_pain"]
    first, *rest = pain_advice(pain)
    assert first == catalogue.phrases[phrase].say(pain=pain)
    assert rest == [*rule.how, f"{rule.why} (Evidence C, unverified.)"]


@pytest.mark.parametrize("pain", [-1, 11])
def test_a_number_that_the_scale_does_not_have_is_refused(pain: int) -> None:
    with pytest.raises(UsageError, match=f"from 0 to 10, but is {pain}"):
        list(pain_advice(pain))
