"""``hiphinge watch``: videos that arrive in a folder are analysed once and filed, until it is stopped."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import options
from hiphinge.cli.filing import filed_lines
from hiphinge.cli.screen import complain, say
from hiphinge.cli.showing import OpenPage, has_screen, show_page
from hiphinge.cli.waiting import watched
from hiphinge.errors import HiphingeError, InputMissingError

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store
    from hiphinge.workflow import Result
    from hiphinge.workflow.watching import Taken

__all__ = ["register", "watch"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge watch ~/Phone/Camera",
    "hiphinge watch ~/Phone/Camera --person ana --out results",
    "hiphinge watch ~/Phone/Camera --once",
)
_Folder = Annotated[
    Path, typer.Argument(metavar="FOLDER", help="Where your phone's videos arrive.", show_default=False)
]
_Person = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="Whose log.  \\[default: if there is one person only]")
]
_Out = Annotated[
    Path | None, typer.Option("--out", "-o", metavar="DIR", help="Folder for the results.  \\[default: FOLDER itself]")
]
_Every = Annotated[float, typer.Option("--every", min=0.1, max=3600, metavar="SECONDS", help="How often to look.")]
_Once = Annotated[bool, typer.Option("--once", help="Take what is there now, and stop.")]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command(epilog="\n".join(_EXAMPLES))(watch)


def watch(  # the options of the command
    folder: _Folder,
    *,
    person: _Person = None,
    exercise: options.Exercise = None,
    out: _Out = None,
    every: _Every = 2.0,
    once: _Once = False,
    open_: OpenPage = None,
    quiet: options.Quiet = False,
) -> None:
    """Analyse and file every video that arrives in a folder, each once; stop it with Ctrl-C.

    A video counts as arrived when it no longer grows. The same video under another name is not analysed again.
    """
    from hiphinge.filesystem import check_writable, locked  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.exercise_lookup import analysed_exercise  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import chosen_person, user_store  # noqa: PLC0415  # likewise
    from hiphinge.workflow.watching import FolderWatch  # noqa: PLC0415  # likewise

    if not folder.is_dir():
        message = f"{folder} should be a folder in which videos arrive, but there is none of that name."
        raise InputMissingError(message)
    lifted = None if exercise is None else analysed_exercise(exercise).id
    home = out or folder
    check_writable(home)
    home.mkdir(parents=True, exist_ok=True)
    with user_store() as store, locked(home, timeout_s=0.0):
        whose = chosen_person(store, person)
        taking = _Taking(store, whose, home, lifted, quiet=quiet, opens=has_screen() if open_ is None else open_)
        if not quiet:
            say(f"Looking through {folder} once." if once else f"Watching {folder} for {whose.name}. Stop with Ctrl-C.")
        looking = FolderWatch(folder)
        looking.arrived()
        while True:
            time.sleep(every)
            for video in looking.arrived():
                taking.take(video)
            if once:
                return


class _Taking:
    """Takes one video after the other, and says what became of each."""

    def __init__(  # what stays the same
        self, store: "Store", person: "PersonRecord", out: Path, exercise: str | None, *, quiet: bool, opens: bool
    ) -> None:
        self._store, self._person, self._out, self._exercise = store, person, out, exercise
        self._quiet, self._opens = quiet, opens

    def take(self, video: Path) -> None:
        """Take a video; an error in it is said and does not stop the others."""
        from hiphinge.workflow.watching import take  # noqa: PLC0415  # --help does without

        try:
            taken = take(video, store=self._store, person=self._person, out=self._out, analyse=self._analysed)
        except HiphingeError as error:
            complain(error, about=video.name)
            return
        if not self._quiet:
            self._say(video, taken)
        if self._opens and taken.folder is not None:
            show_page(taken.folder / "report.html")

    def _analysed(self, video: Path) -> "Result":
        from hiphinge import workflow  # noqa: PLC0415  # --help does without
        from hiphinge.workflow.known_person import known_person  # noqa: PLC0415  # likewise

        known = known_person(self._person.name, self._store.documents)
        with watched(video.name, quiet=self._quiet) as listener:
            return workflow.analyze(
                video, exercise=self._exercise, person=known.person, neutral=known.standing, progress=listener
            )

    def _say(self, video: Path, taken: "Taken") -> None:
        if taken.filed is None or taken.result is None or taken.folder is None:
            say(f"{video.name}: already filed.")
            return
        from hiphinge.reports.text.paragraph import paragraph  # noqa: PLC0415  # --help does without

        say(f"{video.name}: {paragraph(taken.result.analysis).headline}")
        for line in filed_lines(taken.filed, self._person, source=str(taken.folder / "pose.parquet")):
            say(f"  {line}")
        say(f"  Report: {taken.folder / 'report.html'}")
