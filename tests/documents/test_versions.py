"""Every kept sample of every version is read as the present one; what is newer or of another kind is refused."""

import json
from pathlib import Path

import pytest

from hiphinge.documents import (
    ANALYSIS,
    CALIBRATION,
    CORRECTIONS,
    NOTES,
    POSE,
    PROFILE,
    SCHEMA,
    SERIES,
    AnalysisDocument,
    DocumentKind,
    analysis_from_json,
    analysis_schema,
    calibration_from_json,
    corrections_from_json,
    notes_from_json,
    person_from_toml,
    pose_document_from_json,
    series_document_from_json,
)
from hiphinge.documents.study import STUDY, study_from_toml
from hiphinge.errors import InputFormatError
from hiphinge.motion import CoefficientSet, Interval, Person

SAMPLES = Path(__file__).parents[1] / "data" / "documents"
READERS = {
    ANALYSIS.name: analysis_from_json,
    CALIBRATION.name: calibration_from_json,
    CORRECTIONS.name: corrections_from_json,
    NOTES.name: notes_from_json,
    POSE.name: pose_document_from_json,
    SERIES.name: series_document_from_json,
    STUDY.name: study_from_toml,
}
KINDS = (ANALYSIS, CALIBRATION, NOTES, POSE, PROFILE, SERIES, CORRECTIONS, STUDY)


def sample(kind: DocumentKind, version: int) -> Path:
    (found,) = SAMPLES.glob(f"{kind.name.removeprefix('hiphinge.')}-{version}.*")
    return found


def changed(kind: DocumentKind, **fields: object) -> str:
    return json.dumps({**json.loads(sample(kind, kind.version).read_text(encoding="utf-8")), **fields})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_version_of_every_kind_has_a_sample_that_is_read(kind: DocumentKind) -> None:
    assert set(kind.upgrades) == set(range(1, kind.version))
    for version in range(1, kind.version + 1):
        path = sample(kind, version)
        assert f"{kind.name}/{version}" in path.read_text(encoding="utf-8")
        if kind is PROFILE:
            assert person_from_toml(path.read_bytes(), name=path.name).stature_m == 1.75
        else:
            assert READERS[kind.name](path.read_bytes(), name=path.name)


@pytest.mark.parametrize("kind", KINDS[:4] + KINDS[5:], ids=lambda kind: kind.name)
@pytest.mark.parametrize(
    ("schema", "says"),
    [
        ("{name}/999", r"but says .*/999.*newer hiphinge.*Update hiphinge"),
        ("{name}/0", "should be of the schema"),
        ("{name}/x", "should be of the schema"),
        ("other/1", "should be of the schema .* but says 'other/1'"),
        (None, "but says nothing"),
    ],
)
def test_what_is_newer_or_of_another_kind_is_refused(kind: DocumentKind, schema: str | None, says: str) -> None:
    if kind in (PROFILE, STUDY):
        read = person_from_toml if kind is PROFILE else study_from_toml
        with pytest.raises(InputFormatError, match="newer hiphinge"):
            read(f'schema = "{kind.name}/999"'.encode(), name="a file")
        return
    wrong = changed(kind, schema=None if schema is None else schema.format(name=kind.name))
    with pytest.raises(InputFormatError, match=says):
        READERS[kind.name](wrong.encode(), name="a file")


@pytest.mark.parametrize("kind", [ANALYSIS, CALIBRATION, NOTES, POSE, SERIES], ids=lambda kind: kind.name)
@pytest.mark.parametrize("text", [b"", b"[1, 2]", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_document_is_refused(kind: DocumentKind, text: bytes) -> None:
    with pytest.raises(InputFormatError, match=f"should be {kind.title} in JSON"):
        READERS[kind.name](text, name="a file")


def test_the_first_version_of_an_analysis_becomes_the_present_one() -> None:
    first = analysis_from_json(sample(ANALYSIS, 1).read_bytes(), name="old")
    second = analysis_from_json(sample(ANALYSIS, 2).read_bytes(), name="new")
    assert (first.schema_, first.person.back_aim) == (SCHEMA, None)
    assert first.model_copy(update={"person": second.person, "findings": second.findings}) == second


def test_everything_that_is_known_of_the_person_comes_back() -> None:
    document = analysis_from_json(sample(ANALYSIS, 2).read_bytes(), name="new")
    assert document.person.person() == Person(
        stature_m=1.75,
        mass_kg=72.0,
        coefficients=CoefficientSet.MEAN,
        lumbar_maximum_deg=55.0,
        lumbar_maximum_interval=Interval(low=44.0, high=66.0),
        back_aim="less",
    )


def test_a_damaged_analysis_is_refused_with_the_place() -> None:
    with pytest.raises(InputFormatError, match=r"view\.label is wrong"):
        analysis_from_json(changed(ANALYSIS, view={"label": "above"}), name="a file")
    with pytest.raises(InputFormatError, match="lacks 'person'"):
        analysis_from_json('{"schema": "hiphinge.analysis/1"}', name="a file")
    with pytest.raises(InputFormatError, match="it is damaged"):
        analysis_from_json('{"schema": "hiphinge.analysis/1", "person": 3}', name="a file")


def test_the_present_sample_fits_the_published_schema() -> None:
    schema = analysis_schema()
    document = json.loads(sample(ANALYSIS, ANALYSIS.version).read_text(encoding="utf-8"))
    assert set(document) == set(schema["properties"])
    assert set(document["person"]) == set(schema["$defs"]["PersonDocument"]["properties"])
    assert AnalysisDocument.model_validate(document).schema_ == ANALYSIS.schema == SCHEMA


def test_what_a_correction_needs_is_asked_for() -> None:
    fields = json.loads(sample(CORRECTIONS, 1).read_text(encoding="utf-8"))
    fields["records"][1]["edge"] = None
    with pytest.raises(InputFormatError, match=r"records\.1 is wrong: .*move needs edge"):
        corrections_from_json(json.dumps(fields), name="corrections.json")


def test_what_was_taken_back_does_not_count() -> None:
    kept = corrections_from_json(sample(CORRECTIONS, 1).read_bytes(), name="corrections.json")
    assert [one.kind for one in kept.active] == ["move", "dismiss"]
