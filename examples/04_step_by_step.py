"""What `analyse` does inside, one pure function after the other, each of use by itself."""

from hiphinge.cleaning import clean
from hiphinge.kinematics import joint_angles
from hiphinge.repetitions import detect_repetitions, fold_deg
from hiphinge.testing import Camera, record_video

motion = record_video(camera=Camera(noise_px=2.0)).motion

side = clean(motion)
print(f"seen from the {side.view.label}, facing {side.view.facing}; {side.near_side} side is near")

angles = joint_angles(side)
trunk_deg = angles["trunk_inclination_deg"]
print(f"trunk leans up to {trunk_deg.max():.0f}°")

thigh_back_deg = angles["trunk_thigh_angle_deg"] - trunk_deg
for span in detect_repetitions(side.time_s, fold_deg(trunk_deg, thigh_back_deg), trunk_deg):
    print(f"down at {span.start_s:.1f} s, up again at {span.end_s:.1f} s")
