"""Lessons, drills, findings and evidence: every item has a page, every link leads somewhere, and words find them."""

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from hiphinge.catalogue import load
from hiphinge.reports.sheets import ids_in
from hiphinge.workflow.library import KIND_TITLES, contents, mentions, search

if TYPE_CHECKING:
    from tests.server.conftest import Opened

OWN_PAGES = ("/learn", "/learn/ready", "/library", "/library/how_to_film", "/library?q=wall", "/data", "/settings")


def links(text: str) -> set[str]:
    """Return where the links of a page's main part lead, on this site."""
    main = text[text.index("<main") : text.index("</main>")]
    return {unescape(found) for found in re.findall(r'href="([^"]+)"', main)}


@pytest.mark.parametrize("table", KIND_TITLES)
def test_every_item_of_the_catalogue_has_a_page(opened: "Opened", table: str) -> None:
    ids = list(ids_in(table))
    assert ids
    for id_ in ids:
        answer = opened.browser.get(f"/library/{table}/{id_}")
        assert answer.status_code == 200, (table, id_)
        assert "<h1>" in answer.text
        assert opened.browser.get(f"/library/{id_}").status_code == 200, id_


def test_every_link_of_every_page_leads_somewhere(opened: "Opened") -> None:
    opened.add()
    left = [*OWN_PAGES, *(f"/library/{table}/{one.id}" for table, items in contents() for one in items)]
    seen: set[str] = set()
    while left:
        address = left.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = opened.browser.get(address)
        assert answer.status_code == 200, address
        for found in links(answer.text):
            path, _, place = found.partition("#")
            if place:
                target = answer.text if not path else opened.browser.get(path).text
                assert f'id="{place}"' in target, (address, found)
            if path.startswith("/library") or path in OWN_PAGES:
                left.append(path)
            elif path and path not in seen:
                seen.add(path)
                assert opened.browser.get(path).status_code == 200, (address, found)
    assert len(seen) > 600


def test_nothing_of_an_unknown_name(opened: "Opened") -> None:
    for path in (
        "/library/back_givs",
        "/library/faults/nothing",
        "/library/tables/back_gives",
        "/library/faults/..%2f",
    ):
        assert opened.browser.get(path).status_code == 404, path
    assert "back_gives" in opened.browser.get("/library/back_givs").text


def test_an_id_that_two_tables_have_leads_to_both(opened: "Opened") -> None:
    assert '<p class="eyebrow">rule</p>' in opened.browser.get("/library/training_rules/tempo").text
    assert '<p class="eyebrow">drill</p>' in opened.browser.get("/library/drills/tempo").text


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


def test_who_types_a_name_finds_it_first() -> None:
    for exercise in load().exercises.values():
        for name in (exercise.name, exercise.id, *exercise.aliases):
            assert search(name).groups[0][0] == "exercises", name
            assert exercise.id in [one.entry.id for one in search(name).groups[0][1]][:3], name


def test_a_search_says_what_it_did(opened: "Opened") -> None:
    text = opened.browser.get("/library?q=hamstrngs").text
    assert "read as <b>hamstring</b>" in text
    assert "<mark>" in text
    assert "Nothing in the library holds these words" in opened.browser.get("/library?q=zzzzqqqq").text
    assert "none has all of the words" in opened.browser.get("/library?q=hamstrings+zzzzqqqq").text
    assert 'value="&lt;b&gt;&#34;"' in opened.browser.get("/library?q=%3Cb%3E%22").text
    assert opened.browser.get("/library", params={"q": "a" * 100_000}).status_code == 200


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
