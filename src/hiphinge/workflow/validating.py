"""The use case of comparing with a reference: a table or markers in, limits of agreement, a page and JSON out."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from hiphinge.analysis import Analysis, Measurement
from hiphinge.errors import InputError, InputFormatError, InputMissingError, NotMeasurableError, UsageError
from hiphinge.exports.agreement import AgreementDocument, agreement_document
from hiphinge.quantities import QUANTITIES
from hiphinge.signals.agreement import MIN_PAIRS, AgreementStudy, QuantityAgreement, compare
from hiphinge.sources.analysis_files import SavedAnalysis, Value, is_analysis_file, read_analysis_file
from hiphinge.sources.formats import Format, read_motion, sniff
from hiphinge.sources.references import ReferenceRow, read_references
from hiphinge.workflow.analyzing import analyze
from hiphinge.workflow.delivery import delivering
from hiphinge.workflow.pairing import CHEST, Pair, Pairing, Unpaired, pairs_of_markers, pairs_of_rows
from hiphinge.workflow.progress import Listener, no_progress

if TYPE_CHECKING:
    from hiphinge.workflow.result import Result

__all__ = ["Known", "Validation", "validate"]

Known = Callable[[Path], tuple[SavedAnalysis, str] | None]
"""What is measured already of a recording, and whose it is; None where nothing is."""

_PAGE, _DOCUMENT = "agreement.html", "agreement.json"
_ORDER = (*QUANTITIES, CHEST)
_MAX_REASONS = 3


@dataclass(frozen=True, kw_only=True)
class Validation:
    """How hiphinge agrees with a reference.

    Attributes
    ----------
    compared
        By quantity, in the order of the registry.
    too_few
        Quantities with too few pairs to compute an agreement, and how many they have.
    unpaired
        References without a counterpart, and why; no number includes them.
    kinds
        What the references were: ``readings``, ``angles``, ``markers``, ``sensors``.
    by
        What measured the reference, in the person's words.
    """

    compared: tuple[QuantityAgreement, ...]
    too_few: Mapping[str, int]
    unpaired: tuple[Unpaired, ...]
    notes: tuple[str, ...]
    kinds: tuple[str, ...]
    by: str
    versions: Mapping[str, str]

    @property
    def of_one_person(self) -> bool:
        """Whether all moments are of one person, so that the limits of agreement say nothing of others."""
        return any(one.agreement.across == "moments" for one in self.compared)

    def document(self) -> AgreementDocument:
        """Return the agreement as the document of `agreement.json`."""
        return agreement_document(self._study())

    def to_json(self) -> str:
        """Return that document as text."""
        return self.document().model_dump_json(indent=2, by_alias=True) + "\n"

    def save(self, folder: Path) -> Path:
        """Write `agreement.html` and `agreement.json` into a folder, both or neither, and return the path of the page.

        Raises
        ------
        OutputError
            If they cannot be written.
        """
        from hiphinge.reports.agreement import agreement_page  # noqa: PLC0415  # slow to load

        page = agreement_page(self._study())
        with delivering(folder, ours=(_PAGE, _DOCUMENT)) as staging:
            (staging / _PAGE).write_text(page, encoding="utf-8", newline="\n")
            (staging / _DOCUMENT).write_text(self.to_json(), encoding="utf-8", newline="\n")
        return folder / _PAGE

    def _study(self) -> AgreementStudy:
        return AgreementStudy(
            compared=self.compared,
            too_few=self.too_few,
            unpaired=tuple((u.where, u.why) for u in self.unpaired),
            notes=self.notes,
            kinds=self.kinds,
            by=self.by,
            versions=self.versions,
        )


def validate(
    reference: Path,
    *,
    recording: Path | None = None,
    by: str = "",
    offset_s: float | None = None,
    threads: int | None = None,
    known: Known = lambda _: None,
    progress: Listener | None = None,
) -> Validation:
    """Compare what hiphinge measures with what something else measured at the same moments.

    Parameters
    ----------
    reference
        A table (CSV), a file of motion capture markers, or a recording of sensors on the back.
    recording
        The video, folder of results or poses for the lines that name no recording.
    by
        What measured the reference, in the person's words.
    offset_s
        For markers and sensors: added to the video's time it gives that of the markers, seconds; None finds it.
    known
        What is measured already; other recordings are analysed.

    Raises
    ------
    UsageError
        If the recording of a line is not given.
    InputError
        If a file is missing or cannot be used.
    NotMeasurableError
        If nothing, or too little, can be paired.
    """
    rows = _rows(reference, offset_s=offset_s)
    listener, paired = progress or no_progress, Pairing()
    versions: dict[str, str] = {}
    recordings = _by_recording(rows, recording, home=reference.parent)
    for (path, members), usual in zip(recordings.items(), _usual_names(list(recordings)), strict=True):
        there = known(path)
        saved, whose = there or (_saved(path, threads=threads, listener=listener), usual)
        versions |= saved.versions
        for person, lines in _by_person(members, usual=whose).items():
            pairs_of_rows(paired, saved, [row for row in lines if row.markers is None], person=person)
            for row in (row for row in lines if row.markers is not None):
                motion = read_motion(_found(str(row.markers), home=reference.parent))
                where = f"line {row.line}" if row.line else reference.name
                pairs_of_markers(paired, saved, motion, person=person, offset_s=row.offset_s, where=where)
    return _validation(paired, kinds=_kinds(rows), by=by, versions=versions)


def _rows(reference: Path, *, offset_s: float | None) -> Sequence[ReferenceRow]:
    kind = _kind(reference)
    if kind is not None and (kind.kind == "sensors" or reference.suffix.lower() not in {".csv", ".txt", ".tsv"}):
        if kind.kind not in {"markers", "sensors"}:
            message = (
                f"{reference} should be a table (CSV), a file of markers or a recording of sensors, but is "
                f"{kind.title}. Give the video with --recording, or name it in the table's column 'recording'."
            )
            raise InputFormatError(message)
        only = ReferenceRow(
            line=0,
            recording=None,
            person=None,
            standing=False,
            time_s=None,
            repetition=None,
            angles={},
            readings={},
            markers=str(reference.resolve()),
            offset_s=offset_s,
        )
        return (only,)
    return read_references(reference)


def _kind(reference: Path) -> Format | None:
    """Return the format of a reference that is a recording; None where it is a table, or nothing that can be read."""
    try:
        return sniff(reference)
    except InputError:
        return None


def _by_recording(
    rows: Sequence[ReferenceRow], recording: Path | None, *, home: Path
) -> dict[Path, list[ReferenceRow]]:
    found: dict[Path, list[ReferenceRow]] = defaultdict(list)
    for row in rows:
        if row.recording is None and recording is None:
            where = f"Line {row.line} of the table" if row.line else "The reference"
            column = "Add a column 'recording', or write" if row.line else "Write"
            message = (
                f"{where} should belong to a recording, but none is given. {column} --recording VIDEO (a video, or the "
                "folder that `analyze` wrote)."
            )
            raise UsageError(message)
        found[_found(row.recording, home=home) if row.recording else recording or Path()].append(row)
    return found


def _found(name: str, *, home: Path) -> Path:
    """Return a path that a table names: relative to the table's folder, else to the current one."""
    for path in (home / name, Path(name)):
        if path.exists():
            return path
    message = (
        f"There is no {name}, neither in {home} nor here. Give the paths of recordings relative to the table's folder."
    )
    raise InputMissingError(message)


