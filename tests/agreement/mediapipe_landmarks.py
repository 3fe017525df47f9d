"""Give MediaPipe's landmarks for raw frames on the standard input: ``mediapipe_landmarks.py WIDTH HEIGHT OUT.npz``.

Runs in an environment of its own: mediapipe 0.10.21 needs an older numpy. Without its filter over time.
"""

import sys

import mediapipe
import numpy as np


def main(width: int, height: int, out: str) -> None:
    size = width * height * 3
    rows = []
    with mediapipe.solutions.pose.Pose(model_complexity=1, smooth_landmarks=False) as pose:
        while len(block := sys.stdin.buffer.read(size)) == size:
            found = pose.process(np.frombuffer(block, dtype=np.uint8).reshape(height, width, 3))
            if found.pose_landmarks is None:
                rows.append(np.full((33, 6), np.nan))
                continue
            points, world = found.pose_landmarks.landmark, found.pose_world_landmarks.landmark
            both = zip(points, world, strict=True)
            rows.append(np.array([(p.x * width, p.y * height, p.visibility, w.x, w.y, w.z) for p, w in both]))
    array = np.array(rows)
    np.savez(out, positions=array[:, :, :2], visibility=array[:, :, 2], world_m=array[:, :, 3:])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
