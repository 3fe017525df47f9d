"""The use cases of a person's reference posture and maximum: a recording in, a calibration or a reference out."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.errors import UsageError
from hiphinge.sources.formats import Hints, Kind, read_motion, sniff
from hiphinge.workflow.pose_estimation import DEFAULT_ESTIMATOR, EstimatorConfig, Stretch, motion_from_video
from hiphinge.workflow.preloading import preloading
from hiphinge.workflow.progress import Listener, Progress, no_progress

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.analysis import Calibration, StandingReference
    from hiphinge.estimators import Estimator
    from hiphinge.motion import Motion

__all__ = ["calibrate", "measure_standing", "motion_from_recording", "standing_from_recording", "usable_hints"]

_BEHIND_AN_ANALYSIS = (
    "hiphinge.analysis",
    "hiphinge.coaching",
    "hiphinge.catalogue:load",
    "hiphinge.spine.back_network:packaged_model",
    "hiphinge.kinematics.limbs:packaged_limb_model",
    "hiphinge.cleaning.turning:packaged_view_model",
    "hiphinge.measures.plugin_measures:measures_in_use",
    "hiphinge.findings.plugin_rules:rules_in_use",
    "hiphinge.exports:exports",
    "hiphinge.workflow.result_files",
    "pyarrow.parquet",
)

_NO_HINTS = Hints()


def calibrate(  # noqa: PLR0913  # the options of a use case, all but the source by name
    source: str | os.PathLike[str],
    *,
    model: str | os.PathLike[str] | None = None,
    estimator: "str | Estimator" = DEFAULT_ESTIMATOR,
    start_s: float | None = None,
    end_s: float | None = None,
    threads: int | None = None,
    size_px: tuple[int, int] | None = None,
    fps: float | None = None,
    sensors: "Sequence[tuple[str, str]]" = (),
    least_lean_deg: float | None = None,
    progress: Listener | None = None,
) -> "Calibration":
    """Measure how a person stands and how far their back bends.

    Parameters
    ----------
    source
        A video from the side, a file of poses kept from one, or a recording of motion sensors at T12 and S2: two
        seconds of quiet standing, then three slow full bends without a load, each from upright to upright and only as
        far as is comfortable.
    least_lean_deg
        A bend counts when the trunk leans so far, degrees; None is 75.
    model, estimator, start_s, end_s, threads, size_px, fps, sensors, progress
        As in `analyze`.

    Raises
    ------
    NotMeasurableError
        If they do not stand, bend fewer than two times, or the back is not measurable.
    InputError, UsageError, MissingComponentError
        As in `analyze`.
    """
    heard = progress or no_progress
    stretch = Stretch(start_s=start_s, end_s=end_s)
    motion = motion_from_recording(
        Path(source),
        stretch=stretch,
        estimator_config=EstimatorConfig(estimator=estimator, model=model, threads=threads),
        listener=heard,
        hints=Hints(size_px=size_px, fps=fps, sensors=tuple(sensors)),
    )
    heard(Progress(stage="analysis"))
    from hiphinge.analysis import calibrate as calibrated  # noqa: PLC0415  # loaded while the video is watched

    return calibrated(motion, least_lean_deg=least_lean_deg)


def measure_standing(
    source: str | os.PathLike[str],
    *,
    model: str | os.PathLike[str] | None = None,
    estimator: "str | Estimator" = DEFAULT_ESTIMATOR,
    threads: int | None = None,
    size_px: tuple[int, int] | None = None,
    fps: float | None = None,
    subject: str | None = None,
    progress: Listener | None = None,
) -> "StandingReference":
    """Measure how a person stands in a recording, to be given to `analyze` as ``neutral``.

    Raises
    ------
    NotMeasurableError
        If nobody is detected standing in a side view.
    InputError, UsageError, MissingComponentError
        As in `analyze`.
    """
    return standing_from_recording(
        Path(source),
        estimator_config=EstimatorConfig(estimator=estimator, model=model, threads=threads),
        listener=progress or no_progress,
        hints=Hints(size_px=size_px, fps=fps, subject=subject),
    )


def standing_from_recording(
    path: Path, *, estimator_config: EstimatorConfig, listener: Listener, hints: Hints = _NO_HINTS
) -> "StandingReference":
    """Return how the person stands in a recording, estimated with ``estimator_config``."""
    motion = motion_from_recording(
        path, stretch=Stretch(), estimator_config=estimator_config, listener=listener, hints=hints
    )
    _without_sensors(motion)
    from hiphinge.analysis import standing_reference_of  # noqa: PLC0415  # loaded while the video is watched

    return standing_reference_of(motion)


def _without_sensors(motion: "Motion") -> None:
    if motion.sensors is not None:
        message = (
            f"{motion.origin.name} is a recording of motion sensors, which find how you stand in each recording "
            "themselves. Give a video, or leave it out."
        )
        raise UsageError(message)


def usable_hints(hints: Hints, kind: Kind) -> Hints:
    """Return the hints that a recording of this kind can use: for a video the stature, a subject for markers alone."""
    if kind == "video":
        return Hints(stature_m=hints.stature_m)
    own = hints if kind == "sensors" else replace(hints, sensors=())
    return own if kind == "markers" else replace(own, subject=None)


def motion_from_recording(
    path: Path,
    *,
    stretch: Stretch,
    estimator_config: EstimatorConfig,
    listener: Listener,
    hints: Hints = _NO_HINTS,
) -> "Motion":
    """Return what is observed in a video or in a file of poses, what an analysis needs loaded meanwhile.

    Raises
    ------
    UsageError
        If a video comes with a subject, a size or a rate.
    """
    kind = sniff(path).kind
    if kind == "video" and hints != usable_hints(hints, kind):
        message = (
            f"{path.name} is a video, which gives its own size and frame rate; a size (--size, size_px), a rate "
            "(--fps, fps) and a subject (--subject, subject) are for files of poses and markers. Leave them out."
        )
        raise UsageError(message)
    if kind == "video":
        return motion_from_video(
            path,
            stretch=stretch,
            estimator_config=estimator_config,
            listener=listener,
            meanwhile=_BEHIND_AN_ANALYSIS,
        )
    with preloading(*_BEHIND_AN_ANALYSIS):
        read = read_motion(
            path,
            size_px=hints.size_px,
            fps=hints.fps,
            stature_m=hints.stature_m,
            subject=hints.subject,
            sensors=hints.sensors,
        )
        return stretch.of(read)
