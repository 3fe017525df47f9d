"""The whole computation: a recording in, an answer out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

from hiphinge.analysis.contacts import contact_losses
from hiphinge.analysis.measurability import LOST_SHARE, lost_share, refusals, view_reason
from hiphinge.analysis.measuring import LiftContext, features_of, from_standing, measure
from hiphinge.analysis.reasons import not_measurable
from hiphinge.analysis.result import Analysis, Phase, Repetition, SetOfRepetitions, Standing
from hiphinge.analysis.standing_reference import StandingReference
from hiphinge.analysis.tracks import Tracks, measure_frames, series_of
from hiphinge.catalogue import load
from hiphinge.cleaning import clean
from hiphinge.errors import UsageError
from hiphinge.findings import (
    DEFAULT_EXERCISE,
    NotMeasurable,
    Pattern,
    RepetitionSummary,
    RuleInput,
    classify,
    find,
    guess_exercise,
)
from hiphinge.motion import Motion, Person, SideMotion, check_load
from hiphinge.repetitions import Span, group_sets

__all__ = ["analyse"]


def analyse(
    motion: Motion,
    *,
    exercise: str | None = None,
    person: Person | None = None,
    load_kg: float | None = None,
    own: StandingReference | None = None,
) -> Analysis:
    """Return everything that can be said about a recording of hinging, and what cannot.

    Parameters
    ----------
    motion
        What was observed, in a picture or in a laboratory.
    exercise
        Id or alias in the catalogue; None takes the likeliest (swing, lift from the floor, plain hinge) and says
        that it was assumed.
    person, load_kg
        What is known of the person, and the load in kilograms.
    own
        How the person stands in another recording (`own_standing`). It is then the zero of every angle, even if they
        stand in this one.

    Raises
    ------
    UnknownIdError
        If the catalogue has no such exercise.
    UsageError
        If the load is negative or beyond any that was ever lifted, or ``own`` was taken without a silhouette, for a
        recording that has one.

    Notes
    -----
    A recording in which nothing can be measured is an answer too: `Analysis.repetitions` is then empty and
    `Analysis.not_measurable` says why. The advice is left to `hiphinge.coaching`.
    """
    check_load(load_kg)
    _check_own(own, motion)
    told = load().exercise(exercise or DEFAULT_EXERCISE)
    context = LiftContext(exercise=told, person=person or Person(), load_kg=load_kg)
    side = clean(motion)
    trajectory = _AnalysisRun(motion=motion, side=side, context=context, exercise_given=exercise is not None, own=own)
    refused = refusals(motion, side)
    return trajectory.refusal(refused) if refused else trajectory.answer()


def _check_own(own: StandingReference | None, motion: Motion) -> None:
    if own is not None and own.shape is None and motion.contour is not None:
        message = (
            f"How you stand should be taken from a recording with your silhouette, but {own.recording} has none: only "
            f"films, and poses kept from videos, have. {motion.origin.name} has one. Give the film itself."
        )
        raise UsageError(message)


@dataclass(frozen=True, kw_only=True, eq=False)
class _AnalysisRun:
    """One recording on its way from the cleaned side view to the answer."""

    motion: Motion
    side: SideMotion
    context: LiftContext
    exercise_given: bool
    own: StandingReference | None

    def refusal(self, reasons: Sequence[str]) -> Analysis:
        """Return the answer that says only why there is none."""
        view = replace(self.side.view, usable=False, reasons=tuple(reasons))
        empty = self._empty()
        return replace(empty, view=view, not_measurable=tuple(not_measurable(r) for r in reasons))

    def answer(self) -> Analysis:
        """Return the measured answer."""
        tracks = measure_frames(self.side, own=self.own, coefficients=self.context.person.coefficients)
        reason = view_reason(self.motion, self.side)
        trajectory = self if self.exercise_given else self._guessed(tracks, reason)
        return trajectory._measured(tracks, reason)  # noqa: SLF001 - the same class

    def _guessed(self, tracks: Tracks, reason: str | None) -> Self:
        """Return the same course with the likeliest exercise."""
        summaries = [_summary(tracks, s, reason) for s in tracks.spans if s.kind == "repetition"]
        likeliest = load().exercise(guess_exercise(summaries))
        return replace(self, context=replace(self.context, exercise=likeliest))

    def _measured(self, tracks: Tracks, reason: str | None) -> Analysis:
        sets = group_sets(tracks.spans)
        repetitions = tuple(
            self._repetition(tracks, i, place, reason, earlier=_counted(tracks, members[:n]))
            for place, members in enumerate(sets, start=1)
            for n, i in enumerate(members)
        )
        usable = reason is None
        view = self.side.view if usable else replace(self.side.view, usable=False, reasons=(str(reason),))
        return replace(
            self._empty(),
            view=view,
            standing=tracks.standing,
            series=series_of(tracks, usable=usable),
            sets=tuple(_set(n, [repetitions[m] for m in members]) for n, members in enumerate(sets, start=1)),
            repetitions=repetitions,
            not_measurable=self._general(tracks, repetitions, reason),
            dowel=tracks.dowel if usable and tracks.dowel.measurable.any() else None,
        )

    def _empty(self) -> Analysis:
        return Analysis(
            motion=self.motion,
            side=self.side,
            view=self.side.view,
            exercise=self.context.exercise.id,
            exercise_given=self.exercise_given,
            person=self.context.person,
            load_kg=self.context.load_kg,
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
        assumed = [] if self.exercise_given else [f"exercise: {self.context.exercise.name.lower()}"]
        assumed.append(f"segment masses: {self.context.person.coefficients.value} of de Leva 1996")
        return tuple(assumed)

    def _repetition(
        self, tracks: Tracks, index: int, place: int, reason: str | None, *, earlier: Sequence[Span]
    ) -> Repetition:
        span = tracks.spans[index]
        measurements = measure(tracks, span, self.context, view_reason=reason, earlier=earlier)
        from_floor = self.exercise_given and self.context.exercise.start == "floor"
        features = features_of(tracks, span)
        pattern = _unclear() if reason is not None else classify(features, from_floor=from_floor)
        evidence = RuleInput(
            exercise=self.context.exercise.id,
            exercise_given=self.exercise_given,
            pattern=pattern,
            bottom_s=span.bottom_s,
            starts_at_bottom=span.starts_at == "bottom",
            measurements=measurements,
            from_standing={} if reason is not None else from_standing(tracks, span),
        )
        return Repetition(
            index=index + 1,
            set=place,
            kind=span.kind,
            start_s=span.start_s,
            bottom_s=span.bottom_s,
            end_s=span.end_s,
            phases=_phases(span, self._until(tracks, span)),
            starts_at=span.starts_at,
            ends_at=span.ends_at,
            pattern=pattern,
            measurements=measurements,
            findings=find(evidence) if span.kind == "repetition" else (),
            note=span.note,
            contacts=contact_losses(tracks, span) if reason is None and span.kind == "repetition" else (),
        )

    def _until(self, tracks: Tracks, span: Span) -> float:
        """Return when the next movement starts, or the recording ends: the lockout lasts until then."""
        later = [s.start_s for s in tracks.spans if s.start_s >= span.end_s]
        return min(later, default=float(self.motion.time_s[-1]))

    def _general(
        self, tracks: Tracks, repetitions: Sequence[Repetition], reason: str | None
    ) -> tuple[NotMeasurable, ...]:
        """Return the reasons that hold for the whole recording, the one that stops most first."""
        ids = [] if reason is None else [reason]
        if not any(r.kind == "repetition" for r in repetitions):
            ids.append("not_completed" if repetitions else "no_movement")
        if reason is None and lost_share(self.side) > LOST_SHARE:
            ids.append("plate_hides_body" if self.context.exercise.load_place == "hands" else "low_confidence")
        if tracks.standing.kind == "none":
            ids.append("no_standing")
        if any(r.pattern.label == "unclear" for r in repetitions) and reason is None:
            ids.append("pattern_unclear")
        if reason is None:
            ids += _why_no_back(tracks, repetitions)
        return tuple(not_measurable(i) for i in dict.fromkeys(ids))


def _counted(tracks: Tracks, members: Sequence[int]) -> list[Span]:
    """Return the repetitions among spans of those indices; attempts are none."""
    return [tracks.spans[m] for m in members if tracks.spans[m].kind == "repetition"]


def _why_no_back(tracks: Tracks, repetitions: Sequence[Repetition]) -> list[str]:
    """Return why the back is not told, of the whole recording or of at least one repetition."""
    if tracks.back.reason is not None:
        return [tracks.back.reason]
    lumbar = [r.measurements.get("lumbar_flexion_deg") for r in repetitions]
    return sorted({m.id for m in lumbar if isinstance(m, NotMeasurable)})


def _summary(tracks: Tracks, span: Span, reason: str | None) -> RepetitionSummary:
    features = features_of(tracks, span)
    return RepetitionSummary(
        pattern="unclear" if reason is not None else classify(features).label,
        descent_s=None if span.starts_at == "bottom" else span.bottom_start_s - span.start_s,
        ascent_s=None if span.ends_at == "bottom" else span.end_s - span.bottom_end_s,
        knee_deg=features.knee_deg if reason is None else None,
        starts_at_bottom=span.starts_at == "bottom",
    )


def _unclear() -> Pattern:
    third = 1.0 / 3.0
    return Pattern(label="unclear", probability={"hinge": third, "squat": third, "stoop": third})


def _phases(span: Span, until_s: float) -> tuple[Phase, ...]:
    marks = (
        ("descent", span.start_s, span.bottom_start_s),
        ("bottom", span.bottom_start_s, span.bottom_end_s),
        ("ascent", span.bottom_end_s, span.end_s),
        ("lockout", span.end_s, until_s if span.kind == "repetition" else span.end_s),
    )
    return tuple(Phase(name=name, start_s=a, end_s=b) for name, a, b in marks if b > a)  # type: ignore[arg-type] # the literals of marks


def _set(index: int, repetitions: Sequence[Repetition]) -> SetOfRepetitions:
    return SetOfRepetitions(
        index=index,
        start_s=repetitions[0].start_s,
        end_s=repetitions[-1].end_s,
        repetitions=tuple(r.index for r in repetitions),
    )
