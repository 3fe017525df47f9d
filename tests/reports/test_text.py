"""The answer in words: numbers as they are said, the paragraph, a row per repetition."""

from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Literal

import pytest
from syrupy.assertion import SnapshotAssertion

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import load
from hiphinge.findings import ExerciseGuess, NotMeasurable, Pattern, compare_back
from hiphinge.measures import hidden_by_view
from hiphinge.motion import Interval
from hiphinge.reports import build_report, notebook_html, paragraph, repetition_table, terminal_text
from hiphinge.reports.text import clock, is_informative, listed, spelled, spoken, stature, with_interval
from hiphinge.reports.text import load as load_words
from hiphinge.reports.text.exercise_statement import statement_on_the_exercise


def test_the_answer_in_the_terminal(five_hinges: Analysis, snapshot: SnapshotAssertion) -> None:
    assert terminal_text(five_hinges) == snapshot


def test_the_answer_about_a_refused_clip(refused: Analysis, snapshot: SnapshotAssertion) -> None:
    assert terminal_text(refused) == snapshot


def test_the_notebook_fragment_says_the_same_and_escapes_it(five_hinges: Analysis) -> None:
    fragment = notebook_html(five_hinges)
    assert escape(paragraph(five_hinges).text) in fragment
    assert fragment.count("<tr>") == 1 + len(five_hinges.repetitions)
    assert five_hinges.advice is not None
    sly = notebook_html(replace(five_hinges, advice=replace(five_hinges.advice, cue="<script>alert(1)</script>")))
    assert "<script" not in sly


def test_the_paragraph_names_count_pattern_faults_with_their_moment_and_the_next_set(five_hinges: Analysis) -> None:
    summary = paragraph(five_hinges)
    catalogue = load()
    assert summary.counted.startswith("Five repetitions of the Romanian deadlift.")
    assert "hinge" in summary.counted
    assert catalogue.faults["excess_knee_flexion"].what.rstrip(".") in summary.found
    assert "repetitions 3, 4 and 5" in summary.found
    assert clock(five_hinges.repetitions[4].bottom_s) in summary.found
    assert five_hinges.advice is not None
    assert five_hinges.advice.cue in summary.next
    assert catalogue.drills["wall_touch"].name in summary.next


def test_what_held_was_judged_and_not_found(five_hinges: Analysis) -> None:
    held = paragraph(five_hinges).held
    faults = load().faults
    assert faults["shins_forward"].held in held
    assert faults["excess_knee_flexion"].held not in held
    assert faults["neck_extension"].held not in held, "the head was not seen in one repetition"


def test_nothing_is_praised_that_is_beyond_its_line_within_repeatability(
    five_hinges: Analysis, judging: Callable[[Repetition], Repetition]
) -> None:
    high = replace(five_hinges.repetitions[0], findings=())
    knee = Measurement(value=47.0, unit="deg", repeatability=6.0)
    close = judging(replace(high, measurements={**high.measurements, "knee_flexion_deg": knee}))
    assert load().faults["excess_knee_flexion"].held not in paragraph(replace(five_hinges, repetitions=(close,))).held
    assert load().faults["excess_knee_flexion"].held in paragraph(replace(five_hinges, repetitions=(high,))).held


def test_mixed_patterns_are_distinguished(five_hinges: Analysis) -> None:
    squat = replace(five_hinges.repetitions[4], pattern=Pattern(label="squat", probability={"squat": 0.9}))
    summary = paragraph(replace(five_hinges, repetitions=(*five_hinges.repetitions[:4], squat)))
    assert "Repetitions 1, 2, 3 and 4 were hinges; repetition 5 was a squat." in summary.counted


