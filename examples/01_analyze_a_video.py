"""A video in, a report and a few lines out: ``python examples/01_analyze_a_video.py [VIDEO] [EXERCISE]``."""

import sys

import hiphinge
from hiphinge.workflow.sample import SAMPLE_EXERCISE, sample_clip


def show(video: str, exercise: str | None) -> None:
    """Print what happened in each repetition, and write the report beside."""
    result = hiphinge.analyze(video, exercise=exercise)
    for repetition in result.repetitions:
        findings = ", ".join(finding.id for finding in repetition.findings) or "nothing"
        print(f"{repetition.kind} {repetition.index}: {repetition.pattern.label}; found {findings}")
    if result.analysis.advice is not None:
        print(f"next time: {result.analysis.advice.cue}")
    result.report("report.html")
    print("report.html shows why")


if __name__ == "__main__":
    given = dict(enumerate(sys.argv))
    if 1 in given:
        show(given[1], given.get(2))
    else:
        with sample_clip() as clip:
            show(str(clip), SAMPLE_EXERCISE)
