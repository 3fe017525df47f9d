"""From an `Analysis` to `analysis.json`: numbers rounded to what they are worth, sentences from the catalogue."""

import math
from collections.abc import Iterable

from hiphinge.analysis import (
    Analysis,
    ContactLoss,
    Measurement,
    RecordingStretch,
    Repetition,
    SensorCheck,
    Standing,
)
from hiphinge.anthropometry import leg_length_m
from hiphinge.catalogue import Catalogue, load
from hiphinge.documents.analysis import (
    SCHEMA,
    AdviceDocument,
    AnalysisDocument,
    BackChangeDocument,
    BackDocument,
    BarDocument,
    BarWayDocument,
    ContactDocument,
    ExerciseDocument,
    FindingDocument,
    MaximumDocument,
    MeasurementDocument,
    NotMeasurableDocument,
    PatternDocument,
    PersonDocument,
    PhaseDocument,
    ProvenanceDocument,
    ReasonDocument,
    RepetitionDocument,
    SensorCheckDocument,
    SetDocument,
    SourceDocument,
    StandingDocument,
    StretchDocument,
    UnmeasuredDocument,
    ViewDocument,
)
from hiphinge.documents.provenance import ProvenanceRecord
from hiphinge.findings import BackChange, BackComparison, Finding, NotMeasurable
from hiphinge.loads import BarPath
from hiphinge.motion import Person

__all__ = ["analysis_document", "analysis_json"]

_TIME_DIGITS = 4
_DIGITS = {"deg": 2, "s": 3}
_OTHER_DIGITS = 4
_NO_NUMBER = "low_confidence"
_PROBABILITY_DIGITS = 3
_SCALE_DIGITS = 7
_PLACES_OF_A_WAY = 60


def analysis_json(analysis: Analysis, *, provenance: ProvenanceRecord) -> str:
    """Return the text of `analysis.json`."""
    document = analysis_document(analysis, provenance=provenance)
    return document.model_dump_json(indent=2, by_alias=True) + "\n"


def analysis_document(analysis: Analysis, *, provenance: ProvenanceRecord) -> AnalysisDocument:
    """Return an analysis as a document; an unusable recording has its view, its reasons and no repetitions."""
    catalogue = load()
    return AnalysisDocument(
        schema=SCHEMA,
        source=_source(analysis),
        provenance=ProvenanceDocument(
            versions=dict(provenance.versions), model=dict(provenance.model), parameters=dict(provenance.parameters)
        ),
        exercise=_exercise(analysis),
        load_kg=analysis.load_kg,
        bar=_bar(analysis),
        view=_view(analysis, catalogue),
        stretches=tuple(_stretch(stretch, catalogue) for stretch in analysis.stretches),
        person=PersonDocument(
            stature_m=analysis.person.stature_m,
            mass_kg=analysis.person.mass_kg,
            coefficients=analysis.person.coefficients.value,
            lumbar_maximum=_maximum(analysis.person),
            back_aim=analysis.person.back_aim,
            assumed=analysis.assumed,
        ),
        standing=_standing(analysis.standing),
        sets=tuple(
            SetDocument(
                index=part.index, start_s=_time(part.start_s), end_s=_time(part.end_s), repetitions=part.repetitions
            )
            for part in analysis.sets
        ),
        repetitions=tuple(_repetition(repetition, catalogue, analysis.person) for repetition in analysis.repetitions),
        findings=_findings(analysis.findings, catalogue),
        advice=None if analysis.advice is None else AdviceDocument(**vars(analysis.advice)),
        not_measurable=tuple(
            NotMeasurableDocument(id=each.id, reason=each.reason, do=each.do) for each in analysis.not_measurable
        ),
    )


def _sensor_check(check: SensorCheck) -> SensorCheckDocument:
    return SensorCheckDocument(
        id=check.id,
        between=check.between,
        used=check.used,
        video_half_width=_number(check.video_half_width_deg, "deg"),
        sensors_half_width=_certain(check.sensors_half_width_deg, "deg"),
        difference=_number(check.difference_deg, "deg"),
        difference_low=_number(check.difference_low_deg, "deg"),
        difference_high=_number(check.difference_high_deg, "deg"),
        agree=None if check.agree is None else round(check.agree, _PROBABILITY_DIGITS),
        same_places=check.same_places,
    )


