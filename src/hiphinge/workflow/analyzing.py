"""The main use case: a recording in, a `Result` out."""

import os
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.motion import CoordinateFrame, Person, check_load, check_plate_mm
from hiphinge.sources.formats import Hints, sniff
from hiphinge.workflow.assembling import SHARE_MEASURED
from hiphinge.workflow.calibrating import motion_from_recording, standing_from_recording, usable_hints
from hiphinge.workflow.pose_estimation import DEFAULT_ESTIMATOR, EstimatorConfig, Stretch
from hiphinge.workflow.progress import Listener, Progress, no_progress
from hiphinge.workflow.provenance import provenance_of
from hiphinge.workflow.result import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hiphinge.analysis import Analysis, Correction, StandingReference
    from hiphinge.estimators import Estimator
    from hiphinge.motion import Motion

__all__ = ["analysed_motion", "analyze"]


def analyze(  # noqa: PLR0913  # the options of a use case, all but the source by name
    source: str | os.PathLike[str],
    *,
    exercise: str | None = None,
    person: Person | None = None,
    load_kg: float | None = None,
    plate_mm: float | None = None,
    model: str | os.PathLike[str] | None = None,
    estimator: "str | Estimator" = DEFAULT_ESTIMATOR,
    start_s: float | None = None,
    end_s: float | None = None,
    threads: int | None = None,
    every_frame: bool = False,
    fast: bool = False,
    follow: int | None = None,
    size_px: tuple[int, int] | None = None,
    fps: float | None = None,
    subject: str | None = None,
    sensors: "Sequence[tuple[str, str]]" = (),
    worn: str | os.PathLike[str] | None = None,
    neutral: "str | os.PathLike[str] | StandingReference | None" = None,
    calibration: str | os.PathLike[str] | None = None,
    progress: Listener | None = None,
) -> Result:
    """Measure the repetitions in a video filmed from the side, or in a pose file that `hiphinge formats` lists.

    Parameters
    ----------
    exercise, load_kg
        Id or another name of the exercise, None to guess it from the movement; the weight lifted, in kilograms.
    plate_mm
        Diameter of the largest plate on the bar, in millimetres: the scale of the bar's path. None assumes 450 mm where
        that fits the person.
    estimator, model, threads
        What finds the person: a name of `hiphinge.estimators.estimators`, or an `Estimator` that is ready and is reset
        before the recording. The network's size (``lite``, ``full``, ``heavy``) or file. Threads change no value.
    every_frame
        Measure every frame of a video of 60 frames a second or more, whether the movement needs them or not.
    fast
        Measure every second frame while the movement is even, and lay the others on smooth curves between: about three
        quarters of the work, and a little less exact (`docs/decisions/0024`).
    follow
        Where several people are in a video, the number of the one to follow, from 1, counted from the left; None
        follows the one who lifts.
    start_s, end_s
        Only ``start_s <= time < end_s``, in seconds of the recording's own clock.
    size_px, fps
        Width and height in pixels, and frames per second, of the video that a pose file comes from, where the file does
        not say. A file's own word counts: another one is noted in the result. Both hold for a pose file as ``neutral``
        too.
    subject
        Which subject of a file of markers that holds several; None takes the one whose body is whole. It holds for a
        file of markers as ``neutral`` too.
    sensors
        Of a recording of motion sensors: pairs of a part of a sensor's name, or of its file's, and the place on the
        body where it was worn, where the names do not say it. ``fps`` is then its samples a second.
    worn
        A recording of motion sensors that were worn in the video. The two are put on one clock by the movement, each is
        checked against the other (`Analysis.sensor_checks`), and each angle is taken from the one that knows it better.
    neutral, calibration
        ``neutral`` is another recording of the person standing, or what `measure_standing` measured there: angles
        count from it even if they stand in ``source`` too. ``calibration`` names a calibrated person or a file: their
        maximum is used, and their standing unless ``neutral`` is given.

    Raises
    ------
    UsageError, UnknownIdError
        If an option is out of range or unknown, ``subject`` is none of the file's, a video comes with ``subject``,
        ``size_px`` or ``fps``, or nobody has the number ``follow``.
    InputError, NotMeasurableError
        If the recording is missing, broken or of no known format; if nobody stands in ``neutral``, or the sensors of
        ``worn`` do not show the movement of the video.
    MissingComponentError
        If a network's file is not here and cannot be fetched.
    """
    check_load(load_kg)
    check_plate_mm(plate_mm)
    lifted = None if exercise is None else _known_exercise(exercise)
    config = EstimatorConfig(
        estimator=estimator, model=model, threads=threads, every_frame=every_frame, fast=fast, follow=follow
    )
    stretch, listener = Stretch(start_s=start_s, end_s=end_s), progress or no_progress
    hints = Hints(size_px=size_px, fps=fps, subject=subject, sensors=tuple(sensors))
    known, standing = _person_and_standing(
        person, neutral, calibration, estimator_config=replace(config, follow=None), listener=listener, hints=hints
    )
    path, hints = Path(source), replace(hints, stature_m=None if known is None else known.stature_m)
    filmed = partial(motion_from_recording, path, stretch=stretch, estimator_config=config, listener=listener)
    motion = filmed(hints=hints) if worn is None else _with_worn(filmed, path, worn, hints=hints)
    listener(Progress(stage="analysis"))
    analysis = analysed_motion(
        motion, exercise=lifted, person=known, load_kg=load_kg, plate_mm=plate_mm, standing=standing
    )
    return _result(analysis, path, stretch=stretch, exercise=lifted, standing=standing, hints=hints)


