"""``hiphinge test`` and ``hiphinge battery``: self-tests in a video, one by one or several in one sitting."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NamedTuple

import typer

from hiphinge.cli import options
from hiphinge.cli.screen import say, say_table
from hiphinge.cli.units import frame_size_px, length_m
from hiphinge.cli.waiting import watched
from hiphinge.errors import NotMeasurableError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.assessments import SelfTestResult
    from hiphinge.catalogue import SelfTest
    from hiphinge.measures import NotMeasurable
    from hiphinge.motion import BodySide
    from hiphinge.reports.self_tests import Earlier
    from hiphinge.reports.sheets import Sheet

__all__ = ["battery", "measure_test", "register"]

_TEST = (
    "[bold]Examples[/]",
    "hiphinge test",
    "hiphinge test straight_leg_raise",
    "hiphinge test straight_leg_raise left.mp4 right.mp4 --person ana",
    "hiphinge test bird_dog_test birddog.mp4 --no-hurt --page birddog.html",
    "hiphinge test side_plank plank.mp4 --side left",
)
_BATTERY = (
    "[bold]Examples[/]",
    "hiphinge battery --tests toe_touch,straight_leg_raise,bird_dog_test",
    "hiphinge battery toe_touch=touch.mp4 straight_leg_raise:left=l.mp4 straight_leg_raise:right=r.mp4",
    "hiphinge battery toe_touch=touch.mp4 jump=jump.mp4 --person ana --page tests.html --pdf tests.pdf",
)
_USUAL = ("standing_posture", "toe_touch", "waiters_bow_test", "weight_bearing_lunge", "bird_dog_test")


class Side(StrEnum):
    """A side of the person."""

    LEFT = "left"
    RIGHT = "right"


Name = Annotated[str | None, typer.Argument(metavar="[TEST]", help="A test by its id or name.", show_default=False)]
Videos = Annotated[
    list[Path] | None,
    typer.Argument(
        metavar="[VIDEO]...", help="A video of it, or one for each side; or pose files.", show_default=False
    ),
]
SideOption = Annotated[
    Side | None,
    typer.Option("--side", help="The side that is tested; of a video that shows both, only that one is measured."),
]
Hurt = Annotated[
    bool | None, typer.Option("--hurt/--no-hurt", help="Whether it hurt, in the bird dog.", show_default=False)
]
Page = Annotated[Path | None, typer.Option("--page", metavar="FILE", help="Write the result to this .html file.")]
Pdf = Annotated[Path | None, typer.Option("--pdf", metavar="FILE", help="Write the result to this .pdf file.")]
PersonOption = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="Keep the result with this person of the training log.")
]
Clips = Annotated[
    list[str] | None,
    typer.Argument(metavar="[TEST=VIDEO]...", help="Videos by test, as in thomas:left=left.mp4.", show_default=False),
]
Chosen = Annotated[str | None, typer.Option("--tests", metavar="IDS", help="Which tests to guide through, by id.")]


Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing of what was measured; only write files.")]


class _Network(NamedTuple):
    """What finds the person."""

    model: str | None
    estimator: str
    threads: int | None
    size_px: tuple[int, int] | None
    fps: float | None


class _Given(NamedTuple):
    """A video of a test, and what was said of it."""

    test: str
    video: Path
    side: "BodySide | None"
    hurt: bool | None
    stature_m: float | None


class _Wanted(NamedTuple):
    """Where results are written."""

    page: Path | None
    pdf: Path | None
    json: bool
    quiet: bool


def register(app: typer.Typer) -> None:
    """Add the commands to ``app``."""
    app.command("test", epilog="\n".join(_TEST))(measure_test)
    app.command(epilog="\n".join(_BATTERY))(battery)


def measure_test(  # noqa: PLR0913  # Typer reads the options from the parameters
    name: Name = None,
    videos: Videos = None,
    *,
    side: SideOption = None,
    hurt: Hurt = None,
    person: PersonOption = None,
    stature: options.Stature = None,
    page: Page = None,
    pdf: Pdf = None,
    json: Json = False,
    size: options.Size = None,
    fps: options.Fps = None,
    model: options.Model = None,
    estimator: options.Estimator = "blazepose",
    threads: options.Threads = None,
    quiet: Quiet = False,
) -> None:
    """Measure a self-test in a video: how to do it, what was measured, left and right apart.

    Without a name it lists the tests. With a name it shows how to do and film one. With videos it measures: a value
    with its interval, or the reason why there is none.
    """
    if name is None:
        _list()
        return
    from hiphinge.workflow.log_days import self_test as test_named  # noqa: PLC0415  # --help does without

    wanted = test_named(name)
    if not videos:
        _show(wanted)
        return
    _check_filmed(wanted)
    if side is not None and len(videos) > 1:
        message = "--side names the side of one video. Leave it out, or measure the videos one by one."
        raise UsageError(message)
    hurts = _asked_pain(wanted, hurt)
    stature_m = None if stature is None else length_m(stature)
    network = _Network(model, estimator, threads, None if size is None else frame_size_px(size), fps)
    given = [_Given(wanted.id, video, _side(side), hurts, stature_m) for video in videos]
    _measure_and_say(given, network, _Wanted(page, pdf, json, quiet), person)


def battery(  # noqa: PLR0913  # Typer reads the options from the parameters
    clips: Clips = None,
    *,
    tests: Chosen = None,
    hurt: Hurt = None,
    person: PersonOption = None,
    stature: options.Stature = None,
    page: Page = None,
    pdf: Pdf = None,
    json: Json = False,
    model: options.Model = None,
    estimator: options.Estimator = "blazepose",
    threads: options.Threads = None,
    quiet: Quiet = False,
) -> None:
    """Do several self-tests in one sitting: a guide, then one result as text, page and PDF.

    Without videos it guides through the tests in a good order. With videos it measures them all and shows one result;
    with a person it is kept, and the next plan reads it.
    """
    if not clips:
        _guide(tests)
        return
    if tests is not None:
        message = "--tests chooses what to guide through; videos name their tests themselves. Leave one of them out."
        raise UsageError(message)
    stature_m = None if stature is None else length_m(stature)
    given = [_clip(one, hurt, stature_m) for one in clips]
    network = _Network(model, estimator, threads, None, None)
    _measure_and_say(given, network, _Wanted(page, pdf, json, quiet), person)


def _clip(text: str, hurt: bool | None, stature_m: float | None) -> _Given:  # noqa: FBT001  # as Typer gives it
    from hiphinge.workflow.log_days import self_test as test_named  # noqa: PLC0415  # --help does without

    which, _, video = text.partition("=")
    name, _, side = which.partition(":")
    if not video or side not in {"", *Side}:
        message = f"A video of a sitting should be written like toe_touch=touch.mp4 or thomas:left=l.mp4, not {text!r}."
        raise UsageError(message)
    wanted = test_named(name)
    _check_filmed(wanted)
    return _Given(
        wanted.id, Path(video), _side(Side(side)) if side else None, _asked_pain(wanted, hurt, shared=True), stature_m
    )


def _check_filmed(wanted: "SelfTest") -> None:
    if wanted.protocol is None:
        message = f"The test {wanted.id!r} has a command of its own. Write: hiphinge calibrate VIDEO"
        raise UsageError(message)


def _side(side: Side | None) -> "Literal['left', 'right'] | None":
    return None if side is None else "left" if side is Side.LEFT else "right"


def _asked_pain(wanted: "SelfTest", hurt: bool | None, *, shared: bool = False) -> bool | None:  # noqa: FBT001  # as Typer gives it
    """Return whether it hurt: as given, or asked for in a terminal where the test asks."""
    asks = wanted.protocol is not None and wanted.protocol.asks_pain
    if hurt is not None and not asks and not shared:
        message = f"The {wanted.name.lower()} does not ask whether it hurt. Leave out --hurt and --no-hurt."
        raise UsageError(message)
    if hurt is not None or not asks or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return hurt if asks else None
    return bool(typer.confirm(f"Did the {wanted.name.lower()} hurt?", default=None))


def _measure_and_say(given: "Sequence[_Given]", network: _Network, wanted: _Wanted, person: str | None) -> None:
    from hiphinge.filesystem import check_writable  # noqa: PLC0415  # --help does without

    if person is not None:
        _check_person(person)
    for path in (path for path in (wanted.page, wanted.pdf) if path is not None):
        check_writable(path.absolute().parent, make_folders=False)
    results = _measured(given, network, quiet=wanted.quiet)
    earlier = {} if person is None else _filed(results, person)
    _say(results, earlier, wanted, person=person)
    if not any(one.measured for one in results):
        if wanted.quiet:
            say(" ".join(f"{one.test}: {reason.reason}" for one in results for reason in _reasons(one)[:1]))
        raise typer.Exit(NotMeasurableError.exit_code)


def _reasons(result: "SelfTestResult") -> "list[NotMeasurable]":
    """Return why a test was not measured."""
    from hiphinge.measures import NotMeasurable  # noqa: PLC0415  # --help does without

    return [*result.reasons, *(v.measured for v in result.values if isinstance(v.measured, NotMeasurable))]


def _check_person(person: str) -> None:
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # --help does without

    with user_store() as store:
        chosen_person(store, person)


def _measured(given: "Sequence[_Given]", network: _Network, *, quiet: bool) -> "list[SelfTestResult]":
    """Return one result for each test, its videos joined."""
    from hiphinge.assessments import join_self_tests  # noqa: PLC0415  # --help does without
    from hiphinge.motion import Person  # noqa: PLC0415  # likewise
    from hiphinge.workflow.self_tests import self_test  # noqa: PLC0415  # likewise

    found: dict[str, SelfTestResult] = {}
    for one in given:
        with watched(one.video.name, quiet=quiet) as listener:
            result = self_test(
                one.test,
                one.video,
                side=one.side,
                hurt=one.hurt,
                person=Person(stature_m=one.stature_m),
                model=network.model,
                estimator=network.estimator,
                threads=network.threads,
                size_px=network.size_px,
                fps=network.fps,
                progress=listener,
            )
        found[one.test] = join_self_tests(found[one.test], result) if one.test in found else result
    return list(found.values())


def _filed(results: "Sequence[SelfTestResult]", person: str) -> "Earlier":
    """Keep results with a person; return what was measured before."""
    from hiphinge.workflow.self_tests import earlier_tests, file_self_tests  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise

    with user_store() as store:
        whose = chosen_person(store, person)
        earlier = earlier_tests(store, whose)
        file_self_tests(store, whose, results)
    return earlier


def _say(results: "Sequence[SelfTestResult]", earlier: "Earlier", wanted: _Wanted, *, person: str | None) -> None:
    from hiphinge.reports.self_tests import battery_sheet, result_sheet  # noqa: PLC0415  # --help does without
    from hiphinge.reports.sheets import sheet_lines  # noqa: PLC0415  # likewise

    sheet = result_sheet(results[0], earlier) if len(results) == 1 else battery_sheet(results, earlier)
    _write(sheet, wanted, whose=person or "")
    if wanted.json:
        from hiphinge.documents.self_tests import self_tests_json  # noqa: PLC0415  # not always wanted

        say(self_tests_json(results))
        return
    if wanted.quiet:
        return
    for line in sheet_lines(sheet):
        say(line)
    if person is not None:
        say(f"\nKept with {person}. All results so far: hiphinge log test --person {person}")


def _write(sheet: "Sheet", wanted: _Wanted, *, whose: str) -> None:
    if wanted.page is not None:
        from hiphinge.reports.sheets.page import write_sheet  # noqa: PLC0415  # not always wanted

        write_sheet(sheet, wanted.page)
    if wanted.pdf is not None:
        from hiphinge.reports.pdf import pdf_of  # noqa: PLC0415  # not always wanted
        from hiphinge.reports.self_tests import battery_paper  # noqa: PLC0415  # likewise
        from hiphinge.workflow.handing_out import write_whole  # noqa: PLC0415  # likewise

        write_whole(pdf_of(battery_paper(sheet, whose=whose)), wanted.pdf, what="The PDF")


def _list() -> None:
    from hiphinge.assessments import filmed_tests  # noqa: PLC0415  # --help does without

    rows = [
        (one.id, one.name, "left and right" if one.protocol.sides else "", " or ".join(one.protocol.views))
        for one in filmed_tests().values()
        if one.protocol is not None
    ]
    say_table(("id", "test", "sides", "filmed from"), rows)
    say("How to do one: hiphinge test ID. In one sitting: hiphinge battery. The full bend: hiphinge calibrate VIDEO")


def _show(wanted: "SelfTest") -> None:
    from hiphinge.reports.sheets import sheet_in, sheet_lines  # noqa: PLC0415  # --help does without

    for line in sheet_lines(sheet_in("self_tests", wanted.id)):
        say(line)


def _guide(tests: str | None) -> None:
    from hiphinge.assessments import filmed_tests  # noqa: PLC0415  # --help does without
    from hiphinge.reports.self_tests import guide_sheet  # noqa: PLC0415  # likewise
    from hiphinge.reports.sheets import sheet_lines  # noqa: PLC0415  # likewise
    from hiphinge.workflow.log_days import self_test as test_named  # noqa: PLC0415  # likewise

    known = filmed_tests()
    names = _USUAL if tests is None else tuple(one for one in tests.split(",") if one.strip())
    if not names:
        message = "--tests names no test. Give some of them, as in --tests toe_touch,jump, or leave it out."
        raise UsageError(message)
    chosen = set()
    for wanted in map(test_named, names):
        _check_filmed(wanted)
        chosen.add(wanted.id)
    for line in sheet_lines(guide_sheet(one for one in known.values() if one.id in chosen)):
        say(line)
    say("\nThen measure them: hiphinge battery TEST=VIDEO ... (other tests: --tests, listed by hiphinge test)")
