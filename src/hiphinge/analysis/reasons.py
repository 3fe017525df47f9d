"""The catalogue's reasons as results: what cannot be told, why, and what to do."""

from hiphinge.catalogue import load
from hiphinge.findings import NotMeasurable

__all__ = ["not_measurable"]


def not_measurable(reason_id: str) -> NotMeasurable:
    """Return the catalogue's reason as a result."""
    reason = load().reasons[reason_id]
    return NotMeasurable(id=reason.id, reason=reason.reason, do=reason.do)
