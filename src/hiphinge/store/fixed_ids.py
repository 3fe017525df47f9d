"""Identifiers of what was imported, or measured in the queue: the same for the same, so that nothing is kept twice."""

import hashlib

__all__ = ["FIXED_DIGITS", "fixed_id", "fixed_ids"]

FIXED_DIGITS = "0" * 12
"""What such an identifier begins with: it sorts before all those of `new_id`, and is never one of them."""
_OTHER_DIGITS = 20
_NUMBER_DIGITS = 4


def fixed_id(*parts: str) -> str:
    """Return an identifier that follows from texts."""
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"{FIXED_DIGITS}{digest[:_OTHER_DIGITS]}"


def fixed_ids(count: int, *parts: str) -> tuple[str, ...]:
    """Return up to 65,536 identifiers that follow from texts, in their order."""
    shared = fixed_id(*parts)[:-_NUMBER_DIGITS]
    return tuple(f"{shared}{number:0{_NUMBER_DIGITS}x}" for number in range(count))
