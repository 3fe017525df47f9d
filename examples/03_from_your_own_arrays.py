"""Joint positions as arrays, from wherever you have them, become a `Motion`, and from there on all is the same."""

import numpy as np

import hiphinge
from hiphinge.motion import COCO_17, CoordinateFrame, Origin
from hiphinge.testing import record_video

made = record_video().motion  # stands in for your own arrays
time_s = made.time_s
positions_px = np.stack([made.point(name) for name in COCO_17.keypoints], axis=1)  # [time, 17, 2], y downward
confidence = np.stack([made.confidence_of(name) for name in COCO_17.keypoints], axis=1)  # [time, 17]

motion = hiphinge.Motion(
    time_s=time_s,
    positions=positions_px,
    confidence=confidence,
    layout=COCO_17,
    coordinate_frame=CoordinateFrame.IMAGE_PX,
    origin=Origin(name="my own tracker", duration_s=float(time_s[-1] - time_s[0]), fps=30.0),
)
analysis = hiphinge.analyse(motion, exercise="hip_hinge")

print(f"{len(analysis.counted)} repetitions")
for reason in analysis.not_measurable:
    print(f"{reason.id}: {reason.reason}")
