"""Joint positions as arrays, from wherever you have them, become a `Motion`; the rest is the same as for a video."""

import numpy as np

import hiphinge
from hiphinge.motion import COCO_17, CoordinateFrame, Origin
from hiphinge.testing import record_video

tracked = record_video().motion  # replace it by your own arrays
time_s = tracked.time_s
positions_px = np.stack([tracked.point(name) for name in COCO_17.keypoints], axis=1)  # [time, 17, 2], y downward
confidence = np.stack([tracked.confidence_of(name) for name in COCO_17.keypoints], axis=1)  # [time, 17]

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