def test_where_little_was_measured_nothing_is_called_good(
    five_hinges: Analysis, judging: Callable[[Repetition], Repetition]
) -> None:
    reason = NotMeasurable(id="view_oblique", reason="The video is from an angle.", do="Turn the phone.")
    unseen = tuple(
        judging(
            replace(
                r,
                pattern=Pattern(label="unclear", probability={"hinge": 0.33, "squat": 0.33, "stoop": 0.33}),
                measurements={"descent_s": r.measurements["descent_s"]},
                findings=(),
            )
        )
        for r in five_hinges.counted
    )
    view = replace(five_hinges.view, label="oblique", usable=False)
    oblique = replace(five_hinges, view=view, repetitions=unseen, not_measurable=(reason,))
    summary = paragraph(oblique)
    assert summary.headline == "Five repetitions, but too little measured to judge"
    assert "The video is from an angle. Turn the phone." in summary.counted
    assert "Nothing stood out" not in summary.text
    assert {row[-1] for row in repetition_table(oblique).rows} == {"\N{EN DASH}"}
    card = build_report(oblique).repetitions[0]
    assert (card.is_judged, card.pattern_detail) == (False, "")


def test_an_attempt_is_not_counted(five_hinges: Analysis) -> None:
    assert "One more movement was not counted" in paragraph(five_hinges).counted
    rows = repetition_table(five_hinges).rows
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5", "(6)"]
    assert rows[-1][2] == "Not counted"


def test_where_there_are_only_attempts_no_more_is_said_of_them(five_hinges: Analysis) -> None:
    summary = paragraph(replace(five_hinges, repetitions=five_hinges.repetitions[-1:]))
    assert "One movement was detected but not counted" in summary.counted


def test_an_exercise_that_was_not_named_is_not_said_as_if_it_had_been(five_hinges: Analysis) -> None:
    certain = guessed({"romanian_deadlift": 0.86, "hip_hinge": 0.14}, confident=True)
    summary = paragraph(replace(five_hinges, exercise_given=False, exercise_guess=certain))
    assert summary.counted.startswith(
        "Five repetitions. It looks like a Romanian deadlift (about 85 %), done as a hinge."
    )


@pytest.mark.parametrize("label", ["squat", "stoop"])
@pytest.mark.parametrize("confident", [True, False])
def test_a_likely_hinge_exercise_that_was_none_is_said_in_one_thought(
    five_hinges: Analysis, label: Literal["squat", "stoop"], *, confident: bool
) -> None:
    pattern = Pattern(label=label, probability={label: 0.9})
    others = tuple(replace(r, pattern=pattern) for r in five_hinges.counted)
    guess = guessed({"romanian_deadlift": 0.95}, confident=confident)
    answer = replace(five_hinges, exercise_given=False, exercise_guess=guess, repetitions=others)
    counted = paragraph(answer).counted
    assert (
        f"It {'looks like' if confident else 'may be'} a Romanian deadlift (about 95 %), but done as a {label}: "
        in counted
    )
    assert "Each one was" not in counted
    named = paragraph(replace(answer, exercise_given=True)).counted
    assert f"Each one was a {label}: " in named


def test_a_pattern_that_is_said_is_not_found_again(five_hinges: Analysis) -> None:
    first = five_hinges.repetitions[2]
    stooped = replace(
        first,
        pattern=Pattern(label="stoop", probability={"stoop": 0.9}),
        findings=(replace(first.findings[0], id="stoop_pattern"), replace(first.findings[0], id="no_knee_bend")),
    )
    assert (
        paragraph(replace(five_hinges, repetitions=(stooped,))).found == "Nothing else stood out in what was measured."
    )
    mixed = paragraph(replace(five_hinges, repetitions=(stooped, five_hinges.repetitions[0])))
    assert load().faults["stoop_pattern"].what.rstrip(".") in mixed.found


def test_what_is_kept_is_not_said_twice(five_hinges: Analysis) -> None:
    held = load().faults["shins_forward"].held
    assert five_hinges.advice is not None
    summary = paragraph(
        replace(five_hinges, advice=replace(five_hinges.advice, finding=None, cue=f"{held} Keep that up."))
    )
    assert summary.text.count(held) == 1


