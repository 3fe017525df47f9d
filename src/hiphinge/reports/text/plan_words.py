"""A plan in words: an exercise with its dose in a line, a session, a whole plan, the reasons behind it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from hiphinge.catalogue import load
from hiphinge.planning import DayPlan, Decided, Item, Plan, Session
from hiphinge.planning.deciding import name_of
from hiphinge.planning.trial import Outcome
from hiphinge.reports.text.sentences import GRADES, INTENDED_USE

__all__ = [
    "day_text",
    "dose_words",
    "grades_words",
    "how_words",
    "item_name",
    "item_words",
    "kind_words",
    "plain_reason",
    "plan_text",
    "reasons",
    "session_lines",
    "session_text",
    "title_of",
    "trial_words",
]

_KINDS = {"heavy": "hard day", "light": "light day", "slow": "slow day", "practice": "practice"}
_PARTS = {
    "warm_up": "Warm-up",
    "main": "Main hinge",
    "fast": "Swings",
    "stability": "One leg",
    "assistance": "Assistance",
    "core": "Trunk",
}
NOT_GATED = "not gated by video"
_QUIET = frozenset({"not_gated", "warm_up", "hinge_first"})
_MINUTE_S = 60


def kind_words(session: Session) -> str:
    """Return what kind of day it is."""
    return _KINDS[session.kind]


def part_words(part: str) -> str:
    """Return the heading of a part of a session."""
    return _PARTS[part]


def title_of(session: Session) -> str:
    """Return the title of a session: the main hinge and the kind of day."""
    main = next((item for item in session.items if item.part == "main"), session.items[0])
    return f"{item_name(main)}, {kind_words(session)}"


def item_name(item: Item) -> str:
    """Return the exercise's name, with the drill that it is done as."""
    name = load().exercises[item.exercise].name
    return name if item.drill is None else f"{name}, {load().drills[item.drill].name.lower()}"


def dose_words(item: Item, unit: str) -> str:
    """Return sets, repetitions or seconds, load, and how it is done."""
    dose = f"{item.hold_s} s" if item.hold_s is not None else f"{item.repetitions}"
    side = " each side" if item.each_side else ""
    parts = [f"{item.sets} x {dose}{side}"]
    if item.load is not None:
        parts[0] += f" at {item.load:g} {unit}"
    elif item.choose_load:
        parts[0] += " at a weight you choose"
    parts += _manner(item)
    if item.rest_s is not None:
        parts.append(f"rest {item.rest_s / _MINUTE_S:g} min")
    return ", ".join(parts)


def _manner(item: Item) -> Iterator[str]:
    """Yield how deep, how long held and how slowly a repetition is done, where the plan says so."""
    if item.lean_deg is not None and item.part != "warm_up":
        yield f"lean about {item.lean_deg:g}°"
    if item.pause_s:
        yield f"hold the bottom {item.pause_s:g} s"
    if item.lowering_s:
        yield f"lower it for {item.lowering_s:g} s"
    if item.part == "warm_up" and item.load is None and item.drill is None:
        yield "each a little deeper"


def how_words(item: Item) -> str:
    """Return how each set of an exercise is done, beside its count and load; may be empty."""
    parts = [] if item.drill is None else [load().drills[item.drill].name.lower()]
    if item.each_side:
        parts.append("each side")
    if item.choose_load:
        parts.append("at a weight you choose")
    parts += _manner(item)
    return ", ".join(parts)


def trial_words(outcomes: Mapping[str, Outcome], unit: str) -> tuple[str, ...]:
    """Return what came of a plan with simulated lifters, a sentence each, and what that does not show."""
    weeks = next(iter(outcomes.values())).weeks
    lines = [f"Tried out over {weeks} {'week' if weeks == 1 else 'weeks'} with four simulated lifters."]
    lines += [_outcome_words(kind, one, unit) for kind, one in outcomes.items()]
    kept = not any(one.broken for one in outcomes.values())
    lines.append(
        "In none of them did the load go up after a set that lost its shape, a stop or a missed week. Their bodies are "
        "invented: this shows that the rules are kept, not how you will respond."
        if kept
        else "With your changes the plan no longer keeps all of its rules: your changes count for more."
    )
    return tuple(lines)


