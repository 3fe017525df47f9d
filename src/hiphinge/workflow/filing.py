"""Files the result of an analysis in a person's training log, and joins it to the set that was logged at that time."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, stdev
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import load
from hiphinge.documents import SCHEMA
from hiphinge.documents.training_log import PersonRecord
from hiphinge.errors import UsageError
from hiphinge.exports import write_pose
from hiphinge.sources.video import recorded_at
from hiphinge.store import Claimed, FiledAnalysis, MeasuredSet, NewAnalysis, Store
from hiphinge.workflow.joining import Joining, join

if TYPE_CHECKING:
    from hiphinge.workflow.result import Result

__all__ = ["JUDGED", "LOAD", "Filed", "check_consent", "file_clip", "file_result", "measured_sets"]

LOAD, JUDGED = "load_kg", "met_its_marks"
"""Kept beside the quantities of a set: the load that was given, and, of the repetitions that could be judged (their
number is ``repetitions``), how many had no fault."""


@dataclass(frozen=True, kw_only=True)
class Filed:
    """What became of a result.

    Attributes
    ----------
    new
        False where the same result had been filed before, and nothing was filed again.
    earlier
        How many other analyses of this recording there are.
    keeps_video
        Whether the video itself is kept.
    """

    analysis: FiledAnalysis
    new: bool
    earlier: int
    keeps_video: bool
    joining: Joining


def file_result(store: Store, person: PersonRecord, result: "Result", *, join_to: str | None = None) -> Filed:
    """Keep a result in the log of a person, once, and join it to the set logged at that time.

    The video is kept only where the person agreed to that. An analysis of a recording that is there already stands
    beside the earlier ones; the very same result is not kept twice.

    Parameters
    ----------
    join_to
        End of the id of the logged set that the recording shows; None finds it by its time.

    Raises
    ------
    UsageError
        If the person does not want results to be kept any more, or there is no such set.
    OutputError
        If something cannot be written; nothing is filed then.
    """
    check_consent(store, person)
    document = result.to_json(indent=None).encode()
    sha256 = result.analysis.motion.origin.sha256 or hashlib.sha256(document).hexdigest()
    before = store.recordings.of_recording(person, sha256)
    same = next((one for one in before if store.recordings.document(one.id) == document), None)
    keeps_video = result.video is not None and agreed(store, person, "keep_videos")
    filed = same or _filed(store, person, result, document=document, sha256=sha256, keep_video=keeps_video)
    joining = join(store, person, result.analysis, filed, before=before, moment=filed.recorded_at, join_to=join_to)
    others = len(before) - (0 if same is None else 1)
    return Filed(analysis=filed, new=same is None, earlier=others, keeps_video=keeps_video, joining=joining)


def agreed(store: Store, person: PersonRecord, to: str) -> bool:
    """Tell whether a person agreed to something and has not taken it back."""
    return any(one.to == to and one.withdrawn_at is None for one in store.people.consents(person))


def check_consent(store: Store, person: PersonRecord) -> None:
    """Raise where a person does not want results to be kept any more.

    Raises
    ------
    UsageError
        If they took the consent back.
    """
    asked = [one for one in store.people.consents(person) if one.to == "keep_results"]
    if asked and all(one.withdrawn_at is not None for one in asked):
        message = (
            f"{person.name} took back the consent to keep results, so nothing was filed. Analyse without --person, or "
            "let them agree again."
        )
        raise UsageError(message)


def file_clip(store: Store, claimed: Claimed, result: "Result") -> FiledAnalysis:
    """Keep the result of a clip as its one analysis, of its person or of nobody yet, and join it to the logged set.

    Raises
    ------
    ClaimLostError
        If the clip is another worker's now, or nobody's: nothing is filed then.
    UsageError, OutputError
        As `file_result`.
    """
    person = claimed.person
    if person is not None:
        check_consent(store, person)
    before = store.recordings.of_recording(person, claimed.sha256)
    filed = _filed(
        store,
        person,
        result,
        document=result.to_json(indent=None).encode(),
        sha256=claimed.sha256,
        keep_video=False,
        with_it=lambda connection, id_: store.clips.name_analysis(connection, claimed, id_),
    )
    if person is not None:
        join(store, person, result.analysis, filed, before=before, moment=filed.recorded_at)
    return filed


def _filed(  # what is filed, and how, by name
    store: Store,
    person: PersonRecord | None,
    result: "Result",
    *,
    document: bytes,
    sha256: str,
    keep_video: bool,
    with_it: Callable[..., None] | None = None,
) -> FiledAnalysis:
    analysis = result.analysis
    new = NewAnalysis(
        sha256=sha256,
        name=analysis.motion.origin.name,
        hiphinge_version=result.provenance.versions.get("hiphinge", ""),
        schema=SCHEMA,
        exercise=analysis.exercise,
        repetitions=len(analysis.counted),
        document=document,
        measured=measured_sets(analysis),
        recorded_at=None if result.video is None else recorded_at(result.video),
        zone=None if person is None else person.zone,
        duration_s=analysis.motion.origin.duration_s,
        video=result.video if keep_video else None,
    )
    asked = result.provenance.parameters
    is_part = any(asked.get(name) is not None for name in ("start_s", "end_s"))
    if is_part and person is not None and store.recordings.poses_of(person, sha256) is not None:
        return store.recordings.file(person, new, with_it=with_it)
    with TemporaryDirectory(prefix="hiphinge-") as folder:
        poses = Path(folder) / "pose.parquet"
        write_pose(poses, analysis.motion)
        return store.recordings.file(person, replace(new, poses=poses), with_it=with_it)


def measured_sets(analysis: Analysis) -> tuple[MeasuredSet, ...]:
    """Return every quantity of every set over the repetitions that count and in which it was measured."""
    counted = {repetition.index: repetition for repetition in analysis.counted}
    found: list[MeasuredSet] = []
    for one in analysis.sets:
        repetitions = [counted[index] for index in one.repetitions if index in counted]
        if not repetitions:
            continue
        ids = dict.fromkeys(id_ for r in repetitions for id_, m in r.measurements.items() if isinstance(m, Measurement))
        found += [_over_repetitions(one.index, id_, repetitions) for id_ in ids]
        found.append(_met_marks(one.index, repetitions))
        if analysis.load_kg is not None:
            found.append(
                MeasuredSet(set=one.index, quantity=LOAD, repetitions=len(repetitions), median=analysis.load_kg)
            )
    return tuple(found)


def _over_repetitions(set_: int, id_: str, repetitions: Sequence[Repetition]) -> MeasuredSet:
    measured = [m for r in repetitions if isinstance(m := r.measurements.get(id_), Measurement)]
    values = [m.value for m in measured]
    widths = [m.interval.width / 2 for m in measured if m.interval is not None]
    return MeasuredSet(
        set=set_,
        quantity=id_,
        repetitions=len(values),
        median=median(values),
        spread=stdev(values) if len(values) > 1 else None,
        half_width=median(widths) if widths else None,
    )


def _met_marks(set_: int, repetitions: Sequence[Repetition]) -> MeasuredSet:
    from hiphinge.reports.ranking import could_be_judged  # noqa: PLC0415  # a report is not always wanted

    judged = [r for r in repetitions if could_be_judged(r, catalogue=load())]
    met = sum(all(finding.level != "fault" for finding in r.findings) for r in judged)
    return MeasuredSet(set=set_, quantity=JUDGED, repetitions=len(judged), median=float(met))
