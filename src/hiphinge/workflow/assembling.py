"""From what was found in each frame of a video to one motion, in pixels of the original."""

from dataclasses import replace
from typing import Final

import numpy as np

from hiphinge.estimators import Estimator
from hiphinge.motion import EVERYBODY, CoordinateFrame, FloatArray, Motion
from hiphinge.sources.files import sha256_of
from hiphinge.sources.video import VideoReader
from hiphinge.workflow.camera_words import CAMERA, camera_words
from hiphinge.workflow.collected_poses import CollectedPoses

__all__ = ["SHARE_MEASURED", "motion_of"]

PEOPLE: Final = "people"
"""Key of `Origin.details` with how many people are in the frame at once."""
SHARE_MEASURED: Final = "share_measured"
"""Key of `Origin.details` with the share of the frames that the network looked at; the others lie between them."""


def motion_of(collected: CollectedPoses, video: VideoReader, estimator: Estimator) -> Motion:
    """Return the motion in pixels of the upright original, with its cuts, once the video has been gone through."""
    poses = collected.poses
    origin = video.origin(sha256=sha256_of(video.path), estimator=estimator.name)
    details = {
        **origin.details,
        "estimator": {"estimator": estimator.name, **estimator.provenance},
        "searched_again_s": collected.searched_again_s(),
        "share_seen": collected.share_detected(),
        SHARE_MEASURED: round(collected.share_measured(), 4),
        PEOPLE: collected.people,
    }
    if collected.company is not None:
        details[EVERYBODY] = collected.company.shown(video.to_original)
    world = [pose.world_m for pose in poses if pose.world_m is not None]
    motion = Motion(
        time_s=np.array(collected.time_s),
        positions=video.in_original_px(np.stack([pose.positions for pose in poses])),
        confidence=np.stack([pose.confidence for pose in poses]),
        layout=estimator.layout,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=replace(origin, details=details),
        world_m=np.stack(world) if len(world) == len(poses) else None,
        contour=_contour_in_original(collected.contours, video),
        plate=_plate_in_original(np.stack(collected.plates), video),
    )
    from hiphinge.cleaning import CUTS, find_cuts  # noqa: PLC0415  # slow to load: done while the video is read

    cuts = find_cuts(motion, np.stack(collected.thumbnails))
    notes = (*origin.warnings, *collected.of_people())
    camera = None if cuts else collected.camera_motion(video.size_px)
    if camera is not None:
        details[CAMERA] = {"shift_share": round(camera.shift_share, 4), "turn_deg": round(camera.turn_deg, 2)}
        notes = (*notes, *camera_words(camera))
    return replace(motion, origin=replace(origin, details={**details, CUTS: list(cuts)}, warnings=notes))


def _plate_in_original(plate: FloatArray, video: VideoReader) -> FloatArray:
    """Return plates ``[time, 5]`` in pixels of the upright original."""
    centre = video.in_original_px(plate[:, :2])
    return np.column_stack([centre, plate[:, 2:4] * np.asarray(video.to_original), plate[:, 4]])


def _contour_in_original(contours: "list[FloatArray | None]", video: VideoReader) -> FloatArray | None:
    """Return contours ``[time, station, edge]`` in pixels of the upright original, or None where there are none."""
    first = next((contour for contour in contours if contour is not None), None)
    if first is None:
        return None
    nowhere = np.full(first.shape, np.nan)
    known = np.stack([nowhere if contour is None else contour for contour in contours])
    return known * float(np.mean(video.to_original))
