"""What the technique gate reads of an analysis: repetitions that were judged, those without a fault, how far they lean."""

from collections.abc import Sequence
from statistics import median

from hiphinge.analysis import Measurement, Repetition
from hiphinge.planning.model import Gate

__all__ = ["gate_of"]

_LEAN = "trunk_inclination_deg"


def gate_of(repetitions: Sequence[Repetition]) -> Gate:
    """Return what the repetitions of one set show.

    A repetition that was not judged, because too little of it could be measured, counts for nothing.
    """
    judged = [
        r for r in repetitions if r.kind == "repetition" and any(j.outcome != "not_measurable" for j in r.judgements)
    ]
    met = sum(all(finding.level != "fault" for finding in r.findings) for r in judged)
    leans = [m.value for r in judged if isinstance(m := r.measurements.get(_LEAN), Measurement)]
    return Gate(judged=len(judged), met=met, lean_deg=median(leans) if leans else None)
