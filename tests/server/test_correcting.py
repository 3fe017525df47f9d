"""What a person corrects on the page changes what follows everywhere, and can be taken back."""

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.server.conftest import Filmed


def numbers(filmed: "Filmed") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(filmed.opened.browser.get(f"{filmed.path}/analysis.json").content)
    return found


def test_a_repetition_is_deleted_everywhere_and_comes_back(filmed: "Filmed") -> None:
    before = numbers(filmed)
    count = len(before["repetitions"])
    send, page = filmed.opened.send, f"{filmed.path}/correct"
    assert f"Repetition {count}" in filmed.opened.browser.get(page).text
    assert send(page, kind="delete", repetition="1", reason="I stumbled") == (303, page)
    assert len(numbers(filmed)["repetitions"]) == count - 1
    assert "Corrected by you" in filmed.opened.browser.get(filmed.path).text
    said = filmed.opened.browser.get(page).text
    assert "I stumbled" in said
    assert send(f"{filmed.path}/undo", number="1") == (303, page)
    assert numbers(filmed) == before
    assert "taken back" in filmed.opened.browser.get(page).text


def test_set_and_repetition_are_said_anew(filmed: "Filmed") -> None:
    send, page = filmed.opened.send, f"{filmed.path}/correct"
    assert send(page, kind="exercise", name="good_morning")[0] == 303
    assert send(page, kind="load", load_kg="42,5")[0] == 303
    assert send(page, kind="pattern", repetition="1", name="squat")[0] == 303
    now = numbers(filmed)
    assert (now["exercise"]["id"], now["load_kg"]) == ("good_morning", 42.5)
    assert now["repetitions"][0]["pattern"]["label"] == "squat"


def test_what_cannot_be_is_refused_in_words_and_changes_nothing(filmed: "Filmed") -> None:
    before = numbers(filmed)
    page = f"{filmed.path}/correct"
    for fields in (
        {"kind": "delete", "repetition": "99"},
        {"kind": "delete", "repetition": "one"},
        {"kind": "delete"},
        {"kind": "praise", "repetition": "1"},
        {"kind": "exercise", "name": "juggling"},
        {"kind": "split", "repetition": "1", "to_s": "now"},
    ):
        assert filmed.opened.send(page, **fields)[0] in {404, 422}, fields
    assert filmed.opened.send(f"{filmed.path}/undo")[0] == 422
    assert numbers(filmed) == before