def _usual_names(paths: Sequence[Path]) -> list[str]:
    """Return what to call the person of each recording, where the table does not; no two recordings share a name."""
    stems = [path.resolve().stem for path in paths]
    return [
        stem if stems.count(stem) == 1 else f"{stem} ({stems[: place + 1].count(stem)})"
        for place, stem in enumerate(stems)
    ]


def _by_person(rows: Sequence[ReferenceRow], *, usual: str) -> dict[str, list[ReferenceRow]]:
    found: dict[str, list[ReferenceRow]] = defaultdict(list)
    for row in rows:
        found[row.person or usual].append(row)
    return found


def _saved(path: Path, *, threads: int | None, listener: Listener) -> SavedAnalysis:
    if is_analysis_file(path):
        return read_analysis_file(path)
    return _of_result(analyze(path, threads=threads, progress=listener))


def _of_result(result: "Result") -> SavedAnalysis:
    analysis = result.analysis
    series = analysis.series
    if series is None:
        reasons = " ".join(dict.fromkeys(n.reason for n in analysis.not_measurable))
        message = f"{analysis.motion.origin.name} should be measurable, but is not: {reasons or 'nothing was found'}."
        raise NotMeasurableError(message)
    return SavedAnalysis(
        name=analysis.motion.origin.name,
        time_s=series.time_s,
        values=series.values,
        low=series.low,
        high=series.high,
        bottoms=_bottoms(analysis),
        versions=result.provenance.versions,
    )


