"""What a number for pain leads to, by the catalogue's rule; education, and no judgement of anybody's health."""

from collections.abc import Iterator

from hiphinge.catalogue import load
from hiphinge.errors import UsageError

__all__ = ["pain_advice"]

_MOST = 10


def pain_advice(pain: int) -> Iterator[str]:
    """Yield what follows from pain of so many points of 10, and what the rule behind it rests on.

    Raises
    ------
    UsageError
        If it is not between 0 and 10.
    """
    if not 0 <= pain <= _MOST:
        message = f"Pain should be given from 0 to {_MOST}, but is {pain}."
        raise UsageError(message)
    phrases, rule = load().phrases, load().training_rules["soreness_and_pain"]
    if pain <= rule.values["go_on_up_to_points_of_10"]:
        yield phrases["pain_go_on"].say(pain=pain)
    elif pain <= rule.values["watch_up_to_points_of_10"]:
        yield phrases["pain_watch"].say(pain=pain)
    else:
        yield phrases["pain_stop"].say(pain=pain)
    yield from rule.how
    yield f"{rule.why} (Evidence {rule.grade}{', unverified' if rule.unverified else ''}.)"
