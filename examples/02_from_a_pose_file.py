"""Poses that another program has found: ``python examples/02_from_a_pose_file.py [FILE] [EXERCISE]``.

No network runs and no video is read. Every format that ``hiphinge formats`` lists is read the same way; without
a file, this takes marker positions of a few squats.
"""

import sys
from pathlib import Path

import hiphinge

SAMPLE = Path(__file__).resolve().parent.parent / "tests/data/nimblephysics/squats.trc"


def show(path: Path, exercise: str) -> None:
    """Print when each repetition was, and its deepest knee bend."""
    motion = hiphinge.read_motion(path)
    print(f"{len(motion)} frames, {motion.layout.id}, {motion.origin.duration_s:.1f} s")
    for repetition in hiphinge.analyse(motion, exercise=exercise).repetitions:
        knee = repetition.measurements["knee_flexion_deg"]
        result = knee.reason if hasattr(knee, "reason") else f"knees {knee.value:.0f}°"
        print(f"{repetition.start_s:6.1f} s to {repetition.end_s:5.1f} s: {repetition.pattern.label}, {result}")


if __name__ == "__main__":
    given = dict(enumerate(sys.argv))
    show(Path(given.get(1, SAMPLE)), given.get(2, "bodyweight_squat"))
