"""The use case: a protocol in; the batch, the tables, the agreement and the methods paragraph out."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from hiphinge.batch import Account, BatchSettings, Executor, Plan, SoFar, plan_batch, run_batch
from hiphinge.errors import NotMeasurableError
from hiphinge.exports.data_set import CLIP, read_clips, read_rows
from hiphinge.filesystem import check_writable
from hiphinge.measures import lift_quantities
from hiphinge.sources.analysis_files import SavedAnalysis, Value
from hiphinge.studies.methods import methods_text
from hiphinge.studies.protocol import Protocol, read_protocol
from hiphinge.studies.tables import (
    Cell,
    Difference,
    OfCondition,
    OfPerson,
    differences,
    of_conditions,
    of_people,
    shown,
)
from hiphinge.workflow.delivery import delivering
from hiphinge.workflow.validating import Validation, validate

__all__ = ["DATA", "StudyReport", "plan_study", "run_study"]

DATA = "data"
"""The folder of the data set in that of a study."""
_CLIP_COLUMNS = (
    "source", "person", "condition", "session", "state", "reason", "exercise", "repetitions", "attempts", "view",
    "versions", "model", "parameters",
)  # fmt: skip
_LISTED = _CLIP_COLUMNS[:10]
_OURS = ("clips.csv", "people.csv", "conditions.csv", "differences.csv", "findings.csv", "methods.md", "protocol.toml")
_ABOUT = ("clip", "person", "condition", "kind", "set", "repetition")


@dataclass(frozen=True, kw_only=True)
class StudyReport:
    """What a study came to.

    Attributes
    ----------
    account
        What became of the batch now.
    agreements
        The comparison with each reference, in the order of the protocol; the reason where nothing could be compared.
    """

    account: Account
    people: tuple[OfPerson, ...]
    conditions: tuple[OfCondition, ...]
    differences: tuple[Difference, ...]
    agreements: tuple[Validation | str, ...]


def plan_study(path: Path, *, out: Path, settings: BatchSettings | None = None) -> tuple[Protocol, Plan]:
    """Check a protocol, and return it with what its batch would do; nothing is written.

    Raises
    ------
    HiphingeError
        As `run_study`.
    """
    protocol = read_protocol(path)
    plan, _ = plan_batch([], out=out / DATA, listed=protocol.clips, settings=_settings(protocol, settings))
    return protocol, plan


def run_study(
    path: Path,
    *,
    out: Path,
    settings: BatchSettings | None = None,
    executor: Executor | None = None,
    progress: Callable[[SoFar], None] = lambda _: None,
) -> StudyReport:
    """Carry out a protocol, and write its results into a folder; what is measured already is not measured again.

    Parameters
    ----------
    out
        The folder: the data set is in `data`, beside it are tables, ``methods.md``, and a folder for each reference.
    settings
        As of a batch; exercise and frames are those of the protocol.

    Raises
    ------
    InputError, UsageError
        If the protocol is wrong, or a clip or table is missing.
    OutputError, MissingComponentError
        As `hiphinge.batch.run_batch`.
    NotMeasurableError
        If no repetition of any clip was measured.
    """
    protocol = read_protocol(path)
    check_writable(out)
    account = run_batch(
        [],
        out=out / DATA,
        listed=protocol.clips,
        settings=_settings(protocol, settings),
        executor=executor,
        progress=progress,
    )
    clips = _clips(out / DATA, protocol)
    rows = read_rows(out / DATA, "repetitions", clips[CLIP], (*_ABOUT, *_with_ends(lift_quantities())))
    people = of_people(rows, protocol.quantities or tuple(lift_quantities()))
    agreements = tuple(_agreement(table, by, out / DATA, clips) for table, by in protocol.references)
    report = StudyReport(
        account=account,
        people=people,
        conditions=of_conditions(people),
        differences=differences(people, ((one.first, one.second) for one in protocol.document.compare)),
        agreements=agreements,
    )
    _write(out, protocol, report, clips=clips, rows=rows)
    if not people:
        message = f"No repetition of the {len(clips[CLIP])} clips was measured; {out / 'clips.csv'} has the reasons."
        raise NotMeasurableError(message)
    return report


def _settings(protocol: Protocol, settings: BatchSettings | None) -> BatchSettings:
    return replace(settings or BatchSettings(), parameters=protocol.parameters)


def _with_ends(ids: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(f"{id_}{end}" for id_ in ids for end in ("", "_low", "_high"))


def _clips(folder: Path, protocol: Protocol) -> dict[str, list[Any]]:
    """Return the columns of the protocol's clips; the data set may have older ones."""
    sources = {clip.source for clip in protocol.clips}
    found = [row for row in read_clips(folder, (CLIP, *_CLIP_COLUMNS)).values() if row["source"] in sources]
    found.sort(key=lambda row: str(row["source"]))
    return {name: [row.get(name) for row in found] for name in (CLIP, *_CLIP_COLUMNS)}


