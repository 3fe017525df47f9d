"""Terminal, paragraph, page, card, notebook and overlay give the same cue and the same drill, and no second one."""

import re
from dataclasses import replace
from html import unescape

import pytest

from hiphinge.analysis import Analysis
from hiphinge.catalogue import load
from hiphinge.coaching import advise
from hiphinge.reports import build_report, html_page, notebook_html, paragraph, terminal_text
from hiphinge.reports.overlay import Painter


def with_advice(analysis: Analysis, *, back: bool = False) -> Analysis:
    """Return the set with the advice that its findings lead to; ``back`` adds one that comes before the others."""
    repetitions = analysis.repetitions
    if back:
        finding = replace(repetitions[2].findings[0], id="back_gives", time_s=repetitions[2].bottom_s)
        repetitions = tuple(replace(r, findings=(*r.findings, finding)) if r.findings else r for r in repetitions)
    advice = advise(exercise=analysis.exercise, exercise_given=True, repetitions=repetitions)
    return replace(analysis, repetitions=repetitions, advice=advice)


def shown_text(page: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", page)))


@pytest.mark.parametrize("back", [False, True])
def test_every_place_gives_the_cue_and_the_drill_of_the_advice(five_hinges: Analysis, *, back: bool) -> None:
    answer = with_advice(five_hinges, back=back)
    advice = answer.advice
    assert advice is not None
    assert advice.finding is not None
    assert advice.drill is not None
    report = build_report(answer)
    assert report.next_set is not None
    assert (report.next_set.cue, report.next_set.drill, report.next_set.next) == (
        advice.cue,
        advice.drill,
        advice.next,
    )
    places = (
        paragraph(answer).next,
        terminal_text(answer),
        shown_text(notebook_html(answer)),
        shown_text(html_page(report)),
    )
    for place in places:
        assert advice.cue in place
        assert advice.drill in place
        assert advice.next in place


@pytest.mark.parametrize("back", [False, True])
def test_no_place_gives_a_second_cue_for_the_next_set(five_hinges: Analysis, *, back: bool) -> None:
    answer = with_advice(five_hinges, back=back)
    advice = answer.advice
    assert advice is not None
    others = {load().faults[f.id].cue for r in answer.repetitions for f in r.findings} - {advice.cue}
    assert others
    for place in (paragraph(answer).text, terminal_text(answer), shown_text(notebook_html(answer))):
        assert [cue for cue in others if cue in place] == []
    cards = build_report(answer).findings
    assert {card.cue for card in cards if card.is_advised} == {advice.cue}
    painter = Painter(analysis=answer, catalogue=load(), track=None, blur_faces=False)
    moments = [" ".join(w.text for w in painter._lines(n.time_s, 20, 4000)) for n in painter._notices]
    assert any(advice.cue in words for words in moments)
    assert [cue for cue in others if any(cue in words for words in moments)] == []


def test_while_nothing_changes_no_place_gives_a_cue(five_hinges: Analysis) -> None:
    once = replace(five_hinges, repetitions=five_hinges.repetitions[2:3])
    answer = with_advice(once)
    assert answer.advice is not None
    assert answer.advice.finding is None
    painter = Painter(analysis=answer, catalogue=load(), track=None, blur_faces=False)
    assert [n.cue for n in painter._notices] == [""]
    cards = build_report(answer).findings
    assert [card.is_advised for card in cards] == [False]