def _bottoms(analysis: Analysis) -> dict[int, dict[str, Value]]:
    return {
        repetition.index: {
            id_: Value(value=measured.value, low=measured.interval.low, high=measured.interval.high)
            if measured.interval is not None
            else Value(value=measured.value)
            for id_, measured in repetition.measurements.items()
            if isinstance(measured, Measurement)
        }
        for repetition in analysis.repetitions
    }


def _validation(paired: Pairing, *, kinds: tuple[str, ...], by: str, versions: Mapping[str, str]) -> Validation:
    by_id: dict[str, list[Pair]] = defaultdict(list)
    for pair in paired.pairs:
        by_id[pair.id].append(pair)
    enough = [id_ for id_ in _ORDER if len(by_id.get(id_, ())) >= MIN_PAIRS]
    if not enough:
        raise NotMeasurableError(_nothing(paired))
    return Validation(
        compared=tuple(_compared(id_, by_id[id_]) for id_ in enough),
        too_few={id_: len(by_id[id_]) for id_ in _ORDER if 0 < len(by_id.get(id_, ())) < MIN_PAIRS},
        unpaired=tuple(paired.unpaired),
        notes=tuple(paired.notes),
        kinds=kinds,
        by=by,
        versions=versions,
    )


def _compared(id_: str, pairs: Sequence[Pair]) -> QuantityAgreement:
    return compare(
        id_,
        [pair.measured.value for pair in pairs],
        [pair.reference for pair in pairs],
        people=[pair.person for pair in pairs],
        low=[pair.measured.low for pair in pairs],
        high=[pair.measured.high for pair in pairs],
        reference_error=[pair.reference_error for pair in pairs],
    )


def _nothing(paired: Pairing) -> str:
    reasons = list(dict.fromkeys(f"{u.where}: {u.why}" for u in paired.unpaired))
    listed = "; ".join(reasons[:_MAX_REASONS]) + ("; and so on" if len(reasons) > _MAX_REASONS else "")
    why = f" Not paired: {listed}." if listed else " Add more moments, of more people."
    return (
        f"At least {MIN_PAIRS} pairs of one quantity are needed for limits of agreement, but there are "
        f"{len(paired.pairs)}.{why}"
    )


def _kinds(rows: Sequence[ReferenceRow]) -> tuple[str, ...]:
    found = (_kind(Path(row.markers)) for row in rows if row.markers)
    recorded = ["markers" if kind is None else kind.kind for kind in found]
    seen = {
        "readings": any(row.readings for row in rows),
        "angles": any(row.angles for row in rows),
        "markers": any(kind == "markers" for kind in recorded),
        "sensors": any(kind == "sensors" for kind in recorded),
    }
    return tuple(kind for kind, there in seen.items() if there)
