"""``hiphinge live``: a camera without a browser; what happens is printed, and spoken where the system has a voice."""

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from hiphinge.cli import options
from hiphinge.cli.screen import say
from hiphinge.cli.speaking import Voice, ended_by_signal

if TYPE_CHECKING:
    from hiphinge.analysis import Analysis
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store
    from hiphinge.workflow.live import LiveEvent

__all__ = ["register"]

_BELLS = ("tone", "touch")
_EXAMPLES = (
    "[bold]Examples[/]",
    "hiphinge live",
    "hiphinge live 1 --exercise rdl --load 60 --person ana",
    "hiphinge live --drill wall_touch",
    "hiphinge live set.mp4 --now --no-speak",
)
_Camera = Annotated[str, typer.Argument(metavar="[CAMERA]", help="Number or name of a camera, or a video to play.")]
_Person = Annotated[
    str | None, typer.Option("--person", metavar="NAME", help="In whose log it is kept.  \\[default: nobody's]")
]
_Drill = Annotated[
    str | None,
    typer.Option(
        "--drill", metavar="NAME", help="A drill: wall_touch, dowel, tempo, bottom_pause, waiters_bow, band_pull."
    ),
]
_Now = Annotated[bool, typer.Option("--now", help="Start with the first frame, without a raised hand.")]
_Countdown = Annotated[
    float, typer.Option("--countdown", min=0.0, max=60.0, metavar="SECONDS", help="From a raised hand to the start.")
]
_Speak = Annotated[
    bool | None, typer.Option("--speak/--no-speak", help="Speak cues.  \\[default: where the system has a voice]")
]


def register(app: typer.Typer) -> None:
    """Add the command to ``app``."""
    app.command("live", epilog="\n".join(_EXAMPLES))(coach)


def coach(  # the options of the command
    camera: _Camera = "0",
    *,
    exercise: options.Exercise = None,
    load: options.Load = None,
    person: _Person = None,
    drill: _Drill = None,
    now: _Now = False,
    countdown: _Countdown = 5.0,
    speak: _Speak = None,
) -> None:
    """Coach a set live: one hand raised starts it, a tone marks a lower back that gets rounder, Ctrl-C ends it.

    Stand side-on, hips and feet in view.
    """
    from hiphinge.cli.units import Units, mass_kg  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.live import live  # noqa: PLC0415  # likewise
    from hiphinge.workflow.stores import user_store  # noqa: PLC0415  # likewise

    load_kg = None if load is None else mass_kg(load, units=Units.METRIC)
    teller = _Teller(Voice.wanted(speak))
    began_at = datetime.now(UTC)
    with contextlib.ExitStack() as stack:
        store = None if person is None else stack.enter_context(user_store())
        whose = None if store is None or person is None else store.people.named(person)
        known = {} if whose is None or store is None else _known(whose, store)
        with ended_by_signal() as ending:
            for event in live(
                camera,
                exercise=exercise,
                load_kg=load_kg,
                drill=drill,
                at_once=now,
                countdown_s=countdown,
                ending=ending,
                **known,  # type: ignore[arg-type]  # what is known of a person
            ):
                teller.tell(event)
        for analysis in teller.analyses:
            _keep(analysis, whose, store, began_at)


def _known(person: "PersonRecord", store: "Store") -> dict[str, object]:
    from hiphinge.workflow.known_person import known_person  # noqa: PLC0415  # --help does without
    from hiphinge.workflow.stores import person_files  # noqa: PLC0415  # likewise

    known = known_person(person.name, person_files(store))
    return {"person": known.person, "reference": known.standing}


def _keep(analysis: "Analysis", person: "PersonRecord | None", store: "Store | None", began_at: datetime) -> None:
    counted = len(analysis.counted)
    say("One repetition." if counted == 1 else f"{counted} repetitions.")
    if analysis.advice is not None:
        say(f"For the next set: {analysis.advice.cue} {analysis.advice.next}")
    if person is None or store is None:
        return
    from hiphinge.workflow.live.saving import file_live  # noqa: PLC0415  # --help does without

    filed = file_live(store, person, analysis, began_at=began_at)
    say(f"Kept in the log of {person.name} as {filed.analysis.id[-8:]}; poses and results, no video.")
    if filed.joining.joined:
        say("It is joined to the set that was logged at that time.")


class _Teller:
    """Says what happens, and collects the analyses."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.analyses: list[Analysis] = []

    def tell(self, event: "LiveEvent") -> None:
        from hiphinge.analysis import Analysis  # noqa: PLC0415  # --help does without
        from hiphinge.catalogue import load  # noqa: PLC0415  # likewise
        from hiphinge.coaching.live_cues import LiveCue  # noqa: PLC0415  # likewise
        from hiphinge.workflow.live import Framing, Gap, PhaseChanged  # noqa: PLC0415  # likewise
        from hiphinge.workflow.live.messages import gap_words  # noqa: PLC0415  # likewise

        if isinstance(event, Analysis):
            self.analyses.append(event)
        elif isinstance(event, Gap):
            self._voice.say(gap_words(event))
        elif isinstance(event, LiveCue):
            text = f"Touch {event.text}" if event.kind == "touch" else event.text
            self._voice.say(text, spoken=event.spoken, bell=event.kind in _BELLS, waits=event.kind == "status")
        elif isinstance(event, PhaseChanged) and event.phase == "countdown" and event.seconds:
            self._voice.say(load().phrases["live_countdown"].say(seconds=f"{event.seconds:g}"))
        elif isinstance(event, PhaseChanged) and event.phase == "running":
            self._voice.say(load().phrases["live_stand"].text)
        elif isinstance(event, Framing):
            words = event.problems[:1] or (("live_framed",) if event.good else ())
            text = load().phrases[words[0]].text if words else ""
            if text and text != self._voice.said:
                self._voice.say(text)