def test_the_headline_is_no_stronger_than_what_is_known_of_the_back(five_hinges: Analysis) -> None:
    first = five_hinges.repetitions[0]
    for half, headline in ((4.0, "nothing we measured needs work"), (24.0, "only the lower back to keep an eye on")):
        lumbar = Measurement(value=37.0, unit="deg", interval=Interval(low=37.0 - half, high=37.0 + half))
        back = compare_back(lumbar, exercise="romanian_deadlift", gains={})
        assert back.label == "within"
        one = replace(first, back=back, measurements={**first.measurements, "lumbar_flexion_deg": lumbar})
        assert paragraph(replace(five_hinges, repetitions=(one,))).headline.endswith(headline)


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ("conventional_deadlift", "We are not certain which exercise this was: a Romanian deadlift or a conventional"),
        ("hip_hinge", "they differ for “pulling with the arms”"),
        (None, "It may be a Romanian deadlift (about 60 %), and was judged as one."),
    ],
)
def test_an_uncertain_exercise_is_asked_for_with_what_it_changes(
    five_hinges: Analysis, other: str | None, words: str
) -> None:
    chances = {"romanian_deadlift": 0.6} | ({} if other is None else {other: 0.4})
    unsure = guessed(chances, confident=False)
    counted = paragraph(replace(five_hinges, exercise_given=False, exercise_guess=unsure)).counted
    assert words in counted
    assert ("too much knee bend" in counted) == (other == "conventional_deadlift")


def test_where_the_limits_are_alike_nobody_is_asked(five_hinges: Analysis) -> None:
    unsure = guessed({"romanian_deadlift": 0.6, "hip_hinge": 0.4}, confident=False)
    answer = replace(five_hinges, exercise_given=False, exercise_guess=unsure)
    words = statement_on_the_exercise(answer, replace(load(), faults={}))
    assert words.endswith("It may be a Romanian deadlift or a hip hinge: the same limits hold either way.")


def guessed(probability: dict[str, float], *, confident: bool) -> ExerciseGuess:
    return ExerciseGuess(id="romanian_deadlift", probability=probability, confident=confident)


def test_nothing_found_is_said_of_what_was_measured_and_the_back_was_not(five_hinges: Analysis) -> None:
    back = NotMeasurable(id="back_not_seen", reason="The back was not seen.", do="Wear fitted clothes.")
    clean = replace(five_hinges, repetitions=five_hinges.repetitions[:1], not_measurable=(back,))
    summary = paragraph(clean)
    assert summary.headline == "One repetition, a hinge, and nothing we measured needs work"
    assert summary.found == "Nothing stood out in what was measured."
    assert summary.back.startswith("Your lower back ")


def test_a_hinge_that_could_be_a_stoop_is_said_with_that_doubt(five_hinges: Analysis) -> None:
    doubtful = Pattern(label="hinge", probability={"hinge": 0.6, "squat": 0.0, "stoop": 0.4})
    summary = paragraph(replace(five_hinges, repetitions=(replace(five_hinges.repetitions[0], pattern=doubtful),)))
    assert "hinge-like" in summary.headline
    assert "it may have been a stoop" in summary.counted


def test_of_two_one_or_both_may_have_been_stoops(five_hinges: Analysis) -> None:
    doubtful = Pattern(label="hinge", probability={"hinge": 0.6, "squat": 0.0, "stoop": 0.4})
    all_of_them = tuple(replace(r, pattern=doubtful) for r in five_hinges.counted)
    two = paragraph(replace(five_hinges, repetitions=all_of_them[:2])).counted
    assert "one or both may have been a stoop" in two
    assert "one or more may have been a stoop" in paragraph(replace(five_hinges, repetitions=all_of_them)).counted


def test_knees_that_were_not_measured_are_not_called_nearly_straight(five_hinges: Analysis) -> None:
    seen = unclear(five_hinges.repetitions[0])
    hidden = load().reasons["legs_hidden"]
    gap = NotMeasurable(id=hidden.id, reason=hidden.reason, do=hidden.do)
    unseen = replace(seen, measurements={**seen.measurements, "knee_flexion_deg": gap})
    text = paragraph(replace(five_hinges, repetitions=(unseen,))).counted
    assert "your knees or your trunk were not measurable" in text
    assert "nearly straight" not in text
    assert "with nearly straight knees" in paragraph(replace(five_hinges, repetitions=(seen,))).counted


