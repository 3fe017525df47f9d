"""Whether repetitions last as long as they can: else a video is in slow motion or sped up, or its times are wrong."""

from collections.abc import Sequence

from hiphinge.catalogue import load
from hiphinge.repetitions import Span

__all__ = ["TOO_LONG", "TOO_SHORT", "time_reason", "time_reasons"]

TOO_LONG, TOO_SHORT = "repetition_too_long", "repetition_too_short"


def time_reason(span: Span) -> str | None:
    """Return the id of the reason why a repetition's duration cannot be right, or None.

    A repetition of which only the way up or down is in the recording may be short.
    """
    if span.kind != "repetition":
        return None
    longest, shortest = (load().thresholds[f"repetition_{name}"].value for name in ("longest", "shortest"))
    if span.duration_s > longest:
        return TOO_LONG
    whole = span.starts_at == span.ends_at == "top"
    return TOO_SHORT if whole and span.duration_s < shortest else None


def time_reasons(spans: Sequence[Span]) -> list[str]:
    """Return the ids of the reasons of all repetitions, each once."""
    found = {time_reason(span) for span in spans}
    return [reason for reason in (TOO_LONG, TOO_SHORT) if reason in found]
