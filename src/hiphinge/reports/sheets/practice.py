"""Sheets of what is done: exercises, drills, lessons, self-tests, rules, questions and muscles."""

from collections.abc import Iterable, Iterator
from math import ceil

from hiphinge.catalogue import Catalogue, Exercise, Expected, Lesson, SelfTest, Step, TestBand
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.sheets.model import Image, Pointer, Sheet
from hiphinge.reports.sheets.parts import OWN, part, to_drill, to_exercise, to_finding, to_lesson
from hiphinge.reports.sheets.sources import article_statements, drawing, source_lines
from hiphinge.reports.text.numbers import spoken_range, unit_words

__all__ = [
    "compared_title",
    "drill_sheet",
    "exercise_sheet",
    "lesson_sheet",
    "muscle_sheet",
    "question_sheet",
    "rule_sheet",
    "test_images",
    "test_sheet",
]

_EMG = (
    "Electrical activity of muscles was measured in this exercise. Compare it within one study only; it is not "
    "strength or growth."
)
_ROLES = (("movers", "Move"), ("synergists", "Help"), ("stabilisers", "Hold"))


def exercise_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of an exercise."""
    e = catalogue.exercises[id_]
    citations = [*e.citations, *e.emg, *(c for x in e.expected for c in x.citations)]
    citations += [c for band in e.bands.values() for c in band.citations]
    return Sheet(
        id=id_,
        kind="exercise",
        title=e.name,
        lead=e.what,
        images=(*drawing("exercises", id_, e.what), *_maps(e)),
        parts=(
            *part("Set-up", e.setup, kind="points"),
            *part("How to do it", e.steps, kind="steps"),
            *part("What you see from the side when it goes well", e.look_for, kind="points"),
            *part("Values to compare with, and whose they are", (_expected(x) for x in e.expected), kind="points"),
            *part("Joints", _joints(e)),
            *part("Muscles", _muscles(e, catalogue), kind="points"),
            *part("Easier", (_step(s, catalogue) for s in e.easier), kind="points"),
            *part("Harder", (_step(s, catalogue) for s in e.harder), kind="points"),
            *part("Good to know", () if e.note is None else (e.note,)),
            *part("Videos of it", _filmed(e)),
        ),
        pointers=(
            *(to_finding(f, catalogue) for f in e.common),
            *(to_exercise(s.exercise, catalogue) for s in (*e.easier, *e.harder) if s.exercise is not None),
        ),
        sources=source_lines(citations, catalogue),
        article_statements=article_statements(e.sources, catalogue),
    )


def _maps(e: Exercise) -> tuple[Image, ...]:
    name = e.name.lower()
    return (
        *drawing("muscles", e.id, f"The muscles at work in the {name}, by what they do."),
        *drawing("joints", e.id, f"Which joints move and which hold still in the {name}."),
    )


def _expected(x: Expected) -> str:
    quantity = QUANTITIES[x.quantity]
    low, high = x.band
    own = _own(x)
    note = f" {x.note}" if x.note else ""
    return f"{quantity.title}: {spoken_range(low, high, x.unit)}, {x.group} (evidence {x.grade}{own}).{note}"


def _own(value: Expected | TestBand) -> str:
    """Say once that a value is the program's own: not where its group says it already."""
    return f"; {OWN}" if value.unverified and "program's own" not in value.group else ""


def _joints(e: Exercise) -> tuple[str, ...]:
    sides = (("Move", e.moves), ("Hold", e.holds))
    return tuple(f"{word}: {_listed(joints)}." for word, joints in sides if joints)


def _listed(ids: Iterable[str]) -> str:
    return ", ".join(id_.replace("_", " ") for id_ in ids)


def _muscles(e: Exercise, catalogue: Catalogue) -> tuple[str, ...]:
    muscles = tuple(
        f"{word}: {', '.join(catalogue.muscles[id_].name.lower() for id_ in getattr(e, role))}."
        for role, word in _ROLES
        if getattr(e, role)
    )
    return (*muscles, _EMG) if e.emg else muscles


def _step(step: Step, catalogue: Catalogue) -> str:
    to = "" if step.exercise is None else f" ({catalogue.exercises[step.exercise].name})"
    return f"{step.axis.capitalize()}: {step.how}{to}"


