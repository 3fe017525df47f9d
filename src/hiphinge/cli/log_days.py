"""``hiphinge log comfort``, ``practice``, ``prepare``, ``test`` and ``morning``: what is noted of a day."""

import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from hiphinge.cli.log_words import At, Person, test_words, value_words, when
from hiphinge.cli.screen import say, say_table
from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store

__all__ = ["register", "show_last_day"]

_COMFORT = ("[bold]Examples[/]", "hiphinge log comfort 7", "hiphinge log comfort 6 --at yesterday --note long drive")
_MORNING = ("[bold]Examples[/]", "hiphinge log morning 1", "hiphinge log morning 0 --at 2026-11-27")
_PRACTICE = (
    "[bold]Examples[/]",
    "hiphinge log practice",
    "hiphinge log practice --at yesterday",
    "hiphinge log practice --undo",
    "hiphinge log practice --show",
)
_PREPARE = (
    "[bold]Examples[/]",
    "hiphinge log prepare",
    "hiphinge log prepare --done roll_upper_back,stretch_hips",
    "hiphinge log prepare --none",
    "hiphinge log prepare --show",
)
_TEST = (
    "[bold]Examples[/]",
    'hiphinge log test weight_bearing_lunge 10.5cm --side left --with "tape measure"',
    "hiphinge log test back_endurance 95s",
    "hiphinge log test",
)


class Side(StrEnum):
    """The side of the body that was tested."""

    LEFT = "left"
    RIGHT = "right"


Comfort = Annotated[
    int,
    typer.Argument(
        metavar="0-10", min=0, max=10, help="0 is as uncomfortable as you can imagine, 10 is fully comfortable."
    ),
]
Pain = Annotated[int, typer.Argument(metavar="0-10", min=0, max=10, help="0 is none, 10 the worst you can imagine.")]
Day = Annotated[
    str | None, typer.Option("--at", metavar="DAY", help="Which day, as in 2026-11-28 or yesterday; else today.")
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="What else you want to remember of it.")]
Done = Annotated[
    list[str] | None,
    typer.Option("--done", metavar="IDS", help="What you did, by id; all others are answered no."),
]
Nothing = Annotated[bool, typer.Option("--none", help="You did none of it.")]
Show = Annotated[bool, typer.Option("--show", help="Show the checklist with the last answers; ask nothing.")]
Weeks = Annotated[bool, typer.Option("--show", help="Show the last eight weeks; tick nothing.")]
Untick = Annotated[bool, typer.Option("--undo", help="Take the tick of that day back.")]
Test = Annotated[
    str | None, typer.Argument(metavar="[TEST]", help="A self-test by its id or name.", show_default=False)
]
Value = Annotated[
    str | None, typer.Argument(metavar="[RESULT]", help="Your result, as in 10.5cm or 95s.", show_default=False)
]
SideOption = Annotated[Side | None, typer.Option("--side", help="Which side, where the test has two.")]
With = Annotated[str, typer.Option("--with", metavar="TEXT", help='What you measured it with, as in "phone level".')]


def register(group: typer.Typer) -> None:
    """Add the commands to the group ``hiphinge log``."""
    group.command("morning", epilog="\n".join(_MORNING))(morning)
    group.command("comfort", epilog="\n".join(_COMFORT))(comfort)
    group.command("practice", epilog="\n".join(_PRACTICE))(practice)
    group.command("prepare", epilog="\n".join(_PREPARE))(prepare)
    group.command("test", epilog="\n".join(_TEST))(self_tests)


def morning(pain: Pain, *, at: Day = None, person: Person = None) -> None:
    """Log the pain of this morning with the sets of the day before.

    It is kept with each set of that day. Log it again to correct it: --undo does not take it back.
    """
    from hiphinge.workflow.log_days import next_morning  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    with user_store() as store:
        whose = chosen_person(store, person)
        day, count = next_morning(store, whose, pain, on=at)
    sets = f"{count} {'set' if count == 1 else 'sets'}"
    say(f"Logged for {whose.name}: pain {pain} of 10 on the morning after {day} ({sets}).")


def comfort(comfort: Comfort, *, at: Day = None, note: Note = "", person: Person = None) -> None:
    """Log how comfortable your back is today, as you feel it.

    `hiphinge progress` shows your own trend. It does not tell why your back feels as it does. If you worry about your
    back, ask somebody qualified.
    """
    from hiphinge.workflow.log_days import rate_comfort  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    with user_store() as store:
        whose = chosen_person(store, person)
        one = rate_comfort(store, whose, comfort, on=at, note=note)
    say(f"Logged for {whose.name}, {one.day}: back comfort {one.comfort} of 10.")


def practice(*, at: Day = None, undo: Untick = False, show: Weeks = False, person: Person = None) -> None:
    """Tick off the few hinges of today that go with something you do anyway.

    A day has one tick. The last eight weeks are shown, and no run of days is counted: missed days need no making up.
    """
    from hiphinge.workflow.practice import practice_weeks, tick_practice  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    if show and (undo or at is not None):
        message = "--show ticks nothing, so it goes with neither --at nor --undo."
        raise UsageError(message)
    with user_store() as store:
        whose = chosen_person(store, person)
        if not show:
            day = tick_practice(store, whose, on=at, done=not undo)
            say(f"{'Taken back' if undo else 'Ticked off'} for {whose.name}, {day}: daily practice.")
            return
        weeks = practice_weeks(store, whose).weeks
    signs = {True: "x", False: "-", None: ""}
    rows = [
        (f"{week[0][0]}", *(signs[done] for _, done in week), str(sum(done is True for _, done in week)))
        for week in weeks
    ]
    say_table(("week of", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "days"), rows)