def test_the_headline_counts_the_kinds_where_there_are_several(five_hinges: Analysis) -> None:
    first, second, *others = five_hinges.repetitions
    changed = (unclear(first), unclear(second), *others)
    assert (
        "Five repetitions, three hinges and two unclear, and"
        in paragraph(replace(five_hinges, repetitions=changed)).headline
    )
    two = (first, unclear(second))
    assert (
        "Two repetitions, one hinge and one unclear, and" in paragraph(replace(five_hinges, repetitions=two)).headline
    )


def test_two_of_a_kind_are_both_and_more_are_all(five_hinges: Analysis) -> None:
    two = replace(five_hinges, repetitions=five_hinges.repetitions[:2])
    assert paragraph(two).headline.startswith("Two repetitions, both hinges, and")
    assert paragraph(five_hinges).headline.startswith("Five repetitions, all hinges, and")


def test_numbers_that_do_not_begin_with_one_are_explained(five_hinges: Analysis) -> None:
    one, two, *others = five_hinges.repetitions
    assert "number" not in paragraph(five_hinges).counted
    after_set_up = (replace(one, kind="attempt", note="set_up"), two)
    text = paragraph(replace(five_hinges, repetitions=after_set_up)).counted
    assert "It has number 2, since movements that do not count are numbered, too." in text
    between = (one, replace(two, kind="attempt", note="put_down"), *others)
    text = paragraph(replace(five_hinges, repetitions=between)).counted
    assert "They have the numbers 1 and 3 to 5, since" in text
    cards = build_report(replace(five_hinges, repetitions=between)).repetitions
    assert [card.title for card in cards[1:]] == [
        "Movement (2)",
        "Repetition 3",
        "Repetition 4",
        "Repetition 5",
        "Attempt (6)",
    ]


def test_what_to_film_next_is_said_once(five_hinges: Analysis) -> None:
    hidden = load().reasons["back_hidden"]
    gap = NotMeasurable(id=hidden.id, reason=hidden.reason, do=hidden.do)
    unseen = tuple(
        replace(r, measurements={**r.measurements, "lumbar_flexion_deg": gap}, back=None) for r in five_hinges.counted
    )
    assert five_hinges.advice is not None
    again = replace(
        five_hinges, repetitions=unseen, advice=replace(five_hinges.advice, next=f"Film a set of five. {hidden.do}")
    )
    summary = paragraph(again)
    assert summary.text.count(hidden.do) == 1
    assert f"{five_hinges.advice.cue} Film a set of five." in summary.next


def test_the_phone_is_to_be_turned_once(five_hinges: Analysis) -> None:
    """The words on the back say by how much; the advice asks for the same without it."""
    assert five_hinges.advice is not None
    gap = hidden_by_view(45.0)
    turned = tuple(
        replace(r, measurements={**r.measurements, "lumbar_flexion_deg": gap}, back=None)
        for r in five_hinges.repetitions
    )
    advice = replace(five_hinges.advice, next=f"Do five. {load().reasons[gap.id].do}")
    summary = paragraph(replace(five_hinges, repetitions=turned, advice=advice))
    assert gap.do in summary.back
    assert "Do five." in summary.next
    assert "Turn the phone" not in summary.next


def unclear(repetition: Repetition) -> Repetition:
    third = 1.0 / 3.0
    chances = {"hinge": third, "squat": third, "stoop": third}
    return replace(repetition, pattern=Pattern(label="unclear", probability=chances))


def test_the_headline_says_work_only_where_the_next_set_has_a_cue_for_it(five_hinges: Analysis) -> None:
    assert five_hinges.advice is not None
    assert paragraph(five_hinges).headline.endswith("and two things to work on")
    uncued = replace(five_hinges, advice=replace(five_hinges.advice, finding=None))
    assert paragraph(uncued).headline.endswith("and two things to keep an eye on")
    known = tuple(replace(f, level="information") for f in five_hinges.repetitions[2].findings)
    summary = paragraph(replace(five_hinges, repetitions=(replace(five_hinges.repetitions[2], findings=known),)))
    assert summary.headline == "One repetition, a hinge, and one thing to know"


