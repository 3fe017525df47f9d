import json
import math
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from hiphinge.analysis import Analysis, analyse
from hiphinge.catalogue import load
from hiphinge.documents import AnalysisDocument, analysis_document, analysis_json, analysis_schema
from hiphinge.exports import write_analysis
from hiphinge.motion import Motion, Person
from hiphinge.testing import record_video


def numbers(value: Any) -> Iterator[float]:
    if isinstance(value, float):
        yield value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from numbers(each)


def test_the_file_holds_what_the_contract_says(tmp_path: Path, analysis: Analysis, provenance: Any) -> None:
    path = tmp_path / "analysis.json"
    write_analysis(path, analysis, provenance=provenance)
    document = json.loads(path.read_text(encoding="utf-8"))
    assert document["schema"] == "hiphinge.analysis/5"
    assert document["source"].keys() >= {"path", "sha256", "duration_s", "fps", "size"}
    assert document["provenance"].keys() == {"versions", "model", "parameters"}
    assert document["view"] == {
        "label": "side",
        "facing": "left",
        "yaw_deg": 4.57,
        "yaw_error_deg": 8.0,
        "usable": True,
        "reasons": [],
    }
    assert document["person"]["assumed"] == ["mass"]
    assert document["standing"] == {
        "kind": "quiet",
        "duration_s": 1.5,
        "time_s": 2.2,
        "angles": {"knee_flexion_deg": 4.44},
        "recording": None,
    }
    assert document["sets"] == [{"index": 1, "start_s": 2.5, "end_s": 5.0, "repetitions": [1]}]
    assert document["exercise"] == {"id": "romanian_deadlift", "given": False, "confident": False, "probability": {}}


def test_a_repetition_is_documented_in_full(analysis: Analysis, provenance: Any) -> None:
    repetition = json.loads(analysis_json(analysis, provenance=provenance))["repetitions"][0]
    assert repetition["bottom_s"] == 3.1235
    assert repetition["pattern"]["probability"] == {"hinge": 0.91, "squat": 0.04, "stoop": 0.05}
    assert repetition["phases"][0] == {"name": "descent", "start_s": 2.5, "end_s": 3.0}
    measurements = repetition["measurements"]
    assert measurements["knee_flexion_deg"] == {
        "value": 52.35,
        "unit": "deg",
        "low": 48.0,
        "high": 56.0,
        "repeatability": 3.2,
        "time_s": 3.1,
    }
    assert measurements["descent_s"]["value"] == 0.612
    assert measurements["lumbar_flexion_deg"] == {
        "not_measurable": "The back was not seen.",
        "do": "Turn.",
        "reason": "back_not_seen",
    }
    assert measurements["hip_drop"]["reason"] == "low_confidence"


def test_a_loss_of_contact_is_in_centimetres_only_where_the_stature_is_known(
    analysis: Analysis, provenance: Any
) -> None:
    (loss,) = json.loads(analysis_json(analysis, provenance=provenance))["repetitions"][0]["contacts"]
    assert (loss["contact"], loss["may_be"]) == ("head", ["upper_back", "neck"])
    assert (loss["start_s"], loss["end_s"], loss["gap"]) == (2.8, 3.5, 0.0712)
    assert loss["gap_cm"] == pytest.approx(100 * 0.491 * 1.8 * 0.0712, abs=0.1)
    assert loss["name"]
    unknown = replace(analysis, person=Person())
    assert json.loads(analysis_json(unknown, provenance=provenance))["repetitions"][0]["contacts"][0]["gap_cm"] is None


def test_a_finding_speaks_with_the_catalogue(analysis: Analysis, provenance: Any) -> None:
    finding = json.loads(analysis_json(analysis, provenance=provenance))["repetitions"][0]["findings"][0]
    fault = load().faults["excess_knee_flexion"]
    assert (finding["cue"], finding["why"], finding["drill_id"]) == (fault.cue, fault.why, fault.drill)
    assert finding["drill"] == load().drills[fault.drill].name
    assert (finding["value"], finding["threshold"], finding["time_s"], finding["grade"]) == (52.35, 40.0, 3.1235, "C")


def test_a_refused_clip_has_view_and_reasons_and_no_repetitions(refused: Analysis, provenance: Any) -> None:
    document = json.loads(analysis_json(refused, provenance=provenance))
    reason = load().reasons["view_front"]
    assert document["view"]["usable"] is False
    assert document["view"]["reasons"] == [{"id": "view_front", "reason": reason.reason, "do": reason.do}]
    assert document["repetitions"] == []
    assert document["advice"] is None


def test_no_number_is_none(analysis: Analysis, provenance: Any) -> None:
    text = analysis_json(analysis, provenance=provenance)
    document = json.loads(text)
    assert "NaN" not in text
    assert "Infinity" not in text
    assert all(math.isfinite(number) for number in numbers(document))


def test_a_negative_zero_is_zero(analysis: Analysis, provenance: Any) -> None:
    still = replace(analysis, view=replace(analysis.view, yaw_deg=-0.0001))
    assert '"yaw_deg": 0.0' in analysis_json(still, provenance=provenance)


def test_what_is_written_reads_back_as_the_same_document(analysis: Analysis, provenance: Any) -> None:
    document = analysis_document(analysis, provenance=provenance)
    assert AnalysisDocument.model_validate_json(analysis_json(analysis, provenance=provenance)) == document


def test_an_unknown_field_is_refused(analysis: Analysis, provenance: Any) -> None:
    document = json.loads(analysis_json(analysis, provenance=provenance))
    with pytest.raises(ValidationError):
        AnalysisDocument.model_validate({**document, "score": 3})


def test_the_schema_names_every_part() -> None:
    schema = analysis_schema()
    assert schema["$id"] == "hiphinge.analysis/5"
    assert set(schema["required"]) == set(schema["properties"])
    assert "schema" in schema["properties"]
    assert {"RepetitionDocument", "FindingDocument", "UnmeasuredDocument"} <= schema["$defs"].keys()
    assert all("description" in part for part in schema["$defs"].values())


def test_a_real_answer_fits_the_document(motion: Motion, provenance: Any) -> None:
    answer = analyse(record_video().motion, exercise="hip_hinge")
    document = analysis_document(answer, provenance=provenance)
    assert len(document.repetitions) == len(answer.repetitions) > 0
    assert analysis_document(analyse(motion), provenance=provenance).source.frames == len(motion)
