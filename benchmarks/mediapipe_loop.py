"""The plain loop that hiphinge is timed against: MediaPipe's pose, network size full, one process, no masks.

Run by the interpreter of an environment of its own that holds ``mediapipe==0.10.21``; prints the number of frames of
all the videos that it is given.
"""

import sys

import cv2
import mediapipe


def main(path: str) -> int:
    """Return how many frames were run through MediaPipe."""
    capture = cv2.VideoCapture(path)
    frames = 0
    with mediapipe.solutions.pose.Pose(model_complexity=1) as pose:
        while True:
            read, frame = capture.read()
            if not read:
                return frames
            pose.process(cv2.cvtColor(frame, cv2.COLOR_BGR2RGB))
            frames += 1


if __name__ == "__main__":
    print(sum(map(main, sys.argv[1:])))
