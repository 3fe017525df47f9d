"""The whole computation: a recording in, an analysis out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from hiphinge.analysis.corrections import (
    Correction,
    CorrectionOutcome,
    boundaries_of,
    dismissed,
    given_pattern,
    outcomes,
    refused_outcomes,
)
from hiphinge.analysis.exercise_signs import exercise_signs_of
from hiphinge.analysis.features import features_of
from hiphinge.analysis.from_sensors import calibration_facts, measure_sensors
from hiphinge.analysis.front_tracks import front_of, measure_front
from hiphinge.analysis.measurability import refusals, view_reason
from hiphinge.analysis.phases import phases_of, set_of
from hiphinge.analysis.plausible_times import TOO_SHORT, time_reason
from hiphinge.analysis.reasons import general_reasons
from hiphinge.analysis.result import Analysis, Repetition, Standing
from hiphinge.analysis.standing_reference import StandingReference
from hiphinge.analysis.stretches import choose_stretch
from hiphinge.analysis.tracks import FrameMeasurements, measure_frames, series_of, with_bar
from hiphinge.analysis.worn_sensors import with_worn_sensors
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.errors import UsageError
from hiphinge.findings import (
    DEFAULT_EXERCISE,
    BackComparison,
    ExerciseGuess,
    Pattern,
    RuleInput,
    classify,
    compare_back,
    findings_of,
    findings_of_recording,
    guess_exercise,
    judge,
)
from hiphinge.measures import (
    LiftContext,
    Measure,
    Measurement,
    NotMeasurable,
    RepetitionInput,
    SetComparison,
    compare_set,
    contact_losses,
    judged_from_reference,
    measure_repetition,
    measures_in_use,
    not_measurable,
    quantities_of,
    with_per_frame_quantities,
)
from hiphinge.motion import FrontMotion, Motion, Person, SideMotion, View, check_load, check_plate_mm
from hiphinge.repetitions import Span, group_sets

__all__ = ["AnalysisRun", "analyse"]


def analyse(
    motion: Motion,
    *,
    exercise: str | None = None,
    person: Person | None = None,
    load_kg: float | None = None,
    plate_mm: float | None = None,
    reference: StandingReference | None = None,
    measures: Mapping[str, Measure] | None = None,
    corrections: Sequence[Correction] = (),
) -> Analysis:
    """Return everything that is measured and found in a recording, and why the rest is not measurable.

    Parameters
    ----------
    motion
        What was recorded, by a camera or by motion capture.
    plate_mm
        Diameter of the largest plate on the bar, millimetres, which gives the scale of the bar's path; None assumes
        450 mm where that fits the person.
    exercise, person, load_kg
        Id or alias in the catalogue; None takes the likeliest by movement and hands, and says how likely it is.
        What is given about the person, and the load in kilograms.
    reference
        How the person stands in another recording (`standing_reference_of`), from which every angle then counts.
    measures
        By quantity id; None for those in use, plug-ins included.
    corrections
        What a person corrected, in order: everything that follows from it is computed from it. `Analysis.corrections`
        says which could not be applied. Exercise and load count as given here: the latest of each.

    Raises
    ------
    UnknownIdError
        If the catalogue has no such exercise.
    UsageError
        If the load is negative or beyond any that was ever lifted, no plate has this diameter, or ``reference`` was
        taken without a silhouette for a recording that has one.

    Notes
    -----
    Where nothing is measurable `Analysis.repetitions` is empty and `Analysis.not_measurable` says why. Of a recording
    with cuts, or from several sides, one stretch is measured (`Analysis.stretches`), nothing across a cut.
    """
    exercise, load_kg = _as_corrected(corrections, exercise, load_kg)
    check_load(load_kg)
    check_plate_mm(plate_mm)
    _check_reference(reference, motion)
    lifted = load().exercise(exercise or DEFAULT_EXERCISE)
    run = AnalysisRun(
        motion=motion,
        side=None,
        context=LiftContext(exercise=lifted, person=person or Person(), load_kg=load_kg, plate_mm=plate_mm),
        exercise_given=exercise is not None,
        reference=reference,
        measures=measures_in_use() if measures is None else measures,
        corrections=tuple(corrections),
    )
    if motion.sensors is not None:
        return run.measured()
    measured, stretches = choose_stretch(motion, from_floor=exercise is not None and lifted.start == "floor")
    side = clean(measured)
    refused = refusals(measured, side)
    run = replace(run, motion=measured, side=side, front=front_of(measured, side, refused))
    analysis = run.refusal(refused) if refused and run.front is None else run.measured()
    return replace(analysis, stretches=stretches, recording=motion) if stretches else analysis


def _as_corrected(
    corrections: Sequence[Correction], exercise: str | None, load_kg: float | None
) -> tuple[str | None, float | None]:
    """Return exercise and load as the person corrected them last."""
    for one in corrections:
        if one.kind == "exercise":
            exercise = one.name
        elif one.kind == "load":
            load_kg = one.load_kg
    return exercise, load_kg


def _check_reference(reference: StandingReference | None, motion: Motion) -> None:
    if reference is not None and motion.sensors is None and reference.shape is None and motion.contour is not None:
        message = (
            f"How you stand should be taken from a recording with your silhouette, but {reference.recording} has none: "
            f"only videos, and poses saved from videos, have one. {motion.origin.name} has one. Give the video itself."
        )
        raise UsageError(message)


@dataclass(frozen=True, kw_only=True, eq=False)
class AnalysisRun:
    """One recording on its way from the cleaned view to the analysis.

    ``side`` is None where sensors on the body recorded the movement.
    ``front`` is the person as seen from the front or from behind, who is not measured in the side view then.
    """

    motion: Motion
    side: SideMotion | None
    context: LiftContext
    exercise_given: bool
    reference: StandingReference | None
    measures: Mapping[str, Measure]
    guess: ExerciseGuess | None = None
    corrections: tuple[Correction, ...] = ()
    front: FrontMotion | None = None

    @property
    def view(self) -> View:
        """From where the person was filmed; unknown, but usable, where no camera was there."""
        if self.side is not None:
            return self.side.view
        return View(label="unknown", facing="unknown", yaw_deg=None, yaw_error_deg=None, usable=True)

    def refusal(self, reasons: Sequence[str]) -> Analysis:
        """Return the analysis that says only why nothing is measurable."""
        view = replace(self.view, usable=False, reasons=tuple(reasons))
        empty = self._empty()
        return replace(
            empty,
            view=view,
            not_measurable=tuple(not_measurable(r) for r in reasons),
            corrections=refused_outcomes(self.corrections),
        )

    def measured(self) -> Analysis:
        """Return the analysis of a recording that is not refused."""
        from_floor = self.exercise_given and self.context.exercise.start == "floor"
        boundaries, coefficients = boundaries_of(self.corrections), self.context.person.coefficients
        if self.side is None:
            return self._of_sensors(from_floor=from_floor)
        if self.front is not None:
            seen = measure_front(
                self.front, self.side, coefficients=coefficients, from_floor=from_floor, corrections=boundaries
            )
            return self._measured(seen, None)
        tracks = measure_frames(
            self.side,
            reference=self.reference,
            coefficients=coefficients,
            from_floor=from_floor,
            corrections=boundaries,
        )
        tracks, checks = with_worn_sensors(tracks, self.motion)
        tracks = self.with_bar(tracks, frame_px=self.motion.origin.size_px)
        tracks = replace(tracks, series=with_per_frame_quantities(tracks.series, self.measures))
        reason = view_reason(self.motion, self.side)
        run = self if self.exercise_given else self.guessed(tracks)
        return replace(run._measured(tracks, reason), sensor_checks=checks)  # noqa: SLF001 - the same class

    def _of_sensors(self, *, from_floor: bool) -> Analysis:
        recording = self.motion.sensors
        assert recording is not None  # noqa: S101  # without a side view there are sensors
        given = boundaries_of(self.corrections)
        tracks, known = measure_sensors(recording, self.motion.time_s, from_floor=from_floor, corrections=given)
        tracks = replace(tracks, series=with_per_frame_quantities(tracks.series, self.measures))
        details = {**self.motion.origin.details, **calibration_facts(recording, known)}
        motion = replace(self.motion, origin=replace(self.motion.origin, details=details))
        return replace(self, motion=motion)._measured(tracks, None)  # noqa: SLF001 - the same class

    def with_bar(self, tracks: FrameMeasurements, *, frame_px: tuple[int, int] | None) -> FrameMeasurements:
        """Return the measurements with the bar's path in frames of that size, or the reason why there is none."""
        context = self.context
        return with_bar(tracks, plate_mm=context.plate_mm, stature_m=context.person.stature_m, frame_px=frame_px)

    def guessed(self, tracks: FrameMeasurements) -> Self:
        """Return the same run with the likeliest exercise."""
        spans = [span for span in tracks.series.spans if span.kind == "repetition"]
        if self.side is None:
            return self
        guess = guess_exercise(exercise_signs_of(self.side, tracks.series, spans))
        likeliest = load().exercise(guess.id)
        return replace(self, guess=guess, context=replace(self.context, exercise=likeliest))

    def _measured(self, tracks: FrameMeasurements, reason: str | None) -> Analysis:
        spans = tracks.series.spans
        sets = group_sets(spans)
        repetitions: list[Repetition] = []
        for number, members in enumerate(sets, start=1):
            comparison = compare_set(tracks.series, [spans[member] for member in members])
            repetitions += [
                self.repetition(tracks, comparison, index_in_set, reason, index=member + 1, number=number)
                for index_in_set, member in enumerate(members)
            ]
        usable = reason is None
        view = replace(self.view, usable=usable, reasons=() if reason is None else (reason,))
        return replace(
            self._empty(),
            view=view,
            standing=tracks.standing,
            series=series_of(tracks, quantities_of(self.measures), usable=usable),
            sets=tuple(set_of(n, [repetitions[m] for m in members]) for n, members in enumerate(sets, start=1)),
            repetitions=tuple(repetitions),
            findings=findings_of_recording([r.findings for r in repetitions if r.kind == "repetition"]),
            not_measurable=general_reasons(tracks, repetitions, reason, exercise=self.context.exercise),
            dowel=tracks.dowel if usable and tracks.dowel.measurable.any() else None,
            corrections=self._outcomes(tracks, repetitions),
            bar=tracks.bar if usable else None,
        )

    def _outcomes(self, tracks: FrameMeasurements, repetitions: Sequence[Repetition]) -> tuple[CorrectionOutcome, ...]:
        return outcomes(
            self.corrections,
            boundaries=tracks.unfit,
            spans=tracks.series.spans,
            findings=[repetition.findings for repetition in repetitions],
            dismissed_ids=[repetition.dismissed for repetition in repetitions],
        )

    def _empty(self) -> Analysis:
        return Analysis(
            motion=self.motion,
            side=self.side,
            view=self.view,
            exercise=self.context.exercise.id,
            exercise_given=self.exercise_given,
            exercise_guess=self.guess,
            person=self.context.person,
            load_kg=self.context.load_kg,
            plate_mm=self.context.plate_mm,
            assumed=self._assumed(),
            standing=Standing(kind="none"),
            series=None,
            sets=(),
            repetitions=(),
            findings=(),
            advice=None,
            not_measurable=(),
        )

    def _assumed(self) -> tuple[str, ...]:
        assumed = [] if self.exercise_given else [f"exercise: {self.context.exercise.name}"]
        assumed.append(f"segment masses: {self.context.person.coefficients.value} of de Leva 1996")
        return tuple(assumed)

    def repetition(
        self,
        tracks: FrameMeasurements,
        comparison: SetComparison,
        index_in_set: int,
        reason: str | None,
        *,
        index: int,
        number: int,
    ) -> Repetition:
        """Return one movement of a set; ``reason`` says why angles are not measurable, ``number`` is the set's."""
        series, span = tracks.series, comparison.spans[index_in_set]
        reason = reason or (TOO_SHORT if time_reason(span) == TOO_SHORT else None)  # smoothing flattens so short a bend
        repetition = RepetitionInput(
            series=series,
            comparison=comparison,
            index_in_set=index_in_set,
            context=self.context,
            exercise_given=self.exercise_given,
        )
        measurements = measure_repetition(repetition, view_reason=reason, measures=self.measures)
        pattern = given_pattern(self.corrections, span) or self._pattern(tracks, span, reason)
        rule_input = self._rule_input(repetition, measurements, pattern, reason)
        judged = judge(rule_input) if span.kind == "repetition" and reason is None else ()
        judgements, gone = dismissed(judged, self.corrections, span)
        return Repetition(
            index=index,
            set=number,
            kind=span.kind,
            start_s=span.start_s,
            bottom_s=span.bottom_s,
            end_s=span.end_s,
            phases=phases_of(span, series.next_start_s(span)),
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            pattern=pattern,
            measurements=measurements,
            findings=findings_of(judgements),
            note=span.note,
            contacts=contact_losses(series, tracks.dowel, span) if judged else (),
            judgements=judgements,
            dismissed=gone,
            back=self._back(repetition, measurements, reason),
        )

    def _rule_input(
        self,
        repetition: RepetitionInput,
        measurements: Mapping[str, Measurement | NotMeasurable],
        pattern: Pattern,
        reason: str | None,
    ) -> RuleInput:
        series, span, earlier = repetition.series, repetition.span, repetition.comparison.spans
        return RuleInput(
            exercise=self.context.exercise.id,
            exercise_given=self.exercise_given,
            exercise_certain=self.guess is not None and self.guess.confident,
            also_likely=() if self.guess is None else self.guess.also_likely,
            pattern=pattern,
            bottom_s=span.bottom_s,
            starts_at_bottom=span.starts_at == "bottom",
            measurements=measurements,
            from_standing={} if reason is not None or self.front is not None else judged_from_reference(series, span),
            by_whole_interval=series.yaw_deg is not None,
            earlier=sum(one.kind == "repetition" for one in earlier[: repetition.index_in_set]),
        )

    def _back(
        self,
        repetition: RepetitionInput,
        measurements: Mapping[str, Measurement | NotMeasurable],
        reason: str | None,
    ) -> BackComparison:
        """Return what is said of the back; in a view that shows no angles there are no changes either."""
        comparison, place = repetition.comparison, repetition.index_in_set
        lumbar = measurements.get("lumbar_flexion_deg", not_measurable("back_not_seen"))
        changed = {} if reason else {part: found[place] for part, found in comparison.gains.items()}
        return compare_back(
            lumbar,
            exercise=self.context.exercise.id,
            gains=changed,
        )

    def _pattern(self, tracks: FrameMeasurements, span: Span, reason: str | None) -> Pattern:
        if reason is not None or self.front is not None or self.side is None:
            return _unclear()
        return classify(features_of(tracks.series, span), from_floor=self._chance_from_floor())

    def _chance_from_floor(self) -> float:
        """Return the probability that the exercise starts with the weight on the floor."""
        if self.guess is None:
            return float(self.exercise_given and self.context.exercise.start == "floor")
        exercises = load().exercises
        floor = (chance for id_, chance in self.guess.probability.items() if exercises[id_].start == "floor")
        return min(sum(floor), 1.0)


def _unclear() -> Pattern:
    return Pattern(label="unclear", probability=dict.fromkeys(("hinge", "squat", "stoop"), 1.0 / 3.0))
