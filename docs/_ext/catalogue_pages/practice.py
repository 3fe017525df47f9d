"""The pages of what people do to learn: lessons, drills and self-tests."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from catalogue_pages.markup import band, bullets, checked, figure, heading, numbered, page, section, shut, table
from catalogue_pages.places import anchor, link, links, sources
from hiphinge.catalogue import Drill, Lesson, PassMark, SelfTest, load

__all__ = ["drill_pages", "lesson_pages", "self_test_pages"]

_ABOUT_LESSONS = (
    "Six short lessons, in this order. Read each through once, or have it read to you; it asks what you felt, and then "
    "measures a video of it. `hiphinge lesson` leads through them."
)
_ABOUT_DRILLS = "Short practice for one thing at a time: before a set, between sets, or at home."
_ABOUT_SELF_TESTS = (
    "Tests that you do on yourself. Each says how well its result repeats and what it cannot show; none of them "
    "shows whether something is wrong with you."
)


class _Named(Protocol):
    @property
    def id(self) -> str: ...


def lesson_pages() -> Iterator[tuple[str, str]]:
    """Yield the page of every lesson in their order, and the page that lists them."""
    lessons = sorted(load().lessons.values(), key=lambda lesson: lesson.number)
    rows = [(str(one.number), link("lesson", one.id), one.aim, f"{one.minutes} min", one.needs) for one in lessons]
    about = page(_ABOUT_LESSONS, figure("strips", "hinge_steps", "A hinge, moment by moment"))
    yield _index("lessons", "Lessons", about, (("", "lesson", "aim", "time", "needs"), rows), lessons)
    for lesson in lessons:
        yield f"lessons/{lesson.id}", _lesson(lesson)


def drill_pages() -> Iterator[tuple[str, str]]:
    """Yield the page of every drill, and the page that lists them."""
    drills = list(load().drills.values())
    rows = [(link("drill", drill.id), drill.purpose, drill.needs) for drill in drills]
    yield _index("drills", "Drills", _ABOUT_DRILLS, (("drill", "what for", "needs"), rows), drills)
    for drill in drills:
        yield f"drills/{drill.id}", _drill(drill)


def self_test_pages() -> Iterator[tuple[str, str]]:
    """Yield the page of every self-test, and the page that lists them."""
    tests = list(load().self_tests.values())
    rows = [(link("self_test", test.id), test.asks, _view(test)) for test in tests]
    yield _index("self-tests", "Self-tests", _ABOUT_SELF_TESTS, (("self-test", "asks", "filmed from"), rows), tests)
    for test in tests:
        yield f"self-tests/{test.id}", _self_test(test)


def _index(
    folder: str,
    title: str,
    about: str,
    rows: tuple[Sequence[str], Sequence[Sequence[str]]],
    items: Sequence[_Named],
) -> tuple[str, str]:
    return f"{folder}/index", page(
        heading(f"learn-{folder}", title), about, table(*rows), shut(item.id for item in items)
    )


def _lesson(lesson: Lesson) -> str:
    links_to = {"drill": lesson.drill, "exercise": lesson.exercise}
    facts = [f"**Takes:** {lesson.minutes} minutes", f"**Needs:** {lesson.needs}", f"**Filming:** {lesson.filming}"]
    facts += [f"**{kind.capitalize()}:** {link(kind, id_)}" for kind, id_ in links_to.items() if id_ is not None]
    return page(
        heading(anchor("lesson", lesson.id), f"{lesson.number}. {lesson.name}"),
        lesson.aim,
        figure("lessons", lesson.id, lesson.name),
        bullets(facts),
        section("What you do", numbered(lesson.spoken)),
        section("Before the numbers", lesson.estimate),
        section("What passes", _marks(lesson), lesson.passed),
        section("Why", f"{lesson.why} (Grade {lesson.grade}.)"),
        section("Sources", sources(lesson.sources, lesson.citations)),
    )


def _marks(lesson: Lesson) -> str:
    if lesson.calibrates:
        return "The video is measured as a [calibration](#command-hiphinge-calibrate); nothing in it is judged."
    if not lesson.passes:
        return ""
    rows = [
        (
            mark.says,
            _asked(mark),
            f"{mark.share:.0%}",
            mark.not_yet,
            mark.grade,
            checked(unverified=mark.unverified),
            links("evidence", mark.citations),
        )
        for mark in lesson.passes
    ]
    head = ("mark", "measured by", "of repetitions", "not yet", "grade", "checked", "sources")
    return page(f"At least {lesson.repetitions} repetitions are looked at.", table(head, rows))


def _asked(mark: PassMark) -> str:
    if mark.finding is not None:
        return f"no {link('finding', mark.finding)}"
    limits = {"from": mark.low, "up to": mark.high}
    limit = " ".join(f"{word} {value:g}" for word, value in limits.items() if value is not None)
    return f"{link('quantity', mark.quantity or '')} {limit}"


def _drill(drill: Drill) -> str:
    catalogue = load()
    facts = [f"**Needs:** {drill.needs}", f"**Dose:** {drill.dose}", f"**Passed:** {drill.pass_mark}"]
    if drill.exercise is not None:
        facts.append(f"**Video:** it is judged as {link('exercise', drill.exercise)}")
    helps = [f.id for f in catalogue.faults.values() if drill.id in (f.drill, *f.other_drills)]
    taught = [one.id for one in catalogue.lessons.values() if one.drill == drill.id]
    leads = {"finding": helps, "lesson": taught}
    return page(
        heading(anchor("drill", drill.id), drill.name),
        drill.purpose,
        figure("drills", drill.id, drill.name),
        bullets(facts),
        section("How", numbered(drill.how)),
        section("What to feel", drill.feel or ""),
        section("To know", drill.note or ""),
        section("What leads here", bullets(links(kind, ids) for kind, ids in leads.items() if ids)),
        section("Sources", sources(drill.sources, drill.citations)),
    )


def _view(test: SelfTest) -> str:
    return "the side" if test.protocol is None else f"the {' or the '.join(test.protocol.views)}"


def _filmed(test: SelfTest) -> str:
    sides = ", left and right apart" if test.protocol is not None and test.protocol.sides else ""
    return f"**Filmed from:** {_view(test)}{sides}"


def _self_test(test: SelfTest) -> str:
    rows = [
        (
            one.label,
            band(one.band, one.unit),
            one.says,
            one.group,
            one.grade,
            checked(unverified=one.unverified),
            links("evidence", one.citations),
        )
        for one in test.bands
    ]
    head = ("band", "values", "says", "in whom", "grade", "checked", "sources")
    then = f"{test.then} ({link('drill', test.drill)})" if test.drill is not None else test.then
    return page(
        heading(anchor("self_test", test.id), test.name),
        test.asks,
        figure("self_tests", test.id, test.name),
        bullets((f"**Needs:** {test.needs}", _filmed(test))),
        section("How", numbered(test.how)),
        section("How to film it", "" if test.protocol is None else bullets(test.protocol.filming)),
        section("What to measure", test.measured),
        section("How to read it", table(head, rows), f"**How sure:** {test.repeatability}"),
        section("What it cannot show", test.does_not_tell),
        section("And then", then),
        section("Sources", sources(test.sources, test.citations)),
    )
