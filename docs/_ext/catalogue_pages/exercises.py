"""The pages of exercises and of muscles."""

from collections.abc import Iterator

from catalogue_pages.markup import amount, band, bullets, checked, figure, heading, numbered, page, section, shut, table
from catalogue_pages.places import anchor, link, links, sources
from hiphinge.catalogue import Band, Exercise, Muscle, load

__all__ = ["exercise_pages", "muscle_pages"]

GROUPS = {
    "hinge": "Hinges",
    "squat": "Squats",
    "lunge": "Lunges",
    "bridge": "Bridges",
    "row": "Rows",
    "core": "Core",
    "daily": "Daily life",
}
PARTS = {"movers": "moves", "synergists": "helps", "stabilisers": "holds"}

_ABOUT_ACTIVITY = (
    "Where studies measured the muscles' electrical activity, it compares within one study only, and it is not growth: "
    "more activity does not mean more muscle."
)
_ABOUT_EXERCISES = (
    "Each page says how an exercise is done, what moves and what holds, and what is easier and harder. *Filmed: yes* "
    "means that `hiphinge analyze` judges videos of it."
)
_ABOUT_MUSCLES = "Where each muscle is, what it does, and what it does in a hinge."


def exercise_pages() -> Iterator[tuple[str, str]]:
    """Yield the page of every exercise, and the page that lists them."""
    exercises = load().exercises
    yield "exercises/index", _exercise_index(list(exercises.values()))
    for id_, exercise in exercises.items():
        yield f"exercises/{id_}", _exercise(exercise)


def muscle_pages() -> Iterator[tuple[str, str]]:
    """Yield the page of every muscle, and the page that lists them."""
    muscles = load().muscles
    rows = [(link("muscle", m.id), m.latin, m.in_the_hinge) for m in muscles.values()]
    yield (
        "muscles/index",
        page(
            heading("learn-muscles", "Muscles"),
            _ABOUT_MUSCLES,
            table(("muscle", "Latin", "in a hinge"), rows),
            shut(muscles),
        ),
    )
    for id_, muscle in muscles.items():
        yield f"muscles/{id_}", _muscle(muscle)


def _exercise_index(exercises: list[Exercise]) -> str:
    parts = [heading("learn-exercises", "Exercises"), _ABOUT_EXERCISES]
    for group, title in GROUPS.items():
        rows = [
            (link("exercise", e.id), e.what, "yes" if e.contains_hinge else "no", "yes" if e.analysed else "no")
            for e in exercises
            if e.group == group
        ]
        if rows:
            parts.append(section(title, table(("exercise", "what it is", "holds a hinge", "filmed"), rows)))
    return page(*parts, shut(e.id for e in exercises))


def _exercise(exercise: Exercise) -> str:
    names = ", ".join(f"`{name}`" for name in (exercise.id, *exercise.aliases))
    filmed = f"`hiphinge analyze VIDEO --exercise {exercise.id}`" if exercise.analysed else "not judged from video"
    return page(
        heading(anchor("exercise", exercise.id), exercise.name),
        exercise.what,
        figure("exercises", exercise.id, exercise.name),
        bullets((f"**Names:** {names}", f"**Video:** {filmed}")),
        section("Set-up", numbered(exercise.setup)),
        section("How it goes", numbered(exercise.steps)),
        section("What to look for", bullets(exercise.look_for)),
        section(
            "What moves, what holds", _joints(exercise), figure("joints", exercise.id, "What moves and what holds")
        ),
        section("Muscles", _parts(exercise)),
        section("Easier and harder", _steps(exercise)),
        section("To compare with, and whose values they are", _expected(exercise)),
        section("Likely findings", _findings(exercise)),
        section("To know", exercise.note or ""),
        section("Sources", sources(exercise.sources, exercise.citations)),
    )


def _joints(exercise: Exercise) -> str:
    kinds = {"Moves": exercise.moves, "Holds still": exercise.holds}
    return bullets(
        f"**{kind}:** {', '.join(joint.replace('_', ' ') for joint in joints)}"
        for kind, joints in kinds.items()
        if joints
    )


def _parts(exercise: Exercise) -> str:
    rows = [(link("muscle", id_), part) for field, part in PARTS.items() for id_ in getattr(exercise, field)]
    if not rows:
        return ""
    measured = f"Measured in {links('evidence', exercise.emg)}." if exercise.emg else ""
    drawing = figure("muscles", exercise.id, f"The muscles that work in: {exercise.name}")
    return page(drawing, table(("muscle", "part"), rows), _ABOUT_ACTIVITY, measured)


def _steps(exercise: Exercise) -> str:
    rows = [
        (way, step.axis, link("exercise", step.exercise) if step.exercise else "this one", step.how)
        for way, steps in (("easier", exercise.easier), ("harder", exercise.harder))
        for step in steps
    ]
    return table(("", "by", "exercise", "how"), rows) if rows else ""


def _expected(exercise: Exercise) -> str:
    rows = [
        (
            link("quantity", e.quantity),
            band(e.band, e.unit),
            e.group,
            e.grade,
            checked(unverified=e.unverified),
            links("evidence", e.citations),
            e.note or "",
        )
        for e in exercise.expected
    ]
    head = ("quantity", "usual", "in whom", "grade", "checked", "sources", "note")
    return table(head, rows) if rows else ""


def _findings(exercise: Exercise) -> str:
    if not exercise.analysed:
        return bullets(link("finding", id_) for id_ in exercise.common)
    faults = load().faults
    rows = [_threshold(id_, limit) for id_, limit in exercise.bands.items() if id_ not in exercise.common]
    rows = [_threshold(id_, faults[id_].band(exercise.id)) for id_ in exercise.common] + rows
    return table(("finding", "line", "usual", "grade", "checked", "note"), rows) if rows else ""


def _threshold(finding: str, limit: Band) -> tuple[str, ...]:
    fault = load().faults[finding]
    return (
        link("finding", finding),
        f"{fault.direction} {amount(limit.threshold, 'share' if fault.share_of else fault.unit)}",
        band(limit.usual, fault.unit),
        limit.grade,
        checked(unverified=limit.unverified),
        limit.note or "",
    )


def _muscle(muscle: Muscle) -> str:
    return page(
        heading(anchor("muscle", muscle.id), muscle.name),
        f"*{muscle.latin}*. {muscle.where}",
        figure("muscles", muscle.id, f"Where it is: {muscle.name}"),
        section("What it does", bullets(muscle.actions)),
        section("In a hinge", muscle.in_the_hinge, muscle.note or ""),
        section("Where it works", _where_it_works(muscle)),
        section("Sources", sources(muscle.sources, muscle.citations)),
    )


def _where_it_works(muscle: Muscle) -> str:
    found = {
        part: [e.id for e in load().exercises.values() if muscle.id in getattr(e, field)]
        for field, part in PARTS.items()
    }
    return bullets(f"It **{part}** in {links('exercise', ids)}." for part, ids in found.items() if ids)
