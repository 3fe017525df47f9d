"""The scorer of answers passes a perfect analysis and no answer that knows nothing."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from validation.answers.baselines import BASELINES
from validation.answers.cli import main
from validation.answers.clips import Clip
from validation.answers.page import page
from validation.answers.scores import CLASSES, FINDINGS, scores

FPS, EACH = 30, 90
KINDS = {
    "hinge": (70.0, 25.0, 30.0),
    "good_morning": (75.0, 20.0, 12.0),
    "squat": (40.0, 95.0, 30.0),
    "stoop": (80.0, 8.0, 55.0),
}
"""Trunk, knee and lower back at the bottom of each movement, degrees."""


def truth(movement: str, faults: tuple[str, ...]) -> dict[str, Any]:
    trunk, knee, lumbar = KINDS[movement]
    starts = [EACH * n for n in range(3)]
    frames = EACH * 3 + 1
    angles = {"trunk_deg": trunk, "knee_flexion_deg": knee, "lumbar_flexion_deg": lumbar}
    return {
        "movement": movement,
        "iron": {"hinge": "bar", "good_morning": "back"}.get(movement),
        "fps": FPS,
        "repetitions": [
            {"start": s, "bottom_start": s + 40, "bottom_end": s + 44, "end": s + 80, "faults": list(faults)}
            for s in starts
        ],
        "truth": {key: [value] * frames for key, value in angles.items()},
    }


def document(clip: dict[str, Any]) -> dict[str, Any]:
    lumbar = clip["truth"]["lumbar_flexion_deg"][0]
    label = CLASSES[int(lumbar >= 20.0) + int(lumbar > 46.0)]
    exercises = {"hinge": "romanian_deadlift", "squat": "bodyweight_squat", "stoop": "hip_hinge"}
    named = exercises.get(clip["movement"], clip["movement"])
    pattern = clip["movement"] if clip["movement"] in {"squat", "stoop"} else "hinge"
    return {
        "exercise": {"id": named, "confident": True},
        "repetitions": [
            {
                "kind": "repetition",
                "bottom_s": (r["bottom_start"] + 2) / FPS,
                "pattern": {"label": pattern},
                "back": {"label": label, "range_deg": [20.0, 46.0], "near": None},
                "findings": [{"id": id_} for id_ in r["faults"]],
            }
            for r in clip["repetitions"]
        ],
    }


@pytest.fixture
def clips() -> list[Clip]:
    truths = [truth(movement, faults) for movement in KINDS for faults in ((), FINDINGS)]
    return [Clip(name=f"clip_{n}", truth=one, document=document(one)) for n, one in enumerate(truths)]


def wrong_in(clips: list[Clip]) -> set[str]:
    return {score.name for score in scores(clips) if not score.met}


def test_a_perfect_analysis_reaches_everything(clips: list[Clip]) -> None:
    assert wrong_in(clips) == set()


def test_a_repetition_that_begins_at_the_bottom_cannot_have_been_lowered_too_fast(clips: list[Clip]) -> None:
    """Such a repetition is drawn now and then, and no video shows its descent."""

    def without_descent(clip: Clip) -> Clip:
        truth, answer = copy.deepcopy((clip.truth, clip.document))
        for repetition, found in zip(truth["repetitions"], answer["repetitions"], strict=True):
            repetition["descent_s"] = 0.0
            found["findings"] = [one for one in found["findings"] if one["id"] != "uncontrolled_descent"]
        return Clip(name=clip.name, truth=truth, document=answer)

    by_name = {score.name: score for score in scores([*clips, *map(without_descent, clips)])}
    assert by_name["finding uncontrolled_descent, F1"].met
    assert by_name["finding uncontrolled_descent, F1"].cases == sum(len(clip.counted) for clip in clips[1::2])


@pytest.mark.parametrize("name", BASELINES)
def test_an_answer_that_knows_nothing_falls_short(clips: list[Clip], name: str) -> None:
    assert wrong_in([BASELINES[name](clip) for clip in clips])


def changed(clip: Clip, **fields: Any) -> Clip:
    new = copy.deepcopy(dict(clip.document))
    new["repetitions"][0] |= fields
    return Clip(name=clip.name, truth=clip.truth, document=new)


def test_a_put_down_that_counts_is_a_repetition_that_is_none(clips: list[Clip]) -> None:
    extra = copy.deepcopy(dict(clips[0].document))
    extra["repetitions"].append({**extra["repetitions"][0], "bottom_s": 8.9})
    assert "repetitions that are none" in wrong_in([Clip(name="x", truth=clips[0].truth, document=extra), *clips[1:]])


@pytest.mark.parametrize(
    ("lumbar", "label", "near", "right"),
    [(43.0, "above", "upper", 1.0), (43.0, "above", None, 0.0), (30.0, "above", "upper", 0.0)],
)
def test_either_word_counts_near_an_end_if_it_is_said(
    clips: list[Clip], lumbar: float, label: str, near: str | None, right: float
) -> None:
    one = clips[0]
    known = {**one.truth, "truth": {**one.truth["truth"], "lumbar_flexion_deg": [lumbar] * (EACH * 3 + 1)}}
    back = {"label": label, "range_deg": [20.0, 46.0], "near": near}
    said = {**one.document, "repetitions": [{**r, "back": back} for r in one.document["repetitions"]]}
    value = {s.name: s.value for s in scores([Clip(name="x", truth=known, document=said)])}
    assert value["back, right word"] == right


def test_two_words_off_is_never_met(clips: list[Clip]) -> None:
    stoop = next(clip for clip in clips if clip.truth["movement"] == "stoop")
    worse = changed(stoop, back={"label": "below", "range_deg": [20.0, 46.0], "near": "lower"})
    assert "back, two words off" in wrong_in([worse, *(clip for clip in clips if clip is not stoop)])


def test_the_command_scores_a_folder(clips: list[Clip], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for clip in clips:
        (tmp_path / "truth").mkdir(exist_ok=True)
        (tmp_path / "truth" / f"{clip.name}.json").write_text(json.dumps(clip.truth), encoding="utf-8")
        (tmp_path / "out" / clip.name).mkdir(parents=True)
        (tmp_path / "out" / clip.name / "analysis.json").write_text(json.dumps(clip.document), encoding="utf-8")
    assert main([str(tmp_path / "truth"), str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out
    assert "| repetitions, F1 | 1.000 |" in printed
    assert "falls short in nothing" not in printed


def test_the_page_has_a_column_for_people_unlike_those_trained_on(clips: list[Clip]) -> None:
    kept = [Clip(name="kept", truth={**clips[0].truth, "held_out": True}, document=clips[0].document)]
    text = page([*clips, *kept], note="Nobody looked at them.")
    assert f"{len(clips) + 1} rendered people" in text
    assert "Nobody looked at them." in text
    assert f"| repetitions, F1 | 1.000 ({3 * len(clips) + 3}) | 1.000 (3) |" in text
    assert "| back, two words off | 0 (" in text
    assert "{{" not in text
    beside = page([*clips, *kept], kept)
    assert "| everybody | new rig, clothes and light | never looked at |" in beside
    assert f"| repetitions, F1 | 1.000 ({3 * len(clips) + 3}) | 1.000 (3) | 1.000 (3) |" in beside


def test_the_command_refuses_clips_without_analyses(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path)])