def _agreement(table: Path, by: str, folder: Path, clips: Mapping[str, Sequence[Any]]) -> Validation | str:
    """Compare with a reference what the data set has; the reason where nothing can be compared."""
    places = {Path(source).resolve(): number for number, source in enumerate(clips["source"])}

    def known(path: Path) -> tuple[SavedAnalysis, str] | None:
        number = places.get(path.resolve())
        if number is None or clips["state"][number] != "done":
            return None
        return _saved(folder, clips, number), str(clips["person"][number])

    try:
        return validate(table, by=by, known=known)
    except NotMeasurableError as error:
        return str(error)


def _saved(folder: Path, clips: Mapping[str, Sequence[Any]], number: int) -> SavedAnalysis:
    """Return the analysis of a clip as the data set has it."""
    known, clip = lift_quantities(), clips[CLIP][number]
    framed = {id_: one for id_, one in known.items() if one.scope == "frame"}
    series = read_rows(folder, "series", [clip], ("time_s", *_with_ends(framed)))
    rows = read_rows(folder, "repetitions", [clip], ("repetition", *_with_ends(known)))
    arrays = {name: np.array([np.nan if v is None else v for v in column]) for name, column in series.items()}
    return SavedAnalysis(
        name=Path(clips["source"][number]).name,
        time_s=arrays["time_s"],
        values={id_: arrays[id_] for id_ in framed},
        low={id_: arrays[f"{id_}_low"] for id_ in framed},
        high={id_: arrays[f"{id_}_high"] for id_ in framed},
        bottoms={
            index: {id_: _value(rows, id_, place) for id_ in known if rows[id_][place] is not None}
            for place, index in enumerate(rows["repetition"])
        },
        versions=json.loads(clips["versions"][number] or "{}"),
    )


def _value(rows: Mapping[str, Sequence[Any]], id_: str, place: int) -> Value:
    low, high = rows[f"{id_}_low"][place], rows[f"{id_}_high"][place]
    value = rows[id_][place]
    return Value(value=value) if low is None or high is None else Value(value=value, low=low, high=high)


def _write(
    out: Path,
    protocol: Protocol,
    report: StudyReport,
    *,
    clips: Mapping[str, Sequence[Any]],
    rows: Mapping[str, Sequence[Any]],
) -> None:
    """Write the tables and the text, all or none; then the pages of agreement."""
    summarised = tuple(dict.fromkeys(one.quantity for one in report.people))
    with delivering(out, ours=_OURS) as staging:
        for name, columns, lines in shown(report.people, report.conditions, report.differences):
            _csv(staging / name, columns, lines)
        _csv(staging / "clips.csv", _LISTED, list(zip(*(clips[name] for name in _LISTED), strict=True)))
        _csv(staging / "findings.csv", *_findings(out / DATA, clips[CLIP], rows))
        (staging / "protocol.toml").write_bytes(protocol.text)
        text = methods_text(protocol, clips, summarised)
        (staging / "methods.md").write_text(text, encoding="utf-8", newline="\n")
    _remove_agreements(out)
    for number, found in enumerate(report.agreements, start=1):
        if isinstance(found, Validation):
            found.save(out / f"agreement_{number}")


def _remove_agreements(out: Path) -> None:
    """Remove the pages of an earlier run, which may have had other references; other files stay."""
    for document in out.glob("agreement_*/agreement.json"):
        document.unlink()
        document.with_suffix(".html").unlink(missing_ok=True)


def _csv(path: Path, columns: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding="utf-8", newline="\n")


def _findings(
    folder: Path, clips: Sequence[str], rows: Mapping[str, Sequence[Any]]
) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """Return in how many repetitions of each condition each finding was, and of how many people."""
    counted = {
        (clip, repetition): (condition, person)
        for clip, repetition, kind, condition, person in zip(
            rows["clip"], rows["repetition"], rows["kind"], rows["condition"], rows["person"], strict=True
        )
        if kind == "repetition"
    }
    totals = [condition for condition, _ in counted.values()]
    found = read_rows(folder, "findings", clips, ("clip", "repetition", "finding"))
    seen: dict[tuple[str, str], set[tuple[str, int]]] = {}
    for clip, repetition, finding in zip(*found.values(), strict=True):
        if (clip, repetition) in counted:
            seen.setdefault((counted[clip, repetition][0], finding), set()).add((clip, repetition))
    return ("condition", "finding", "people", "repetitions", "of"), [
        (condition, finding, len({counted[one][1] for one in places}), len(places), totals.count(condition))
        for (condition, finding), places in sorted(seen.items())
    ]
