"""What changed over a person's training, and two of their days, sets or repetitions side by side."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.errors import UsageError
from hiphinge.server.access import Who, needs
from hiphinge.server.site import Here
from hiphinge.workflow.comparing import ComparedSide, compare_sides, comparison_values, read_logged_side, read_sides
from hiphinge.workflow.demonstrations import DEMONSTRATION
from hiphinge.workflow.sessions import AnalysedSession, analysed_sessions
from hiphinge.workflow.training_progress import parse_cycle, progress_of, progress_values

__all__ = ["routes"]

_SIDE = re.compile(r"(?:[0-9a-f]{32}|\d{4}-\d\d-\d\d)(?:#(?:set)?\d{1,4}|#reference)?")
_RECORDING = re.compile(r"([0-9a-f]{32})(?:#(\d{1,4}))?")


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/progress")
    @needs(Who.SIGNED_IN)
    def _progress(request: Request, site: Here, exercise: str = "", first: str = "", second: str = "") -> Response:
        person = site.current(request)
        if person is None:
            return site.page(request, "nobody.html.j2", title="Progress")
        cycles = (parse_cycle(first), parse_cycle(second)) if first and second else None
        found = progress_of(site.store, person, exercise=exercise or None, cycles=cycles)
        asked = {"exercise": exercise, "first": first, "second": second}
        return site.page(request, "progress.html.j2", asked=asked, **progress_values(found))

    @pages.get("/compare")
    @needs(Who.SIGNED_IN)
    def _compare(request: Request, site: Here, a: str = "", b: str = "") -> Response:
        person = site.current(request)
        if person is None:
            return site.page(request, "nobody.html.j2", title="Compare")
        sessions = analysed_sessions(site.store, [person])
        values: dict[str, Any] = {}
        if a and b:

            def read(text: str) -> ComparedSide:
                named = read_logged_side(_side(text), store=site.store, person=person)
                return replace(named, name=_words(text, sessions))

            values = comparison_values(compare_sides(*read_sides(a, b, read=read)))
        values |= {"sessions": sessions, "asked": {"a": a, "b": b}, "together": _together(a, b) if values else None}
        values["demonstration"] = DEMONSTRATION
        return site.page(request, "compare_page.html.j2", **values)

    return pages


def _side(text: str) -> str:
    wanted = re.sub(r"\s+", "", text).lower()
    if _SIDE.fullmatch(wanted) is None:
        message = (
            "A side should be chosen from the list, or be a day such as 2026-05-04; #3 behind it is repetition 3, "
            f"#set2 set 2. But it is {text[:60]!r}."
        )
        raise UsageError(message)
    return wanted


def _together(a: str, b: str) -> str | None:
    """Return the address of the page on which the videos of both sides play together; None for days and sets."""
    sides = [_RECORDING.fullmatch(re.sub(r"\s+", "", text).lower()) for text in (a, b)]
    if not all(sides):
        return None
    first, second = (side.groups() for side in sides if side is not None)
    numbers = "&".join(f"{name}={side[1]}" for name, side in (("a", first), ("b", second)) if side[1] is not None)
    return f"/analyses/{first[0]}/beside/{second[0]}{'?' if numbers else ''}{numbers}"


def _words(text: str, sessions: Sequence[AnalysedSession]) -> str:
    """Return what a side is called: the day and name of its recording, and which part."""
    id_, _, part = text.strip().partition("#")
    known = next((f"{one.day}, {one.name}" for one in sessions if one.id == id_), id_)
    if not part:
        return known
    return f"{known}, set {part.removeprefix('set')}" if part.startswith("set") else f"{known}, repetition {part}"