def prepare(
    *, done: Done = None, none: Nothing = False, show: Show = False, at: At = None, person: Person = None
) -> None:
    """Tick off what you did to prepare for a session: rolling and stretching, all of it optional.

    The answers belong to the session within two hours. Rolling and stretching before a session are no better than
    another warm-up: hiphinge explain preparation.
    """
    if sum((bool(done), none, show)) > 1:
        message = "Give only one of --done, --none and --show."
        raise UsageError(message)
    from hiphinge.workflow.log_days import prepare as keep  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    with user_store() as store:
        whose = chosen_person(store, person)
        if show:
            _show_checklist(store, whose)
            return
        answers = _answers(done, none=none)
        moment = keep(store, whose, answers, at=at)
    say(f"Logged for {whose.name}, {when(moment, whose)}: {_prepared(answers)}.")


def _answers(done: list[str] | None, *, none: bool) -> "Mapping[str, bool]":
    from hiphinge.training_log import preparation  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.log_days import answers_done  # noqa: PLC0415  # likewise

    if none or done:
        return answers_done([id_.strip() for text in done or () for id_ in text.split(",") if id_.strip()])
    if not sys.stdin.isatty():
        message = (
            "The checklist needs a terminal to answer it at. Without one, write --done IDS, or --none; --show lists "
            "the ids."
        )
        raise UsageError(message)
    say("Answer y or n. All of it is optional.\n")
    return {one.id: typer.confirm(f"You {one.did}?", default=None) for one in preparation().values()}


def _prepared(answers: "Mapping[str, bool]") -> str:
    from hiphinge.training_log import preparation  # noqa: PLC0415  # --help does without

    items = preparation()
    did = [items[id_].did if id_ in items else id_ for id_, yes in answers.items() if yes]
    words = f"{', '.join(did[:-1])} and {did[-1]}" if len(did) > 1 else "".join(did)
    return f"you {words}" if did else "you neither rolled nor stretched"


def _show_checklist(store: "Store", person: "PersonRecord") -> None:
    from hiphinge.training_log import preparation  # noqa: PLC0415  # --help does without

    last = _last_prepared(store, person)
    words = {True: "yes", False: "no", None: ""}
    answers = {} if last is None else last[1]
    rows = [(one.id, f"You {one.did}.", words[answers.get(one.id)], one.drill) for one in preparation().values()]
    say_table(("id", "what", "the last time" if last is None else last[0], "how: hiphinge explain"), rows)


def _last_prepared(store: "Store", person: "PersonRecord") -> "tuple[str, Mapping[str, bool]] | None":
    """Return the day of the last session with answers, and the answers."""
    answers = store.days.preparations(person)
    sessions = [one for one in store.log.sessions(person) if one.id in answers]
    if not sessions:
        return None
    return when(sessions[-1].started_at, person, time_known=False), answers[sessions[-1].id]


def self_tests(
    name: Test = None,
    result: Value = None,
    *,
    side: SideOption = None,
    with_: With = "",
    at: At = None,
    person: Person = None,
) -> None:
    """Log the result of a self-test; without one, list the tests with your last results.

    A result is compared with your own last one alone. What it means, and what it does not: hiphinge explain TEST.
    """
    from hiphinge.workflow.log_days import log_test  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    if (name is None) != (result is None):
        message = "Give a test and its result, as in: hiphinge log test back_endurance 95s"
        raise UsageError(message)
    with user_store() as store:
        whose = chosen_person(store, person)
        if name is None or result is None:
            _show_tests(store, whose)
            return
        which: Literal["left", "right"] | None = None if side is None else "left" if side is Side.LEFT else "right"
        done = log_test(store, whose, name, result, side=which, measured_with=with_, at=at)
    at_ = when(done.result.tested_at, whose, time_known=done.result.time_known)
    say(f"Logged for {whose.name}, {at_}: {test_words(done.result)}.")
    if done.before is not None:
        earlier = f"{when(done.before.tested_at, whose, time_known=False)}: {value_words(done.before)}"
        say(f"Before, {earlier}. {_repeatability(done.result.test)}")
    say(f"What it means, and what it does not: hiphinge explain {done.result.test}")


def _repeatability(test_id: str) -> str:
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without

    return load().self_tests[test_id].repeatability


def _show_tests(store: "Store", person: "PersonRecord") -> None:
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.log_days import unit_of_test  # noqa: PLC0415  # likewise

    own = {id_: None if t.protocol is None else t.protocol.quantities[0] for id_, t in load().self_tests.items()}
    every = [one for one in store.days.tests(person) if one.quantity in {None, own.get(one.test)}]
    last = {(one.test, one.side): one for one in every}
    rows = []
    for known in load().self_tests.values():
        mine = [one for (id_, _), one in last.items() if id_ == known.id]
        said = [
            f"{'' if one.side is None else f'{one.side} '}{value_words(one)} on "
            f"{when(one.tested_at, person, time_known=False)}"
            for one in mine
        ]
        rows.append((known.id, known.name, unit_of_test(known), "; ".join(said)))
    say_table(("id", "test", "in", "your last results"), rows)
    say("How to do one: hiphinge explain ID")


def show_last_day(store: "Store", person: "PersonRecord") -> None:
    """Print the last rating of back comfort, and what was done to prepare for the last session that has answers."""
    ratings = store.days.comfort(person)
    if ratings:
        say(f"Back comfort {ratings[-1].comfort} of 10, {ratings[-1].day}.")
    last = _last_prepared(store, person)
    if last is not None:
        say(f"Preparation, {last[0]}: {_prepared(last[1])}.")
