"""Files the result of an analysis in a person's training log, and joins it to the set that was logged at that time."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hiphinge.documents import SCHEMA
from hiphinge.documents.training_log import PersonRecord
from hiphinge.exports import write_pose
from hiphinge.sources.video import recorded_at
from hiphinge.store import Claimed, ClipMovedError, FiledAnalysis, NewAnalysis, Store
from hiphinge.workflow.joining import Joining, join
from hiphinge.workflow.set_numbers import measured_sets

if TYPE_CHECKING:
    from hiphinge.workflow.correction_steps import CorrectedAnalysis
    from hiphinge.workflow.result import Result

__all__ = ["Filed", "agreed", "file_clip", "file_result"]


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
    corrected
        The analysis with what was corrected of an earlier one of this recording; None where nothing was.
    """

    analysis: FiledAnalysis
    new: bool
    earlier: int
    keeps_video: bool
    joining: Joining
    corrected: "CorrectedAnalysis | None" = None


def file_result(
    store: Store,
    person: PersonRecord,
    result: "Result",
    *,
    join_to: str | None = None,
    recorded_at: datetime | None = None,
    keep_video: bool | None = None,
) -> Filed:
    """Keep a result in the log of a person, once, and join it to the set logged at that time, both or neither.

    A video that is kept waits to be made playable by the app's workers. An
    analysis of a recording that is there already stands beside the earlier ones; the very same result is not kept
    twice.

    Parameters
    ----------
    join_to
        End of the id of the logged set that the recording shows; None finds it by its time.
    recorded_at
        When it was recorded, where no video says so.
    keep_video
        Whether its video is kept; None keeps it where the person agreed to that once for all.

    Raises
    ------
    UsageError
        If there is no such set.
    OutputError
        If something cannot be written; nothing is filed then.
    """
    document = result.to_json(indent=None).encode()
    sha256 = result.analysis.motion.origin.sha256 or hashlib.sha256(document).hexdigest()
    before = store.recordings.of_recording(person, sha256)
    same = next((one for one in before if store.recordings.document(one.id) == document), None)
    wanted = agreed(store, person, "keep_videos") if keep_video is None else keep_video
    keeps_video = result.video is not None and wanted
    moment = before[0].recorded_at if before else recorded_at or _filmed_at(result)
    joining = join(store, person, result.analysis, before=before, moment=moment, join_to=join_to)
    shows = {one.id: set_ for one, set_ in joining.joined}
    if same is None:
        filed = _filed(
            store,
            person,
            result,
            document=document,
            sha256=sha256,
            keep_video=keeps_video,
            shows=shows,
            recorded_at=recorded_at,
        )
    else:
        filed = same
        store.recordings.show(person, same.id, shows)
    if keeps_video and result.video is not None and store.recordings.video_of(person, sha256) is None:
        store.recordings.keep_video(person, sha256, result.video)  # filed before they agreed
    if keeps_video:
        store.clips.add_unprepared()
    others = len(before) - (0 if same is None else 1)
    return Filed(
        analysis=filed,
        new=same is None,
        earlier=others,
        keeps_video=keeps_video,
        joining=joining,
        corrected=_with_earlier_corrections(store, filed, [one for one in before if one.id != filed.id]),
    )


def _with_earlier_corrections(
    store: Store, filed: FiledAnalysis, before: Sequence[FiledAnalysis]
) -> "CorrectedAnalysis | None":
    """Keep what was corrected of an earlier analysis, now too where the process was killed before it could."""
    if not before or any(one.analysed_at > filed.analysed_at for one in before):
        return None
    from hiphinge.workflow.correcting import carry_over  # noqa: PLC0415  # it reads what is filed here

    return carry_over(store, filed.id, earlier=[one.id for one in before])


def _filmed_at(result: "Result") -> datetime | None:
    return None if result.video is None else recorded_at(result.video)


def agreed(store: Store, person: PersonRecord, to: str) -> bool:
    """Tell whether a person agreed to something and has not taken it back."""
    return any(one.to == to and one.withdrawn_at is None for one in store.people.consents(person))


def file_clip(
    store: Store,
    claimed: Claimed,
    result: "Result",
    *,
    anew: "Callable[[PersonRecord | None], Result] | None" = None,
) -> FiledAnalysis:
    """Keep the result of a clip as its one analysis, of its person or of nobody yet, and join it to the logged set.

    Whose it is counts as it is said when it is filed, not when the worker took the clip.

    Parameters
    ----------
    anew
        Measures the clip as that of another person, or of nobody; None files what was measured.

    Raises
    ------
    ClaimLostError
        If the clip is another worker's now, or nobody's: nothing is filed then.
    UsageError, OutputError
        As `file_result`.
    """
    while True:
        try:
            return _file_clip(store, claimed, result)
        except ClipMovedError:
            claimed = store.clips.again(claimed)
            result = result if anew is None else anew(claimed.person)


def _file_clip(store: Store, claimed: Claimed, result: "Result") -> FiledAnalysis:
    person, shows = claimed.person, {}
    before = store.recordings.of_recording(person, claimed.sha256)
    if person is not None:
        moment = before[0].recorded_at if before else _filmed_at(result)
        joining = join(store, person, result.analysis, before=before, moment=moment)
        shows = {one.id: set_ for one, set_ in joining.joined}
    filed = _filed(
        store,
        person,
        result,
        document=result.to_json(indent=None).encode(),
        sha256=claimed.sha256,
        keep_video=False,
        shows=shows,
        with_it=lambda connection, id_: store.clips.name_analysis(connection, claimed, id_),
    )
    if person is not None:
        _with_earlier_corrections(store, filed, [one for one in before if one.id != filed.id])
    return filed


def _filed(  # noqa: PLR0913  # what is filed, and how, by name
    store: Store,
    person: PersonRecord | None,
    result: "Result",
    *,
    document: bytes,
    sha256: str,
    keep_video: bool,
    shows: Mapping[str, int],
    recorded_at: datetime | None = None,
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
        recorded_at=recorded_at or _filmed_at(result),
        zone=None if person is None else person.zone,
        duration_s=analysis.motion.origin.duration_s,
        video=result.video if keep_video else None,
        shows=shows,
    )
    asked = result.provenance.parameters
    is_part = any(asked.get(name) is not None for name in ("start_s", "end_s"))
    if is_part and person is not None and store.recordings.poses_of(person, sha256) is not None:
        return store.recordings.file(person, new, with_it=with_it)
    with TemporaryDirectory(prefix="hiphinge-") as folder:
        poses = Path(folder) / "pose.parquet"
        write_pose(poses, analysis.motion)
        return store.recordings.file(person, replace(new, poses=poses), with_it=with_it)
