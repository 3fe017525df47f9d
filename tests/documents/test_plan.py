"""A plan comes back from its document as it was, and what is no plan gets a message."""

import json
from datetime import date

import pytest
from tests.planning.six_plans import SIX

from hiphinge.catalogue import load
from hiphinge.documents.plan import (
    DoneDocument,
    DoneSetDocument,
    EditDocument,
    GateDocument,
    plan_document,
    plan_from_json,
    plan_json,
)
from hiphinge.errors import InputFormatError

EDITS = (EditDocument(kind="set", exercise="romanian_deadlift", field="load", value=70.0, changed_at="2027-01-04"),)
SET = DoneSetDocument(exercise="romanian_deadlift", repetitions=8, load=60.0, gate=GateDocument(judged=8, met=8))
DONE = (DoneDocument(day=date(2027, 1, 4), kind="heavy", sets=(SET,), pain_after=1),)


@pytest.mark.parametrize("name", SIX)
def test_a_plan_comes_back_as_it_was(name: str) -> None:
    document = plan_document(SIX[name], edits=EDITS, done=DONE)
    back = plan_from_json(plan_json(document), name="plan.json")
    assert back == document
    assert back.settings.settings() == SIX[name]
    assert back.plan() == document.plan()


def test_every_sentence_of_the_document_cites_a_rule() -> None:
    rules = load().training_rules
    for settings in SIX.values():
        fields = json.loads(plan_json(plan_document(settings, edits=EDITS, done=DONE)))
        said = [*fields["decisions"], *fields["ahead"].values(), fields["habit"]]
        for session in fields["sessions"]:
            said += session["decisions"] + [one for item in session["items"] for one in item["decisions"]]
        assert len(said) > 15
        for one in said:
            assert one["rule"] in rules
            assert one["grade"] == rules[one["rule"]].grade
            assert "{" not in one["says"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "should be a plan in JSON"),
        ('{"schema": "hiphinge.analysis/4"}', "should be of the schema 'hiphinge.plan/1'"),
        ('{"schema": "hiphinge.plan/9"}', "a newer hiphinge wrote it"),
        ('{"schema": "hiphinge.plan/1"}', "settings is wrong"),
    ],
)
def test_what_is_no_plan(text: str, says: str) -> None:
    with pytest.raises(InputFormatError, match=says):
        plan_from_json(text, name="plan.json")
