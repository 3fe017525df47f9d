"""Days of the week as people write them."""

__all__ = ["WEEKDAYS", "weekday_meant"]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = 3


def weekday_meant(text: str) -> int | None:
    """Return the number of a day, Monday 0, from its name in small letters or its beginning; None where it is none."""
    return next((n for n, name in enumerate(WEEKDAYS) if len(text) >= _SHORT and name.startswith(text)), None)
