"""The use case at the heart: a recording goes in, a `Result` comes out."""

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.catalogue import load
from hiphinge.motion import Person, check_load
from hiphinge.sources.formats import read_motion, sniff
from hiphinge.workflow.observing import Seeing, Stretch, motion_of_film
from hiphinge.workflow.preloading import preloading
from hiphinge.workflow.progress import Listener, Progress, unheard
from hiphinge.workflow.provenance import provenance_of
from hiphinge.workflow.result import Result

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis
    from hiphinge.motion import Motion

__all__ = ["analyze"]


def analyze(  # noqa: PLR0913  # the options of a use case, all but the source by name
    source: str | os.PathLike[str],
    *,
    exercise: str | None = None,
    person: Person | None = None,
    load_kg: float | None = None,
    model: str | os.PathLike[str] | None = None,
    estimator: str = "blazepose",
    start_s: float | None = None,
    end_s: float | None = None,
    threads: int | None = None,
    progress: Listener | None = None,
) -> Result:
    """Measure the repetitions in a video or in a file of poses.

    Parameters
    ----------
    source
        A video filmed from the side, or a file of any format that `hiphinge formats` lists.
    exercise
        Id or other name of what was lifted; None is judged as a hip hinge.
    person
        What is known of the person.
    load_kg
        The weight that was lifted, in kilograms.
    model
        Size of the network (``lite``, ``full``, ``heavy``) or the path of its file; None is the usual one.
    estimator
        What finds the person in the pictures.
    start_s, end_s
        Only ``start_s <= time < end_s``, in seconds of the recording's own clock.
    threads
        How many threads may work; None is as many as there are cores. The numbers are the same for any number.
    progress
        Called with a `Progress` now and then.

    Raises
    ------
    UsageError
        If the load is none that can be lifted.
    InputError
        If the recording is missing, empty, broken, too short or of no known format.
    UnknownIdError
        If there is no such exercise, estimator or model.
    MissingComponentError
        If a network's file is not here and cannot be fetched.
    """
    check_load(load_kg)
    path = Path(source)
    lifted = None if exercise is None else load().exercise(exercise).id
    heard = progress or unheard
    stretch = Stretch(start_s=start_s, end_s=end_s)
    seeing = Seeing(estimator=estimator, model=None if model is None else os.fspath(model), threads=threads)
    is_film = sniff(path).kind == "video"
    with preloading("hiphinge.analysis", "hiphinge.coaching", "hiphinge.exports"):
        if is_film:
            motion = motion_of_film(path, stretch=stretch, seeing=seeing, listener=heard)
        else:
            motion = stretch.of(read_motion(path, stature_m=None if person is None else person.stature_m))
    heard(Progress(stage="analysis"))
    asked = {"exercise": lifted, "load_kg": load_kg, "start_s": start_s, "end_s": end_s}
    return Result(
        analysis=_analysed(motion, exercise=lifted, person=person, load_kg=load_kg),
        provenance=provenance_of(motion.origin, parameters=asked),
        video=path if is_film else None,
    )


def _analysed(motion: "Motion", *, exercise: str | None, person: Person | None, load_kg: float | None) -> "Analysis":
    from hiphinge.analysis import analyse  # noqa: PLC0415  # slow to load: done while the film is watched
    from hiphinge.coaching import advise  # noqa: PLC0415  # likewise

    analysis = analyse(motion, exercise=exercise, person=person, load_kg=load_kg)
    advice = advise(
        exercise=analysis.exercise,
        exercise_given=analysis.exercise_given,
        repetitions=analysis.repetitions,
        not_measurable=analysis.not_measurable,
    )
    return replace(analysis, advice=advice)