def _with_worn(filmed: "Callable[..., Motion]", path: Path, worn: str | os.PathLike[str], *, hints: Hints) -> "Motion":
    """Return what was filmed with what sensors gave that were worn in it; they are read before, as that is sooner."""
    from hiphinge.workflow.worn_sensors import read_worn, with_sensors  # noqa: PLC0415  # seldom wanted

    sensors = read_worn(worn, hints=hints)
    is_video = sniff(path).kind == "video"  # the hints of time and places are then the sensors' own
    return with_sensors(filmed(hints=replace(hints, fps=None, sensors=()) if is_video else hints), sensors)


def _known_exercise(exercise: str) -> str:
    from hiphinge.workflow.exercise_lookup import analysed_exercise  # noqa: PLC0415  # slow to load, and not always given

    return analysed_exercise(exercise).id


def _person_and_standing(
    person: Person | None,
    neutral: "str | os.PathLike[str] | StandingReference | None",
    calibration: str | os.PathLike[str] | None,
    *,
    estimator_config: EstimatorConfig,
    listener: Listener,
    hints: Hints,
) -> "tuple[Person | None, StandingReference | None]":
    """Return the person with their maximum, and how they stand elsewhere: ``neutral`` before the calibration."""
    standing: StandingReference | None = None
    if calibration is not None:
        from hiphinge.workflow.calibrations import read_calibration  # noqa: PLC0415  # seldom wanted
        from hiphinge.workflow.known_person import calibrated  # noqa: PLC0415  # likewise

        known = calibrated(person or Person(), read_calibration(calibration).calibration())
        person, standing = known.person, known.standing
    if isinstance(neutral, str | os.PathLike):
        own = usable_hints(hints, sniff(Path(neutral)).kind)
        standing = standing_from_recording(
            Path(neutral), estimator_config=estimator_config, listener=listener, hints=own
        )
    elif neutral is not None:
        standing = neutral
    return person, standing


def analysed_motion(
    motion: "Motion",
    *,
    exercise: str | None,
    person: Person | None,
    load_kg: float | None,
    plate_mm: float | None = None,
    standing: "StandingReference | None",
    corrections: "Sequence[Correction]" = (),
) -> "Analysis":
    """Return the analysis of a motion with its advice, as a person corrected it."""
    from hiphinge.analysis import analyse  # noqa: PLC0415  # slow to load: done while the video is read
    from hiphinge.coaching import advise  # noqa: PLC0415  # likewise

    analysis = analyse(
        motion,
        exercise=exercise,
        person=person,
        load_kg=load_kg,
        plate_mm=plate_mm,
        reference=standing,
        corrections=corrections,
    )
    advice = advise(
        exercise=analysis.exercise,
        exercise_given=analysis.exercise_given,
        exercise_certain=analysis.exercise_guess is not None and analysis.exercise_guess.confident,
        repetitions=analysis.repetitions,
        not_measurable=analysis.not_measurable,
        back_aim=analysis.person.back_aim,
        filmed=motion.coordinate_frame is CoordinateFrame.IMAGE_PX,
    )
    return replace(analysis, advice=advice)


def _result(
    analysis: "Analysis",
    source: Path,
    *,
    stretch: Stretch,
    exercise: str | None,
    standing: "StandingReference | None",
    hints: Hints,
) -> Result:
    asked: dict[str, str | float | None] = {
        "exercise": exercise,
        "load_kg": analysis.load_kg,
        "start_s": stretch.start_s,
        "end_s": stretch.end_s,
        "own_standing": None if standing is None else standing.recording,
    }
    every_nth = analysis.motion.origin.details.get("every_nth_frame", 1)
    if every_nth != 1:
        asked["every_nth_frame"] = every_nth
    share = analysis.motion.origin.details.get(SHARE_MEASURED, 1)
    if share != 1:
        asked[SHARE_MEASURED] = share
    if analysis.plate_mm is not None:
        asked["plate_mm"] = analysis.plate_mm
    if "worn_recording" in analysis.motion.origin.details:
        asked["worn"] = analysis.motion.origin.details["worn_recording"]
    if hints.subject is not None:
        asked["subject"] = hints.subject
    if hints.size_px is not None:
        asked["size_px"] = "x".join(map(str, hints.size_px))
    if hints.fps is not None:
        asked["fps"] = hints.fps
    return Result(
        analysis=analysis,
        provenance=provenance_of(analysis.motion.origin, parameters=asked),
        video=source if sniff(source).kind == "video" else None,
    )
