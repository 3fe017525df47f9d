"""Fills the page of a report: one file that loads nothing, from data that is already complete."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, Template

from hiphinge.reports.model import Player, RepetitionCard, Report
from hiphinge.reports.paper import environment, part, policy, style, write_whole
from hiphinge.reports.scales import scale_drawing
from hiphinge.reports.text import clock
from hiphinge.reports.text.sentences import FILMING, GRADES, PHASES

__all__ = ["html_page", "report_environment", "report_values", "write_page"]

_MARK_WORDS = {
    "held": "nothing stood out",
    "fault": "something was found",
    "information": "good to know",
    "unjudged": "too little measured to judge",
    "attempt": "not counted",
}

_MANY = 12
"""From more repetitions on, the table of all numbers is set in blocks, which fit a page of any width."""


def html_page(report: Report) -> str:
    """Return the page as one HTML document.

    Images, style and script are inside it, and its content policy forbids the browser to fetch anything; only the
    video is opened, from beside the page or by hand.
    """
    script = part("report.js")
    return _page().render(
        **report_values(report),
        policy=policy(script, media="'self' file: blob:"),
        script=script,
        style=style("report.css"),
        beside=False,
    )


def report_values(report: Report) -> dict[str, Any]:
    """Return what the templates of a report are filled with, on a page of its own or inside another."""
    player = report.player
    return {
        "report": report,
        "camera": part("camera.svg"),
        "filming": FILMING,
        "grade_words": tuple(GRADES.items()),
        "grade_table": GRADES,
        "mark_words": _MARK_WORDS,
        "kinds": {_kind(card) for card in report.repetitions},
        "levels": {card.level for card in report.findings},
        "many": len(report.repetitions) > _MANY,
        "taught": {sheet.id for sheet in report.lessons},
        "phase_words": _phases_shown(player),
        "moving": _moving(player, report) if player is not None and player.charts else None,
        "x_start": 0 if player is None else round(player.start_s * 100),
        "x_span": 1 if player is None else round((player.end_s - player.start_s) * 100),
    }


def write_page(report: Report, path: Path) -> None:
    """Write the page; until it is whole, nothing is there.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    write_whole(html_page(report), path)


@cache
def _page() -> Template:
    return report_environment().get_template("report.html.j2")


def report_environment(*packages: str) -> Environment:
    """Return what fills templates of reports, and those of ``packages``, with the filters that they use."""
    found = environment(*packages)
    found.filters["clock"] = clock
    found.filters["kind"] = _kind
    found.filters["sentence"] = lambda words: words[:1].upper() + words[1:]
    found.filters["as_scale"] = scale_drawing
    found.filters["bottom_index"] = lambda names: names.index("Bottom") if "Bottom" in names else 0
    return found


def _kind(card: RepetitionCard) -> str:
    if not card.counts:
        return "attempt"
    levels = {f.level for f in card.findings}
    if not levels:
        return "held" if card.is_judged else "unjudged"
    return "fault" if "fault" in levels else "information"


def _phases_shown(player: Player | None) -> tuple[tuple[str, str], ...]:
    kinds = set() if player is None else {b.kind for b in player.phases}
    return tuple((kind, words) for kind, words in PHASES.items() if kind in kinds)


def _moving(player: Player, report: Report) -> dict[str, Any]:
    """Return what the script needs, as plain data."""
    bottoms = {card.index: (card.bottom_s, card.title) for card in report.repetitions}
    return {
        "times": player.times_s,
        "joints": player.joints,
        "bones": player.bones,
        "floor": player.floor,
        "box": player.box,
        "size": player.size,
        "duration": player.end_s,
        "charts": {c.id: {"values": c.values, "unit": c.unit} for c in player.charts},
        "repetitions": [
            {
                "start": b.start_s,
                "end": b.end_s,
                "bottom": bottoms[b.repetition][0],
                "words": bottoms[b.repetition][1],
            }
            for b in player.repetitions
        ],
        "phases": [{"name": b.name, "start": b.start_s, "end": b.end_s} for b in player.phases],
    }
