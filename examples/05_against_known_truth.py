"""How accurate is it? A synthetic hinge has exact angles; a noisy, uneven camera records it; this is the error."""

import numpy as np

import hiphinge
from hiphinge.testing import Camera, record_video

for noise_px in (0.0, 2.0, 5.0):
    recording = record_video(camera=Camera(noise_px=noise_px, uneven=0.3))
    analysis = hiphinge.analyse(recording.motion, exercise="hip_hinge")
    if analysis.series is None:
        continue
    errors = {
        id_: float(np.sqrt(np.nanmean((analysis.series.values[id_] - recording.truth[id_]) ** 2)))
        for id_ in ("trunk_inclination_deg", "knee_flexion_deg", "shank_inclination_deg")
    }
    listed = ", ".join(f"{id_} {error:.2f}" for id_, error in errors.items())
    print(f"{noise_px:.0f} px of noise: {len(analysis.counted)} of {len(recording.counted)} repetitions; RMSE {listed}")