def _bar(analysis: Analysis) -> BarDocument | None:
    bar = analysis.bar
    if bar is None:
        return None
    return BarDocument(
        plate_mm=_certain(bar.plate_mm, "mm"),
        plate_given=bar.plate_given,
        metres_per_px=round(bar.metres_per_px, _SCALE_DIGITS),
        body_metres_per_px=None if bar.body_metres_per_px is None else round(bar.body_metres_per_px, _SCALE_DIGITS),
        nearer=_number(bar.nearer),
        carried_by="back" if bar.carried_by == "shoulder" else "hands",
        followed=_certain(bar.followed, ""),
        ways=tuple(_way(analysis, bar, repetition) for repetition in analysis.counted),
    )


def _way(analysis: Analysis, bar: BarPath, repetition: Repetition) -> BarWayDocument:
    time_s = analysis.motion.time_s
    inside = [i for i, t in enumerate(time_s) if repetition.start_s <= t <= repetition.end_s]
    kept = inside[:: max(1, math.ceil(len(inside) / _PLACES_OF_A_WAY))]
    return BarWayDocument(
        repetition=repetition.index,
        time_s=tuple(_time(time_s[i]) for i in kept),
        up_m=tuple(_number(float(bar.up_m[i])) for i in kept),
        ahead_m=tuple(_number(float(bar.ahead_m[i])) for i in kept),
    )


def _exercise(analysis: Analysis) -> ExerciseDocument:
    guess, given = analysis.exercise_guess, analysis.exercise_given
    chances = {analysis.exercise: 1.0} if given else {} if guess is None else guess.probability
    return ExerciseDocument(
        id=analysis.exercise,
        given=given,
        confident=given or (guess is not None and guess.confident),
        probability={id_: round(chance, _PROBABILITY_DIGITS) for id_, chance in chances.items()},
    )


def _time(time_s: float) -> float:
    return round(float(time_s), _TIME_DIGITS)


def _number(value: float | None, unit: str = "") -> float | None:
    """Return a number as exact as its unit deserves; None where it is none."""
    if value is None or not math.isfinite(value):
        return None
    return _certain(value, unit)


def _certain(value: float, unit: str) -> float:
    return round(float(value), _DIGITS.get(unit, _OTHER_DIGITS)) + 0.0


def _source(analysis: Analysis) -> SourceDocument:
    origin = analysis.motion.origin
    return SourceDocument(
        path=origin.name,
        sha256=origin.sha256,
        format=origin.format,
        duration_s=_time(origin.duration_s),
        fps=_time(origin.fps),
        size=origin.size_px,
        frames=len(analysis.motion),
        people=origin.details.get("people"),
        warnings=origin.warnings,
        sensor_checks=tuple(_sensor_check(check) for check in analysis.sensor_checks),
    )


def _view(analysis: Analysis, catalogue: Catalogue) -> ViewDocument:
    view = analysis.view
    return ViewDocument(
        label=view.label,
        facing=view.facing,
        yaw_deg=_number(view.yaw_deg, "deg"),
        yaw_error_deg=_number(view.yaw_error_deg, "deg"),
        usable=view.usable,
        reasons=tuple(
            ReasonDocument(id=id_, reason=catalogue.reasons[id_].reason, do=catalogue.reasons[id_].do)
            for id_ in view.reasons
        ),
    )


def _stretch(stretch: RecordingStretch, catalogue: Catalogue) -> StretchDocument:
    reason = None if stretch.reason is None else catalogue.reasons[stretch.reason]
    return StretchDocument(
        start_s=_time(stretch.start_s),
        end_s=_time(stretch.end_s),
        view=stretch.view,
        repetitions=stretch.repetitions,
        measured=stretch.measured,
        reason=None if reason is None else ReasonDocument(id=reason.id, reason=reason.reason, do=reason.do),
    )


def _standing(standing: Standing) -> StandingDocument:
    angles = {id_: _number(value, "deg") for id_, value in standing.angles.items()}
    return StandingDocument(
        kind=standing.kind,
        duration_s=_time(standing.duration_s),
        time_s=None if standing.time_s is None else _time(standing.time_s),
        angles={id_: value for id_, value in angles.items() if value is not None},
        recording=standing.recording,
    )


def _maximum(person: Person) -> MaximumDocument | None:
    if person.lumbar_maximum_deg is None:
        return None
    interval = person.lumbar_maximum_interval
    return MaximumDocument(
        value=_certain(person.lumbar_maximum_deg, "deg"),
        low=None if interval is None else _number(interval.low, "deg"),
        high=None if interval is None else _number(interval.high, "deg"),
    )