def _outcome_words(kind: str, one: Outcome, unit: str) -> str:
    name = name_of(one.hardest)
    start = f"One who {kind} does {one.sessions} {'session' if one.sessions == 1 else 'sessions'}"
    if one.first_load is None or one.last_load is None:
        return f"{start} and comes as far as the {name}, without a weight."
    if one.last_load > one.first_load:
        load_ = f"lifts {one.last_load:g} {unit} at the end, after {one.first_load:g} {unit} at first"
    else:
        load_ = f"ends with {one.last_load:g} {unit}, after {one.first_load:g} {unit} at first"
    return f"{start}, comes as far as the {name} and {load_}."


def item_words(item: Item, unit: str) -> str:
    """Return one line: the exercise, its dose, and whether video decides about it."""
    mark = "" if item.gated else f" ({NOT_GATED})"
    return f"{item_name(item)}: {dose_words(item, unit)}{mark}"


def grades_words() -> str:
    """Return what each grade of evidence means, in a line."""
    return "; ".join(f"{grade}, {means}" for grade, means in GRADES.items())


def reason_words(one: Decided) -> str:
    """Return a decision with the rule behind it and its grade."""
    own = ", the program's own choice of numbers" if one.unverified else ""
    return f"{one.says} [{load().training_rules[one.rule].name}; evidence {one.grade}{own}]"


def plain_reason(one: Decided) -> tuple[str, str]:
    """Return a decision, and the rule behind it with what its grade of evidence means."""
    own = "; the numbers are the program's own choice" if one.unverified else ""
    return one.says, f"{load().training_rules[one.rule].name}: evidence {one.grade}, {GRADES[one.grade]}{own}"


def session_lines(session: Session, unit: str) -> tuple[tuple[str, tuple[tuple[str, str, bool], ...]], ...]:
    """Return the parts of a session: the heading, and of each exercise its name, its dose and whether it is gated."""
    return tuple(
        (_PARTS[part], tuple((item_name(item), dose_words(item, unit), item.gated) for item in items))
        for part, items in _by_part(session.items)
    )


def reasons(decisions: Iterable[Decided], *, quiet: bool = False) -> tuple[Decided, ...]:
    """Return decisions without those that the lines show already, each sentence once."""
    shown = [one for one in decisions if not quiet or one.id not in _QUIET]
    return tuple({one.says: one for one in shown}.values())


def session_text(session: Session, unit: str, *, with_reasons: bool = True, said: set[str] | None = None) -> str:
    """Return a session as plain text, without the reasons in ``said``, to which it adds its own."""
    lines, said = [f"{_day(session.day)}: {title_of(session)}"], set() if said is None else said
    for part, items in _by_part(session.items):
        lines.append(f"  {_PARTS[part]}")
        for item in items:
            lines.append(f"    {item_words(item, unit)}")
            if with_reasons:
                new = [one for one in reasons(item.decisions, quiet=True) if one.says not in said]
                said |= {one.says for one in new}
                lines += [f"      - {reason_words(one)}" for one in new]
    if with_reasons:
        lines += [f"  - {reason_words(one)}" for one in reasons(session.decisions) if one.says not in said]
        said |= {one.says for one in session.decisions}
    return "\n".join(lines)


def _by_part(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    for part in _PARTS:
        found = [item for item in items if item.part == part]
        if found:
            yield part, found


def plan_text(plan: Plan) -> str:
    """Return a plan as plain text: why it is so, the sessions, what comes next, the daily habit."""
    unit = plan.settings.unit
    blocks = ["Plan of hinge sessions", "\n".join(f"- {reason_words(one)}" for one in reasons(plan.decisions))]
    said: set[str] = set()
    blocks += [session_text(session, unit, said=said) for session in plan.sessions]
    blocks.append(f"Every day: {reason_words(plan.habit)}")
    if plan.ahead:
        names = load().exercises
        blocks.append(
            "Next, once it is earned\n"
            + "\n".join(f"- {names[id_].name}: {one.says}" for id_, one in plan.ahead.items())
        )
    blocks += [f"Evidence: {grades_words()}.", " ".join(INTENDED_USE)]
    return "\n\n".join(blocks) + "\n"


def day_text(found: DayPlan, unit: str, *, over: bool = False) -> str:
    """Return what a day brings, as plain text; ``over`` is after the plan's last day."""
    lines = [reason_words(one) for one in found.decisions]
    if found.session is not None:
        lines.insert(0, session_text(found.session, unit))
    if found.habit is not None:
        lines.append(f"Every day: {reason_words(found.habit)}")
    if over or not lines:
        lines.append("The plan has no more sessions. Make the next one: hiphinge plan make")
    return "\n".join(lines)


def _day(day: int) -> str:
    on = date.fromordinal(day)
    return f"{on:%a} {on.day} {on:%b %Y}"
