"""What is said where the camera moved."""

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hiphinge.cleaning import CameraMotion

__all__ = ["CAMERA", "camera_words"]

CAMERA: Final = "camera"
"""Key of `Origin.details` with how far the camera moved: ``shift_share`` of the frame's height, and ``turn_deg``."""


def camera_words(camera: "CameraMotion") -> tuple[str, ...]:
    """Return a sentence on a camera that moved by more than what a phone on a stand does; nothing of the others."""
    from hiphinge.catalogue import load  # noqa: PLC0415  # slow to load: done while the video is read

    known = load()
    shift, turn = (known.thresholds[f"camera_{name}"].value for name in ("shift", "turn"))
    if camera.shift_share < shift and camera.turn_deg < turn:
        return ()
    said = known.phrases["camera_moved"]
    return (said.say(shift=f"{100 * camera.shift_share:.0f} %", turn=f"{camera.turn_deg:.1f}\N{DEGREE SIGN}"),)
