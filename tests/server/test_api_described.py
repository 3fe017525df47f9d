"""Requests that are made up from the description are answered as it says, and never with an error of our own."""

from typing import TYPE_CHECKING

from tests.server.programs import TOKEN, programs_of
from validation.api.asking import ask_everything

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.conftest import Filmed

HEADERS = {"Authorization": f"Bearer {TOKEN}", "Host": "127.0.0.1:8765"}
EXAMPLES = 2
"""A short look at each route; `python -m validation.api` takes a long one, as each role."""


def test_every_answer_is_one_that_the_description_names(filmed: "Filmed", tmp_path: "Path") -> None:
    programs = programs_of(filmed.opened, tmp_path / "work")
    (recording,) = programs.client().recordings()
    known = {"person": [filmed.person.id], "analysis": [filmed.id], "recording": [recording["id"]], "table": ["drills"]}
    asked = ask_everything(programs.opened.app, headers=HEADERS, known=known, examples=EXAMPLES)
    assert asked.wrong == []
    assert {200, 201, 204, 401, 404, 422} <= {status for _, status in asked.statuses}
    assert len(asked.routes) == 44, "all but the pieces of uploads"