def _repetition(repetition: Repetition, catalogue: Catalogue, person: Person) -> RepetitionDocument:
    return RepetitionDocument(
        index=repetition.index,
        set=repetition.set,
        kind=repetition.kind,
        start_s=_time(repetition.start_s),
        bottom_s=_time(repetition.bottom_s),
        end_s=_time(repetition.end_s),
        starts_at=repetition.starts_at,
        ends_at=repetition.ends_at,
        phases=tuple(
            PhaseDocument(name=phase.name, start_s=_time(phase.start_s), end_s=_time(phase.end_s))
            for phase in repetition.phases
        ),
        pattern=PatternDocument(
            label=repetition.pattern.label,
            probability={label: round(float(share), 3) for label, share in repetition.pattern.probability.items()},
        ),
        back=None if repetition.back is None else _back(repetition.back, catalogue),
        measurements={id_: _measurement(found, catalogue) for id_, found in repetition.measurements.items()},
        findings=_findings(repetition.findings, catalogue),
        note=repetition.note,
        contacts=tuple(_contact(loss, catalogue, person) for loss in repetition.contacts),
    )


def _contact(loss: ContactLoss, catalogue: Catalogue, person: Person) -> ContactDocument:
    text = catalogue.contacts[loss.id]
    cm = None if person.stature_m is None else 100.0 * leg_length_m(person.stature_m) * loss.gap
    return ContactDocument(
        id=loss.id,
        name=text.name,
        contact=loss.contact,
        may_be=loss.may_be,
        start_s=_time(loss.start_s),
        end_s=_time(loss.end_s),
        time_s=_time(loss.time_s),
        gap=_certain(loss.gap, ""),
        gap_cm=None if cm is None else round(cm, 1),
        threshold=_certain(loss.threshold, ""),
        what=text.what,
        why=text.why,
        grade=loss.grade,
    )


def _back(back: BackComparison, catalogue: Catalogue) -> BackDocument:
    reason = None if back.reason is None else catalogue.reasons[back.reason]
    return BackDocument(
        label=back.label,
        probability={name: round(p, _OTHER_DIGITS) for name, p in back.probability.items()},
        range_deg=(back.range_deg.low, back.range_deg.high),
        near=back.near,
        source=", ".join(back.citations),
        grade=back.grade,
        changes=tuple(_back_change(change) for change in back.changes),
        reason=None if reason is None else ReasonDocument(id=reason.id, reason=reason.reason, do=reason.do),
    )


def _back_change(change: BackChange) -> BackChangeDocument:
    return BackChangeDocument(
        part=change.part,  # type: ignore[arg-type] # the parts that are compared
        between=change.between,  # type: ignore[arg-type] # the comparisons of hiphinge.measures
        deg=_certain(change.deg, "deg"),
        low=_certain(change.interval.low, "deg"),
        high=_certain(change.interval.high, "deg"),
        clear=change.is_clear,
        time_s=_time(change.time_s),
    )


def _measurement(found: Measurement | NotMeasurable, catalogue: Catalogue) -> MeasurementDocument | UnmeasuredDocument:
    if isinstance(found, NotMeasurable):
        return UnmeasuredDocument(not_measurable=found.reason, do=found.do, reason=found.id)
    value = _number(found.value, found.unit)
    if value is None:
        reason = catalogue.reasons[_NO_NUMBER]
        return UnmeasuredDocument(not_measurable=reason.reason, do=reason.do, reason=reason.id)
    return MeasurementDocument(
        value=value,
        unit=found.unit,
        low=None if found.interval is None else _number(found.interval.low, found.unit),
        high=None if found.interval is None else _number(found.interval.high, found.unit),
        repeatability=_number(found.repeatability, found.unit),
        time_s=None if found.time_s is None else _time(found.time_s),
    )


def _findings(findings: Iterable[Finding], catalogue: Catalogue) -> tuple[FindingDocument, ...]:
    return tuple(_finding(finding, catalogue) for finding in findings)


def _finding(finding: Finding, catalogue: Catalogue) -> FindingDocument:
    fault = catalogue.faults[finding.id]
    return FindingDocument(
        id=finding.id,
        name=fault.name,
        level=finding.level,
        value=_certain(finding.value, finding.unit),
        unit=finding.unit,
        threshold=_certain(finding.threshold, finding.unit),
        low=None if finding.interval is None else _number(finding.interval.low, finding.unit),
        high=None if finding.interval is None else _number(finding.interval.high, finding.unit),
        repeatability=_number(finding.repeatability, finding.unit),
        time_s=_time(finding.time_s),
        what=fault.what,
        cue=fault.cue,
        drill=catalogue.drills[fault.drill].name,
        drill_id=fault.drill,
        why=fault.why,
        grade=finding.grade,
    )