def _filmed(e: Exercise) -> tuple[str, ...]:
    """Say how a video of it is judged; where none is, the note says so and why."""
    if not e.analysed:
        return ()
    return (f"To have your video from the side judged: hiphinge analyze VIDEO --exercise {e.id}",)


def drill_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a drill."""
    drill = catalogue.drills[id_]
    lessons = [lesson for lesson in catalogue.lessons.values() if lesson.drill == id_]
    helped = [f.id for f in catalogue.faults.values() if id_ in (f.drill, *f.other_drills)]
    return Sheet(
        id=id_,
        kind="drill",
        title=drill.name,
        lead=drill.purpose,
        images=drawing("drills", id_, drill.purpose),
        parts=(
            *part("Needs", (drill.needs,)),
            *part("How to do it", drill.how, kind="steps"),
            *part("What to feel", () if drill.feel is None else (drill.feel,)),
            *part("How much", (drill.dose,)),
            *part("Passed", (drill.pass_mark,)),
            *part("Good to know", () if drill.note is None else (drill.note,)),
        ),
        pointers=(*(to_lesson(lesson) for lesson in lessons), *(to_finding(f, catalogue) for f in helped)),
        sources=source_lines(drill.citations, catalogue),
        article_statements=article_statements(drill.sources, catalogue),
    )


def lesson_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a lesson."""
    lesson = catalogue.lessons[id_]
    following = [other for other in catalogue.lessons.values() if other.number == lesson.number + 1]
    return Sheet(
        id=id_,
        kind="lesson",
        title=f"Lesson {lesson.number}: {lesson.name}",
        lead=f"{lesson.aim} About {lesson.minutes} minutes.",
        images=_lesson_images(lesson),
        parts=(
            *part("Needs", (lesson.needs,)),
            *part("Video", (lesson.filming,)),
            *part("Read it through once, or have it read to you", lesson.spoken, kind="steps"),
            *part("Before you see any number", (lesson.estimate,)),
            *part("You pass when", _passes(lesson), kind="points"),
            *part("Why", (f"{lesson.why} (Evidence {lesson.grade}.)",)),
        ),
        pointers=(
            Pointer(words="Have your video of it judged", command=f"hiphinge lesson {lesson.number} VIDEO"),
            *(() if lesson.drill is None else (to_drill(lesson.drill, catalogue),)),
            *(to_lesson(other, "Next") for other in following),
        ),
        sources=source_lines((*lesson.citations, *(c for p in lesson.passes for c in p.citations)), catalogue),
        article_statements=article_statements(lesson.sources, catalogue),
    )


def _lesson_images(lesson: Lesson) -> tuple[Image, ...]:
    return drawing("lessons", lesson.id, lesson.aim) or (
        () if lesson.drill is None else drawing("drills", lesson.drill, lesson.aim)
    )


def _passes(lesson: Lesson) -> tuple[str, ...]:
    if lesson.calibrates:
        return ("Your standing and at least two full bends could be measured.",)
    return tuple(
        f"{p.says} In {ceil(p.share * lesson.repetitions)} of {lesson.repetitions} repetitions (evidence {p.grade}"
        f"{f'; {OWN}' if p.unverified else ''})."
        for p in lesson.passes
    )


