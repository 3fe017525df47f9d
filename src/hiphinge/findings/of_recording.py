"""Findings of a whole recording: those of at least half of its counted repetitions."""

from collections.abc import Sequence

from hiphinge.findings.model import Finding

__all__ = ["findings_of_recording"]


def findings_of_recording(by_repetition: Sequence[Sequence[Finding]]) -> tuple[Finding, ...]:
    """Return the findings of at least half of the counted repetitions, in order of first appearance.

    Each is the instance that is farthest beyond its threshold, as a share of the threshold.
    """
    instances: dict[str, list[Finding]] = {}
    for findings in by_repetition:
        for finding in findings:
            instances.setdefault(finding.id, []).append(finding)
    often = (each for each in instances.values() if 2 * len(each) >= len(by_repetition))
    return tuple(max(each, key=_share_beyond) for each in often)


def _share_beyond(finding: Finding) -> float:
    return abs(finding.value - finding.threshold) / max(abs(finding.threshold), 1e-9)
