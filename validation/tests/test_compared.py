"""The study of comparisons: what counts as named first, true differences at the bottoms, rows without an answer."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from validation import compared
from validation.compared import compare_pairs, outcome_of

from hiphinge.errors import NotMeasurableError
from hiphinge.progress.side_by_side import Difference, FamilyDifference
from hiphinge.workflow.comparing import Compared


def found(*families: str, **values: float) -> Any:
    differences = tuple(Difference(quantity=id_, before=0.0, after=v, half_width=1.0) for id_, v in values.items())
    named = tuple(FamilyDifference(family=family, differences=()) for family in families)
    return SimpleNamespace(families=named, differences=differences)


@pytest.mark.parametrize(
    ("families", "first", "has_tempo"),
    [((), "the same", False), (("tempo",), "the same", True), (("back", "hips", "tempo"), "back", True)],
)
def test_tempo_is_no_difference_in_shape(families: tuple[str, ...], first: str, *, has_tempo: bool) -> None:
    outcome = outcome_of(found(*families))
    assert (outcome.first, outcome.has_tempo) == (first, has_tempo)


def written(folder: Path, name: str, lumbar_deg: float) -> None:
    angles = {true: [0.0, 1.0, lumbar_deg, 1.0] for true in compared.TRUE.values()}
    truth = {"clothes": "loose", "truth": angles, "repetitions": [{"bottom_start": 1, "bottom_end": 3}]}
    (folder / f"{name}.json").write_text(json.dumps(truth), encoding="utf-8")


@pytest.fixture
def sets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for person in ("a", "b"):
        written(tmp_path, f"{person}_clean", 10.0)
    written(tmp_path, "a_rounded", 35.0)
    monkeypatch.setattr(compared, "analysed", lambda _video, folder: folder)
    return tmp_path


def test_a_row_has_the_true_difference_and_how_far_the_measured_one_is_from_it(
    sets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(*_: Path, same_day: bool) -> Compared:
        named: Compared = found(*(("back",) if same_day else ()), lumbar_flexion_deg=22.0)
        return named

    monkeypatch.setattr(compared, "compared", answer)
    (row,) = compare_pairs(sets, sets, with_set="rounded")
    assert row["true lumbar"] == 25.0
    assert row["outcomes"] == {"one day": "back", "different days": "the same"}
    assert row["errors"] == {"lumbar_flexion_deg": -3.0}


def test_what_cannot_be_compared_is_a_row_and_counts(
    sets: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: Path, same_day: bool) -> Compared:
        message = f"nothing, {same_day}"
        raise NotMeasurableError(message)

    monkeypatch.setattr(compared, "compared", refuse)
    compared.main(["pairs", str(sets), "--analyses", str(sets)])
    said = capsys.readouterr().out
    assert "clean against rounded, one day, of 1: not compared 1" in said
    assert '"why": "nothing, True"' in said