def test_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a self-test."""
    test = catalogue.self_tests[id_]
    citations = (*test.citations, *(c for band in test.bands for c in band.citations))
    return Sheet(
        id=id_,
        kind="self-test",
        title=test.name,
        lead=test.asks,
        images=test_images(test),
        parts=(
            *part("Needs", (test.needs,)),
            *part("How to do it", test.how, kind="steps"),
            *part("How to film it", () if test.protocol is None else test.protocol.filming, kind="points"),
            *part("What is measured", (test.measured,)),
            *part(compared_title(test), (_test_band(b) for b in test.bands), kind="points"),
            *part("How well it repeats", (test.repeatability,)),
            *part("What it does not show", (test.does_not_tell,)),
            *part("What it says about a lift", about_lifts(test, catalogue), kind="points"),
            *part("Then", (test.then,)),
        ),
        pointers=(*_measure(test), *test_pointers(test, catalogue)),
        sources=source_lines(citations, catalogue),
        article_statements=article_statements(test.sources, catalogue),
    )


def test_images(test: SelfTest) -> tuple[Image, ...]:
    """Return how a test is done and filmed, drawn."""
    words = "" if test.protocol is None else f" Filmed from the {test.protocol.views[0]}, all of you in the frame."
    return drawing("self_tests", test.id, f"{test.name}, done.{words}")


def _measure(test: SelfTest) -> tuple[Pointer, ...]:
    command = "hiphinge calibrate VIDEO" if test.protocol is None else f"hiphinge test {test.id} VIDEO"
    return (Pointer(words="Measure it in a video", command=command),)


def compared_title(test: SelfTest) -> str:
    """Return what a test's values are compared with: people of studies, or the program's own bands."""
    own = all(band.unverified for band in test.bands)
    return "Compared with the program's own bands" if own else "Compared with the people in the studies"


def about_lifts(test: SelfTest, catalogue: Catalogue) -> Iterator[str]:
    """Yield what a test can, or cannot, say about findings in a lift."""
    said = {"can": "this test can say why", "cannot": "this test hardly says why"}
    return (f"{catalogue.faults[one.finding].name}: {said[one.answers]}. {one.says}" for one in test.explains)


def test_pointers(test: SelfTest, catalogue: Catalogue) -> tuple[Pointer, ...]:
    """Point to the drill that follows from a test, and to the findings that it says something about."""
    drill = () if test.drill is None else (to_drill(test.drill, catalogue),)
    return (*drill, *(to_finding(one.finding, catalogue) for one in test.explains))


def _test_band(band: TestBand) -> str:
    unit = unit_words(band.unit).rstrip()
    values = "" if band.band is None else f" ({band.band[0]:g} to {band.band[1]:g}{unit})"
    own = _own(band)
    return f"{band.label}{values}: {band.says} Group: {band.group} (evidence {band.grade}{own})."


def rule_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a rule of planning and coaching."""
    rule = catalogue.training_rules[id_]
    states = {
        "in_use": "hiphinge acts on it.",
        "advice": "hiphinge describes it; applying it is up to you.",
        "planned": "hiphinge describes it; a planner that applies it is planned but not built yet.",
    }
    own = f"; {OWN}" if rule.unverified else ""
    return Sheet(
        id=id_,
        kind="rule",
        title=rule.name,
        lead=rule.rule,
        parts=(
            *part("How", rule.how, kind="points"),
            *part("Why", (f"{rule.why} (Evidence {rule.grade}{own}.)",)),
            *part("What hiphinge does with it", (states[rule.state],)),
        ),
        pointers=tuple(to_drill(drill, catalogue) for drill in rule.drills),
        sources=source_lines(rule.citations, catalogue),
        article_statements=article_statements(rule.sources, catalogue),
    )


def question_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a question before the start."""
    question = catalogue.questions[id_]
    return Sheet(
        id=id_,
        kind="question before the start",
        title=question.ask,
        lead=question.yes,
        parts=part("Why it is asked", (question.why,)),
        pointers=(Pointer(words="Answer the questions", command="hiphinge ready"),),
        sources=source_lines(question.citations, catalogue),
        article_statements=article_statements(question.sources, catalogue),
    )


def muscle_sheet(id_: str, catalogue: Catalogue) -> Sheet:
    """Return the sheet of a muscle."""
    muscle = catalogue.muscles[id_]
    moved = [e for e in catalogue.exercises.values() if id_ in e.movers]
    return Sheet(
        id=id_,
        kind="muscle",
        title=f"{muscle.name} ({muscle.latin})" if muscle.latin else muscle.name,
        lead=muscle.where,
        images=drawing("muscles", id_, muscle.where),
        parts=(
            *part("What it does", muscle.actions, kind="points"),
            *part("In the hinge", (muscle.in_the_hinge,)),
            *part("Good to know", () if muscle.note is None else (muscle.note,)),
        ),
        pointers=tuple(to_exercise(e.id, catalogue) for e in moved),
        sources=source_lines(muscle.citations, catalogue),
        article_statements=article_statements(muscle.sources, catalogue),
    )
