"""Identifiers of what is imported: the same for the same, so that nothing is imported twice."""

import hashlib

__all__ = ["FIXED_DIGITS", "fixed_id"]

FIXED_DIGITS = "0" * 12
"""What such an identifier begins with: it sorts before all those of `new_id`, and is never one of them."""
_OTHER_DIGITS = 20


def fixed_id(*parts: str) -> str:
    """Return an identifier that follows from texts."""
    digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
    return f"{FIXED_DIGITS}{digest[:_OTHER_DIGITS]}"
