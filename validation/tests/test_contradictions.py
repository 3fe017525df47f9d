"""A walk over combinations of judgements: no answer contradicts itself, and planted contradictions are found."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from validation.answers.contradictions import contradictions

from hiphinge.analysis import Advice, Analysis, Measurement, Repetition, analyse
from hiphinge.catalogue import Fault, load
from hiphinge.coaching import advise
from hiphinge.findings import RULES, NotMeasurable, Pattern, PatternLabel, RuleInput, compare_back, findings_of, judge
from hiphinge.measures import Gain
from hiphinge.motion import Interval
from hiphinge.reports import Report, build_report, paragraph
from hiphinge.testing import Lift, Plan, record_video

ANSWERS = 1500
EXERCISES = (
    "hip_hinge",
    "romanian_deadlift",
    "conventional_deadlift",
    "good_morning",
    "kettlebell_swing",
    "back_squat",
)
FAULTS = [load().faults[id_] for id_ in RULES if load().faults[id_].quantity is not None]
PATTERNS: tuple[PatternLabel, ...] = ("hinge", "squat", "stoop")
OFFSETS = (-40.0, -10.0, -2.0, 0.5, 2.0, 20.0)
"""How far a value is beyond its threshold, in steps of its unit: clear, near the line, found."""
REASONS = ("mass_unknown", "plate_hides_body", "no_standing", "back_hidden", "pattern_unclear")


def reason(id_: str) -> NotMeasurable:
    record = load().reasons[id_]
    return NotMeasurable(id=id_, reason=record.reason, do=record.do)


def measured(fault: Fault, exercise: str, rng: np.random.Generator) -> Measurement | NotMeasurable:
    if rng.random() < 0.15:
        return reason("low_confidence")
    scale = {"deg": 1.0, "%": 1.0}.get(fault.unit, 0.02)
    beyond = float(rng.choice(OFFSETS)) * scale * (1.0 if fault.direction == "above" else -1.0)
    value, half = fault.threshold(exercise) + beyond, 4.0 * scale
    return Measurement(
        value=value, unit=fault.unit, repeatability=half, interval=Interval(low=value - half, high=value + half)
    )


def pattern(rng: np.random.Generator) -> Pattern:
    shares = rng.dirichlet((0.3, 0.3, 0.3))
    best = int(np.argmax(shares))
    label: PatternLabel = PATTERNS[best] if shares[best] >= load().thresholds["clear_pattern"].value else "unclear"
    return Pattern(label=label, probability=dict(zip(PATTERNS, map(float, shares), strict=True)))


def repetition(base: Repetition, exercise: str, place: int, rng: np.random.Generator) -> Repetition:
    values: dict[str, Any] = {str(f.quantity): measured(f, exercise, rng) for f in FAULTS}
    values["hip_travel_expected"] = Measurement(value=1.0, unit="share of leg length")
    kind = pattern(rng)
    judgements = judge(
        RuleInput(
            exercise=exercise,
            exercise_given=bool(rng.random() < 0.7),
            pattern=kind,
            bottom_s=base.bottom_s,
            starts_at_bottom=False,
            measurements=values,
            from_standing={"knee_flexion_deg": values["knee_flexion_deg"]},
            earlier=place,
        )
    )
    size = float(rng.uniform(-5.0, 15.0))
    gain = Gain(between="ascent_against_descent", value_deg=size, repeatability_deg=4.0, time_s=base.bottom_s)
    back = compare_back(values["lumbar_flexion_deg"], exercise=exercise, gains={"lumbar_flexion_deg": (gain,)})
    return replace(
        base,
        index=place + 1,
        set=1,
        pattern=kind,
        measurements=values,
        judgements=judgements,
        findings=findings_of(judgements),
        back=back,
    )


def advised(analysis: Analysis, *, given: bool = True) -> Analysis:
    advice = advise(
        exercise=analysis.exercise,
        exercise_given=given,
        repetitions=analysis.repetitions,
        not_measurable=analysis.not_measurable,
    )
    return replace(analysis, advice=advice)


def drawn(base: Analysis, rng: np.random.Generator) -> Analysis:
    exercise = str(rng.choice(EXERCISES))
    repetitions = tuple(repetition(base.repetitions[0], exercise, n, rng) for n in range(int(rng.integers(1, 6))))
    reasons = tuple(reason(str(id_)) for id_ in rng.choice(REASONS, size=int(rng.integers(0, 3)), replace=False))
    given = bool(rng.random() < 0.7)
    changed = replace(
        base, exercise=exercise, exercise_given=given, repetitions=repetitions, not_measurable=reasons, findings=()
    )
    return advised(changed, given=given)


def words(analysis: Analysis) -> Report:
    """Return what is said, without the drawings of a whole report."""
    advice = analysis.advice
    card = None if advice is None else SimpleNamespace(cue=advice.cue, drill_id=advice.drill_id, next=advice.next)
    return cast("Report", SimpleNamespace(paragraph=paragraph(analysis), next_set=card))


@pytest.fixture(scope="module")
def base() -> Analysis:
    return analyse(record_video(Plan(lifts=(Lift(),) * 3, after_s=2.0)).motion, exercise="romanian_deadlift")


def test_no_answer_contradicts_itself(base: Analysis) -> None:
    rng = np.random.default_rng(13)
    answers = [drawn(base, rng) for _ in range(ANSWERS)]
    assert [(n, found) for n, a in enumerate(answers) if (found := contradictions(a, words(a)))] == []
    assert {j.outcome for a in answers for r in a.counted for j in r.judgements} >= {"found", "near_line", "clear"}
    assert {r.back.label for a in answers for r in a.counted if r.back} == {
        "below",
        "within",
        "above",
        "not_measurable",
    }


def test_a_whole_report_says_what_its_words_say(base: Analysis) -> None:
    rng = np.random.default_rng(14)
    for answer in (drawn(base, rng) for _ in range(5)):
        report = build_report(answer)
        assert report.paragraph == words(answer).paragraph
        assert contradictions(answer, report) == []


def plain(base: Analysis, seed: int = 3) -> Analysis:
    return drawn(base, np.random.default_rng(seed))


def with_advice(analysis: Analysis, **changes: Any) -> tuple[Analysis, Report]:
    assert analysis.advice is not None
    changed = replace(analysis, advice=replace(analysis.advice, **changes))
    return changed, words(changed)


def with_words(analysis: Analysis, **changes: str) -> tuple[Analysis, Report]:
    said = cast("Any", words(analysis))
    return analysis, cast("Report", SimpleNamespace(**{**vars(said), "paragraph": replace(said.paragraph, **changes)}))


def one(analysis: Analysis) -> Analysis:
    return advised(replace(analysis, repetitions=analysis.repetitions[:1]))


def planted(kind: str, base: Analysis) -> tuple[Analysis, Report]:
    faulty = next(a for a in (plain(base, seed) for seed in range(99)) if any(r.findings for r in a.counted))
    found = next(f.id for r in faulty.counted for f in r.findings)
    unclear = replace(base.counted[0], pattern=Pattern(label="squat", probability={"squat": 0.5}))
    hidden = replace(faulty, not_measurable=(reason("plate_hides_body"),))
    first = next(r for r in faulty.counted if r.findings)
    exclusive, some = ("no_knee_bend", "excess_knee_flexion"), faulty.counted[0].findings or (first.findings[0],)
    both = tuple(replace(some[0], id=id_) for id_ in exclusive)
    refused = replace(faulty, view=replace(faulty.view, usable=False), repetitions=(first,))
    plants: dict[str, Any] = {
        "praised and found": lambda: with_words(faulty, held=load().faults[found].held),
        "one repetition kept its shape": lambda: with_words(one(faulty), held=load().faults["back_gives"].held),
        "another cue on the card": lambda: (
            faulty,
            cast(
                "Report",
                SimpleNamespace(
                    paragraph=words(faulty).paragraph,
                    next_set=SimpleNamespace(cue="Other.", drill_id=None, next="Next."),
                ),
            ),
        ),
        "a cue for nothing": lambda: with_advice(faulty, finding="bar_drifts"),
        "a drill while nothing changes": lambda: with_advice(faulty, cue="Change nothing yet.", drill="A drill."),
        "everything in range": lambda: with_advice(faulty, cue=load().phrases["keep_pattern"].text),
        "filmed from the same bad place": lambda: with_advice(hidden, next=load().phrases["same_place"].text),
        "nothing needs work": lambda: with_words(faulty, headline="Five, and nothing we measured needs work"),
        "done as a hinge that was a squat": lambda: with_words(
            replace(base, repetitions=(unclear,)), counted="It looks like a deadlift (about 95 %), done as a hinge."
        ),
        "asked for an exercise that is known": lambda: with_advice(
            replace(faulty, exercise_given=True), next=load().phrases["tell_exercise"].text
        ),
        "nothing stood out": lambda: with_words(faulty, found="Nothing stood out in what was measured."),
        "a hinge that was a squat": lambda: with_words(
            replace(base, repetitions=(unclear,)), counted="It was a hinge."
        ),
        "a flat word for a coin's toss": lambda: with_words(replace(base, repetitions=(unclear,))),
        "a finding in a refused view": lambda: (refused, words(refused)),
        "two findings that exclude each other": lambda: with_words(
            replace(faulty, repetitions=(replace(faulty.counted[0], findings=both), *faulty.counted[1:]))
        ),
    }
    return cast("tuple[Analysis, Report]", plants[kind]())


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("praised and found", "praises"),
        ("one repetition kept its shape", "of one repetition"),
        ("another cue on the card", "the card of the next set differs"),
        ("a cue for nothing", "gives a cue for bar_drifts"),
        ("a drill while nothing changes", "and gives a drill"),
        ("everything in range", "everything is in range"),
        ("filmed from the same bad place", "asks for the same place, although plate_hides_body"),
        ("nothing needs work", "nothing needs work"),
        ("done as a hinge that was a squat", "calls each a hinge"),
        ("asked for an exercise that is known", "asks for the exercise"),
        ("nothing stood out", "nothing stood out"),
        ("a hinge that was a squat", "calls each a hinge"),
        ("a flat word for a coin's toss", "is called a squat at 0.50"),
        ("a finding in a refused view", "the view is refused"),
        ("two findings that exclude each other", "has no_knee_bend and excess_knee_flexion"),
    ],
)
def test_a_planted_contradiction_is_found(kind: str, says: str, base: Analysis) -> None:
    found = contradictions(*planted(kind, base))
    assert any(says in words for words in found), found


def test_praise_of_a_back_above_the_range_is_found(base: Analysis) -> None:
    above = compare_back(Measurement(value=70.0, unit="deg"), exercise="romanian_deadlift", gains={})
    repetitions = tuple(replace(r, back=above) for r in base.counted)
    answer = advised(replace(base, repetitions=repetitions))
    found = contradictions(*with_words(answer, held=load().faults["back_gives"].held))
    assert any("over the back of repetition 1" in words for words in found)


@pytest.mark.parametrize(("half", "label"), [(2.0, "above"), (30.0, "within")])
def test_a_next_step_and_a_headline_that_ignore_the_back_are_found(half: float, label: str, base: Analysis) -> None:
    value = 70.0 if label == "above" else 33.0
    lumbar = Measurement(value=value, unit="deg", interval=Interval(low=value - half, high=value + half))
    back = compare_back(lumbar, exercise="romanian_deadlift", gains={})
    assert back.label == label
    answer = advised(replace(base, repetitions=tuple(replace(r, back=back, findings=()) for r in base.counted)))
    assert not contradictions(answer, words(answer))
    for id_ in ("load", "range"):
        found = contradictions(*with_advice(answer, next=load().progressions[id_].next))
        assert any(f"goes on with {id_}" in words for words in found)
    found = contradictions(*with_words(answer, headline="Three, and nothing we measured needs work"))
    assert any("nothing needs work" in words for words in found)


def test_advice_has_something_to_say(base: Analysis) -> None:
    assert isinstance(plain(base).advice, Advice)