def test_several_sets_are_said(five_hinges: Analysis) -> None:
    later = tuple(replace(r, set=2) for r in five_hinges.repetitions[3:5])
    summary = paragraph(replace(five_hinges, repetitions=(*five_hinges.repetitions[:3], *later)))
    assert "in two sets" in summary.counted


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (62.4, "deg", "62°"),
        (-3.4, "deg", "\N{MINUS SIGN}3°"),
        (-0.2, "deg", "0°"),
        (1.84, "s", "1.8 s"),
        (1.0, "points", "1 point"),
        (2.0, "points", "2 points"),
        (0.214, "share of leg length", "21 % of leg length"),
        (0.5, "probability", "50 % likely"),
        (0.9996, "probability", "over 99 % likely"),
        (0.0004, "probability", "under 1 % likely"),
        (float("nan"), "deg", "not measured"),
        (3.14159, "furlong", "3.14 furlong"),
    ],
)
def test_values_are_said_with_their_unit(value: float, unit: str, words: str) -> None:
    assert spoken(value, unit) == words


def test_a_value_whose_interval_says_nothing_is_not_said() -> None:
    vague = Interval(low=-12.0, high=28.0)
    assert not is_informative(8.0, "deg", vague)
    assert with_interval(8.0, "deg", vague) == "somewhere from \N{MINUS SIGN}12 to 28°"
    assert is_informative(40.0, "deg", Interval(low=20.0, high=60.0))
    assert is_informative(1.0, "deg", Interval(low=-5.0, high=7.0)), "it says that there is hardly any"
    assert is_informative(0.05, "share of leg length", Interval(low=-0.02, high=0.12))
    assert not is_informative(0.05, "share of leg length", Interval(low=-0.2, high=0.3))
    assert not is_informative(float("nan"), "deg", None)
    assert is_informative(3.0, "kg", None)


def test_an_interval_is_said_in_plain_words() -> None:
    assert with_interval(62.0, "deg", Interval(low=57.6, high=66.3)) == "about 62°, could be 58 to 66°"
    assert with_interval(62.0, "deg", None) == "62°"
    assert with_interval(1.0, "s", Interval(low=0.98, high=1.02)) == "1.0 s"


def test_times_lists_and_counts() -> None:
    assert (clock(0.04), clock(12.4), clock(59.97), clock(671.25)) == ("0:00.0", "0:12.4", "1:00.0", "11:11.2")
    assert (listed([]), listed([3]), listed([1, 2]), listed([1, 2, 4])) == ("", "3", "1 and 2", "1, 2 and 4")
    assert (spelled(5), spelled(12), spelled(31)) == ("five", "twelve", "31")


def test_only_load_and_stature_change_with_the_units() -> None:
    assert (load_words(60.0, "metric"), load_words(60.0, "imperial")) == ("60 kg", "132 lb")
    assert (stature(1.8, "metric"), stature(1.8, "imperial")) == ("1.80 m", "5 ft 11 in")
    assert stature(1.8288, "imperial") == "6 ft 0 in"


@pytest.mark.parametrize(
    ("value", "said"),
    [(38.6, "39 ±11°"), (-0.4, "0 ±11°"), (-4.6, "\N{MINUS SIGN}5 ±11°")],
)
def test_the_low_back_stands_in_the_table_with_its_range(five_hinges: Analysis, value: float, said: str) -> None:
    interval = Interval(low=value - 11.0, high=value + 8.8)
    low_back = Measurement(value=value, unit="deg", interval=interval, repeatability=5.0)
    first = five_hinges.repetitions[0]
    first = replace(first, measurements={**first.measurements, "lumbar_flexion_deg": low_back})
    table = repetition_table(replace(five_hinges, repetitions=(first,)))
    assert table.rows[0][table.headings.index("Low back")] == said
