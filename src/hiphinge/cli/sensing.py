"""``hiphinge sensors``: motion sensors on the back, live, with a signal beyond a share of the own full bend."""

import contextlib
import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli.screen import say
from hiphinge.cli.speaking import Voice, ended_by_signal

if TYPE_CHECKING:
    from hiphinge.coaching.back_band import BandChange
    from hiphinge.motion import BackAim
    from hiphinge.workflow.live.sensing import SensorNotice, SensorSession

__all__ = ["register"]

_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge sensors udp:5005",
    "hiphinge sensors lsl --band 70 --person ana",
    "hiphinge sensors ble:T12=00:11:22:33:44:55,S2=00:11:22:33:44:56 --out monday",
)
_Source = Annotated[
    str,
    typer.Argument(
        metavar="SENSORS",
        help="udp:PORT or udp:HOST:PORT for JSON and OSC messages, lsl or lsl:NAME for Lab Streaming Layer, "
        "ble:PLACE=ADDRESS,... for Bluetooth sensors of WitMotion.",
    ),
]
_Band = Annotated[
    float, typer.Option("--band", metavar="PERCENT", help="The signal comes beyond this share of your full bend.")
]
_Maximum = Annotated[
    float | None,
    typer.Option(
        "--maximum", metavar="DEG", help="Your full bend, degrees.  \\[default: the deepest of the two at the start]"
    ),
]
_Person = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="Whose aim and practice count.  \\[default: nobody's]")
]
_Out = Annotated[
    Path | None, typer.Option("--out", metavar="FOLDER", help="Keep samples and signals; `analyze` reads the folder.")
]
_Seconds = Annotated[
    float | None, typer.Option("--seconds", min=1.0, metavar="N", help="End after so long.  \\[default: with Ctrl-C]")
]
_Speak = Annotated[
    bool | None, typer.Option("--speak/--no-speak", help="Speak.  \\[default: where the system has a voice]")
]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("sensors", epilog="\n".join(_EXAMPLES))(sensors)


def sensors(  # the options of the command
    source: _Source,
    *,
    band: _Band = 80.0,
    maximum: _Maximum = None,
    person: _Person = None,
    out: _Out = None,
    seconds: _Seconds = None,
    speak: _Speak = None,
) -> None:
    """Wear motion sensors on your back: a signal comes beyond a share of your own full bend, Ctrl-C ends it.

    One at T12 or T8 and one at L5 or on the pelvis, on skin or tight clothes. Signals get rarer as you practise.
    """
    from hiphinge.sources.live_sensors import open_sensors  # noqa: PLC0415  # likewise
    from hiphinge.workflow.live.sensing import SensorSession, check_empty, sensing  # noqa: PLC0415  # likewise

    aim, practised = (None, 0) if person is None else _known(person)
    session = SensorSession(share=band / 100.0, maximum_deg=maximum, practised=practised)
    if out is not None:
        check_empty(out)
    voice = Voice.wanted(speak)
    with (
        open_sensors(source) as opened,
        _kept(session, out),
        ended_by_signal() as ending,
        contextlib.closing(sensing(opened, session, ending=ending, seconds=seconds)) as events,
    ):
        for event in events:
            _tell(event, voice, aim=aim, band=band)
    say(_summary(session))


@contextlib.contextmanager
def _kept(session: "SensorSession", out: Path | None) -> Iterator[None]:
    """Keep what was recorded when the session ends, however it does."""
    try:
        yield
    finally:
        recording = None if out is None else session.recording()
        if out is not None and recording is None:
            say("Nothing was recorded that could be kept.")
        elif out is not None and recording is not None:
            from hiphinge.workflow.live.sensing import write_recording  # noqa: PLC0415  # --help does without

            write_recording(recording, out)
            _write_signals(session, out / "signals.csv", began_s=recording.start_s)
            say(f"Kept in {out}. Analyse it: hiphinge analyze {out}")


def _known(person: str) -> "tuple[BackAim | None, int]":
    from hiphinge.workflow.known_person import known_person  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.notes import read_notes  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import person_files, user_store  # noqa: PLC0415  # likewise

    with user_store() as store:
        whose, files = store.people.named(person), person_files(store)
        known = known_person(whose.name, files).person
        return known.back_aim, read_notes(whose.name, files).practised


def _tell(event: "SensorNotice | BandChange", voice: Voice, *, aim: "BackAim | None", band: float) -> None:
    from hiphinge.catalogue import load  # noqa: PLC0415  # --help does without
    from hiphinge.coaching.back_band import BandChange  # noqa: PLC0415  # likewise
    from hiphinge.workflow.live.phone_sensors import sentence_of  # noqa: PLC0415  # likewise

    if isinstance(event, BandChange):
        if event.beyond and event.signalled:
            id_ = "sensors_reached" if aim == "more" else "sensors_beyond"
            voice.say(load().phrases[id_].say(share=f"{band:g} %"), spoken=False, bell=True)
    else:
        voice.say(sentence_of(event, band=band))


def _summary(session: "SensorSession") -> str:
    if not session.is_ready and session.recording() is None:
        return "No sample came from the sensors. See that they are on, and that they send to what you named."
    if not session.is_ready:
        return "The sensors were not calibrated: nothing was measured."
    beyond = len({change.bend for change in session.changes if change.beyond})
    if session.bends == 0:
        return "No bend was measured after the two at the start."
    if session.bends == 1:
        return f"One bend, {'' if beyond else 'not '}beyond the band."
    many = "all" if beyond == session.bends else beyond or "none"
    return f"{session.bends} bends, {many} of them beyond the band."


def _write_signals(session: "SensorSession", path: Path, *, began_s: float) -> None:
    from hiphinge.filesystem import write_bytes  # noqa: PLC0415  # --help does without

    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["seconds", "bend", "beyond", "share_of_maximum", "signalled"])
    for change in session.changes:
        row = (f"{change.time_s - began_s:.3f}", change.bend, int(change.beyond), f"{change.share:.3f}")
        table.writerow([*row, int(change.signalled)])
    write_bytes(path, text.getvalue().encode(), what="The signals")
