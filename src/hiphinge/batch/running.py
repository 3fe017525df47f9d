"""The use case: recordings in, a data set out, on this machine or on a cluster."""

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from hiphinge.batch.carrying_out import Account, Retries, SoFar, carry_out
from hiphinge.batch.data_set import DataSet
from hiphinge.batch.executor import Executor, InThisProcess
from hiphinge.batch.inputs import KnownContent, Sources, find_sources, read_recordings
from hiphinge.batch.lists import Listed, read_list
from hiphinge.batch.local import LocalProcesses, usual_workers
from hiphinge.batch.measuring import Limits, Measurer, NetworkMeasurer
from hiphinge.batch.plan import Parameters, Plan, make_plan
from hiphinge.errors import InputMissingError, UsageError
from hiphinge.exports.data_set import ROWS_VERSION, SCHEMA
from hiphinge.motion import Person, check_load
from hiphinge.workflow.exercise_lookup import analysed_exercise
from hiphinge.workflow.pose_estimation import EstimatorConfig
from hiphinge.workflow.provenance import number_versions

__all__ = ["BatchSettings", "plan_batch", "run_batch"]


@dataclass(frozen=True, kw_only=True)
class BatchSettings:
    """What a batch is given beside recordings and a folder.

    Attributes
    ----------
    parameters
        What holds for every clip of which the list says nothing else; the exercise by any of its names.
    workers
        How many clips are analysed at once; None is as many as there is room for.
    ray
        Address of a Ray cluster; None is this machine.
    again
        Whether clips that the data set has are analysed once more.
    measurer
        What measures the clips.
    """

    parameters: Parameters = field(default_factory=Parameters)
    measurer: Measurer = field(default_factory=NetworkMeasurer)
    workers: int | None = None
    ray: str | None = None
    again: bool = False
    limits: Limits = field(default_factory=Limits)
    retries: Retries = field(default_factory=Retries)


def run_batch(
    inputs: Sequence[str | os.PathLike[str]],
    *,
    out: str | os.PathLike[str],
    list_file: str | os.PathLike[str] | None = None,
    where: Sequence[str] = (),
    listed: Sequence[Listed] = (),
    settings: BatchSettings | None = None,
    executor: Executor | None = None,
    progress: Callable[[SoFar], None] = lambda _: None,
) -> Account:
    """Analyse many recordings into one data set; what it has already is not analysed again.

    The rows are the same whatever executor and number of workers. A script that calls this from its top level needs
    ``if __name__ == "__main__":`` before it, since worker processes import the script.

    Parameters
    ----------
    inputs
        Videos, folders, paths with wildcards, addresses of fsspec, files of poses or markers.
    out
        The folder of the data set, which is created, or added to.
    list_file, where
        A list of clips (`hiphinge batch --list`), and which of its lines are taken.
    listed
        Lines of a list that need no file.
    executor
        What carries it out; None follows from the settings.

    Raises
    ------
    UsageError, InputError
        If there is nothing of a name, or the list is wrong.
    OutputError
        If the data set cannot be written, or another batch writes it.
    MissingComponentError
        If a network or a package is missing.
    """
    chosen = settings or BatchSettings()
    given = _sources(inputs, list_file, where, listed, chosen)
    data_set = DataSet(Path(out))
    with data_set.writing():
        plan = _plan(given, data_set, chosen)
        carrying = executor or _executor(chosen, plan, data_set)
        with closing(carrying):
            return carry_out(
                plan,
                data_set=data_set,
                executor=carrying,
                ignored=given.ignored,
                retries=chosen.retries,
                listener=progress,
            )


def plan_batch(
    inputs: Sequence[str | os.PathLike[str]],
    *,
    out: str | os.PathLike[str],
    list_file: str | os.PathLike[str] | None = None,
    where: Sequence[str] = (),
    listed: Sequence[Listed] = (),
    settings: BatchSettings | None = None,
) -> tuple[Plan, int]:
    """Return what `run_batch` would do, and how many other files there are; nothing is written.

    Raises
    ------
    HiphingeError
        As `run_batch`.
    """
    chosen = settings or BatchSettings()
    given = _sources(inputs, list_file, where, listed, chosen)
    data_set = DataSet(Path(out))
    data_set.read()
    return _plan(given, data_set, chosen), given.ignored


def _sources(
    inputs: Sequence[str | os.PathLike[str]],
    list_file: str | os.PathLike[str] | None,
    where: Sequence[str],
    listed: Sequence[Listed],
    chosen: BatchSettings,
) -> Sources:
    if where and list_file is None:
        message = "A condition picks lines of a list. Give the list, too: --list FILE, or list_file in Python."
        raise UsageError(message)
    if not inputs and list_file is None and not listed:
        message = "At least one folder, video or list should be given. Write: hiphinge batch FOLDER --out DATASET"
        raise UsageError(message)
    parameters = _checked(chosen.parameters)
    found = find_sources([os.fspath(one) for one in inputs], parameters=parameters)
    if list_file is not None:
        listed = (*listed, *read_list(Path(list_file), parameters=parameters, where=where))
    found = Sources(listed=(*listed, *found.listed), ignored=found.ignored)
    if not found.listed:
        others = f" (other files: {found.ignored})" if found.ignored else ""
        message = f"There is no video in what was given{others}. Give videos, a folder that holds some, or a list."
        raise InputMissingError(message)
    return found


def _checked(parameters: Parameters) -> Parameters:
    check_load(parameters.load_kg)
    Person(stature_m=parameters.stature_m, mass_kg=parameters.mass_kg)
    EstimatorConfig(every_frame=parameters.every_frame, fast=parameters.fast)
    if parameters.exercise is None:
        return parameters
    return replace(parameters, exercise=analysed_exercise(parameters.exercise).id)


def _plan(given: Sources, data_set: DataSet, chosen: BatchSettings) -> Plan:
    known_content: KnownContent = {
        (kept.facts.source, kept.facts.stamp): kept.sha256
        for kept in data_set.clips.values()
        if kept.facts.stamp is not None
    }
    numbers_from: Mapping[str, object] = {
        "model": dict(chosen.measurer.provenance),
        "versions": number_versions(),
        "rows": (SCHEMA, ROWS_VERSION),
    }
    return make_plan(
        read_recordings(given.listed, known=known_content),
        known={clip: kept.known for clip, kept in data_set.clips.items()},
        numbers_from=numbers_from,
        again=chosen.again,
    )


def _executor(chosen: BatchSettings, plan: Plan, data_set: DataSet) -> Executor:
    if not plan.todo:
        return InThisProcess(chosen.measurer)
    if chosen.ray is not None:
        from hiphinge.batch.on_ray import RayActors  # noqa: PLC0415  # an extra, loaded when it is asked for

        return RayActors(chosen.measurer, chosen.limits, address=chosen.ray, workers=chosen.workers)
    workers = min(chosen.workers or usual_workers(), max(1, len(plan.todo)))
    return LocalProcesses(chosen.measurer, replace(chosen.limits, temporary=data_set.temporary.resolve()), workers)
