"""Each answer leads to what its question says, in the order in which the questions are asked."""

import pytest

from hiphinge.coaching import Readiness, questions, readiness


def ids(found: Readiness) -> dict[str, list[str]]:
    return {name: [question.id for question in part] for name, part in vars(found).items()}


def test_questions_come_in_their_order() -> None:
    assert [question.order for question in questions()] == list(range(1, len(questions()) + 1))


def test_one_answer_can_lead_to_two_things() -> None:
    found = ids(readiness({"heart_or_pressure": True, "pain_now": True, "chest_pain": False}))
    assert found == {
        "stop": [],
        "ask_first": ["heart_or_pressure"],
        "breathe_out": ["heart_or_pressure"],
        "go_lighter": ["pain_now"],
    }


def test_every_yes_is_sorted_by_what_it_leads_to() -> None:
    everything = questions()
    found = ids(readiness({question.id: True for question in everything}))
    for place, those in found.items():
        assert those == [question.id for question in everything if place in question.leads_to] != []


@pytest.mark.parametrize(
    "answers", [{}, {"chest_pain": False}, {"a_question_that_is_no_longer_asked": True}], ids=["none", "no", "unknown"]
)
def test_no_yes_asks_for_nothing(answers: dict[str, bool]) -> None:
    assert readiness(answers).free


@pytest.mark.parametrize("question", ["chest_pain", "bone_or_steroids", "pregnancy", "pain_now"])
def test_any_yes_asks_for_something(question: str) -> None:
    assert not readiness({question: True}).free
