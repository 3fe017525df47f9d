"""Lessons, drills, findings and evidence: every item has a page, every link leads somewhere, and words find them."""

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from hiphinge.catalogue import load
from hiphinge.reports.sheets import ids_in
from hiphinge.workflow import library
from hiphinge.workflow.library import KIND_TITLES, mentions, search

if TYPE_CHECKING:
    from tests.server.conftest import Opened

OWN_PAGES = ("/learn", "/learn/ready", "/library", "/library/filming", "/library?q=wall", "/data", "/settings")


def links(text: str) -> set[str]:
    """Return where the links of a page's main part lead, on this site."""
    main = text[text.index("<main") : text.index("</main>")]
    return {unescape(found) for found in re.findall(r'href="([^"]+)"', main)}


def test_every_item_has_a_page_and_every_link_leads_somewhere(opened: "Opened") -> None:
    opened.add()
    every = {f"/library/{table}/{id_}" for table in KIND_TITLES for id_ in ids_in(table)}
    left, texts = [*OWN_PAGES, *every], dict[str, str]()

    def text_of(address: str) -> str:
        if address not in texts:
            answer = opened.browser.get(address)
            assert answer.status_code == 200, address
            texts[address] = answer.text
        return texts[address]

    while left:
        text = text_of(address := left.pop())
        for found in links(text):
            path, _, place = found.partition("#")
            assert not place or f'id="{place}"' in (text_of(path) if path else text), (address, found)
            if path and path not in texts:
                text_of(path)
                left += [path] if path.startswith("/library") or path in OWN_PAGES else []
    assert every < texts.keys()
    assert len(every) > 600


def test_nothing_of_an_unknown_name(opened: "Opened") -> None:
    for path in (
        "/library/back_givs",
        "/library/faults/nothing",
        "/library/tables/back_gives",
    ):
        assert opened.browser.get(path).status_code == 404, path
    assert "back_gives" in opened.browser.get("/library/back_givs").text


def test_an_id_that_two_tables_have_leads_to_both(opened: "Opened") -> None:
    tables = [table for table in KIND_TITLES if "tempo" in ids_in(table)]
    assert len(tables) == 2
    kinds = [
        re.findall('<p class="eyebrow">([^<]+)', opened.browser.get(f"/library/{table}/tempo").text) for table in tables
    ]
    assert kinds[0] != kinds[1]


@pytest.mark.parametrize(
    ("query", "table", "id_"),
    [
        ("deadlif", "exercises", "conventional_deadlift"),
        ("RDL", "exercises", "romanian_deadlift"),
        ("kettlebel swng", "exercises", "kettlebell_swing"),
        ("hamstrngs", "muscles", "hamstrings"),
        ("wall", "lessons", "wall"),
        ("2-19", "statements", "2-19"),
        ("mcgill", "evidence", "mcgill-marshall-2012"),
        ("Rounding upper back", "faults", "thoracic_rounding"),
    ],
)
def test_words_find_what_is_meant(query: str, table: str, id_: str) -> None:
    found = search(query)
    assert table in dict(found.groups)
    assert id_ in [one.entry.id for one in dict(found.groups)[table]], [
        one.entry.id for one in dict(found.groups)[table]
    ]
    assert found.all_words


def test_who_types_the_name_of_an_exercise_finds_it_at_the_top() -> None:
    for exercise in load().exercises.values():
        for name in (exercise.name, exercise.id, *exercise.aliases):
            found = dict(search(name).groups)["exercises"]
            assert exercise.id in [one.entry.id for one in found[:3]], name


def test_a_search_says_what_it_did(opened: "Opened") -> None:
    text = opened.browser.get("/library?q=hamstrngs").text
    assert "read as <b>hamstring</b>" in text
    assert "<mark>" in text
    assert "Nothing in the library holds these words" in opened.browser.get("/library?q=zzzzqqqq").text
    assert "none has all of the words" in opened.browser.get("/library?q=hamstrings+zzzzqqqq").text
    assert 'value="&lt;b&gt;&#34;"' in opened.browser.get("/library?q=%3Cb%3E%22").text
    assert opened.browser.get("/library", params={"q": "a" * 10_000}).status_code == 200


def test_a_source_names_what_rests_on_it() -> None:
    fault = next(one for one in load().faults.values() if one.citations)
    assert ("faults", fault.id) in [one.key for one in mentions("evidence", fault.citations[0])]
    assert mentions("evidence", "nobody-1900") == ()


def test_a_page_leads_back_to_the_report_it_was_opened_from(opened: "Opened") -> None:
    id_ = "a" * 32
    text = opened.browser.get(f"/library/faults/back_gives?from={id_}").text
    assert f'href="/analyses/{id_}#found-back_gives"' in text
    assert f"?from={id_}" in text.partition("</nav>")[2]
    assert "Back to the report" not in opened.browser.get("/library/faults/back_gives").text
    assert opened.browser.get("/library/faults/back_gives?from=%22%3E").status_code == 422


def test_lessons_say_how_far_somebody_is_and_what_their_answers_lead_to(opened: "Opened") -> None:
    person = opened.add()
    assert "answer a few questions" in opened.browser.get("/learn").text
    asked = dict.fromkeys(load().questions, "no")
    assert opened.send("/learn/ready", person=person.id, **asked | {"chest_pain": "yes"})[0] == 303
    assert load().questions["chest_pain"].yes in unescape(opened.browser.get("/learn/ready").text)
    assert "Next for you" in opened.browser.get("/learn").text
    assert opened.send("/learn/ready", person=person.id, chest_pain="no")[0] == 422
    assert load().questions["chest_pain"].yes in unescape(opened.browser.get("/learn/ready").text)


def test_figures_move_inside_the_page(opened: "Opened") -> None:
    text = opened.browser.get("/learn").text
    assert text.count('src="data:image/svg+xml;base64,') == len(load().lessons) + len(load().drills)
    assert re.findall(r"<img(?![^>]*alt=\"[^\"]+\")", text) == []


def test_a_library_that_was_put_together_is_not_put_together_again(monkeypatch: pytest.MonkeyPatch) -> None:
    library.put_together()
    monkeypatch.setattr(library, "_shelved", None)
    assert library.entries_of("drills")
    assert search("hinge").count
    assert mentions("drills", library.entries_of("drills")[0].id) is not None
