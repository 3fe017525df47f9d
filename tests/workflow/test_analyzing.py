from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

if TYPE_CHECKING:
    from tests.conftest import Actor

import hiphinge
from hiphinge.errors import (
    InputChangedError,
    InputFormatError,
    InputMissingError,
    InputTooShortError,
    UnknownIdError,
    UsageError,
)
from hiphinge.exports import write_pose
from hiphinge.motion import Person
from hiphinge.workflow import Progress, analyze, measure_standing
from hiphinge.workflow.pose_estimation import EstimatorConfig
from hiphinge.workflow.progress import no_progress


def test_a_video_becomes_an_answer_with_advice(actor: "Actor", tmp_path: Path) -> None:
    result = analyze(actor.write_video(tmp_path / "set.mp4"), exercise="rdl", person=Person(stature_m=1.8), load_kg=60)
    assert [r.kind for r in result.repetitions] == ["repetition"] * 3
    assert result.measurable
    assert result.analysis.advice is not None
    assert result.analysis.exercise == "romanian_deadlift"
    assert result.analysis.person.stature_m == 1.8
    assert result.provenance.parameters["load_kg"] == 60
    assert result.provenance.model["estimator"] == "actor"
    assert result.provenance.versions["hiphinge"] == hiphinge.__version__


def test_positions_are_in_pixels_of_the_upright_original(
    actor: "Actor", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = analyze(actor.write_video(tmp_path / "set.mp4"))
    assert np.allclose(result.analysis.motion.positions, actor.motion.positions)
    monkeypatch.setattr("hiphinge.sources.video.VideoReader.to_original", property(lambda _: (2.0, 2.0)), raising=True)
    enlarged = analyze(actor.write_video(tmp_path / "set.mp4"))
    assert np.allclose(enlarged.analysis.motion.positions, 2 * actor.motion.positions)


def test_a_pose_file_gives_the_answer_that_its_video_gave(actor: "Actor", tmp_path: Path) -> None:
    seen = analyze(actor.write_video(tmp_path / "set.mp4"), exercise="hip_hinge")
    seen.save(tmp_path / "first", report=False)
    again = analyze(tmp_path / "first" / "pose.parquet", exercise="hip_hinge")
    again.save(tmp_path / "second", report=False)
    first, second = ((tmp_path / name / "analysis.json").read_text(encoding="utf-8") for name in ("first", "second"))
    assert first == second
    assert again.video is None


def test_only_the_wanted_stretch_is_measured(actor: "Actor", tmp_path: Path) -> None:
    path = actor.write_video(tmp_path / "set.mp4")
    whole = analyze(path).repetitions
    middle = analyze(path, start_s=whole[1].start_s - 0.2, end_s=whole[1].end_s + 0.2)
    assert len(middle.repetitions) == 1
    assert middle.repetitions[0].bottom_s == pytest.approx(whole[1].bottom_s, abs=0.1)


def test_a_stretch_of_a_pose_file_is_the_same_stretch(actor: "Actor", tmp_path: Path) -> None:
    write_pose(tmp_path / "pose.parquet", actor.motion)
    part = analyze(tmp_path / "pose.parquet", start_s=2.0, end_s=5.0).analysis.motion.time_s
    assert part[0] >= 2.0
    assert part[-1] < 5.0
    with pytest.raises(InputTooShortError, match="no two frames"):
        analyze(tmp_path / "pose.parquet", start_s=900.0)


def test_progress_rises_to_the_end_of_the_video(actor: "Actor", tmp_path: Path) -> None:
    heard: list[Progress] = []
    analyze(actor.write_video(tmp_path / "set.mp4"), progress=heard.append)
    poses = [p for p in heard if p.stage == "poses"]
    assert [p.done for p in poses] == sorted(p.done for p in poses)
    assert poses[-1].total == pytest.approx(len(actor.motion) / 30, abs=0.05)
    assert poses[-1].done <= len(actor.motion) / 30
    assert heard[-1].stage == "analysis"


def test_a_person_who_is_lost_in_between_is_reported(actor: "Actor", tmp_path: Path) -> None:
    positions = actor.motion.positions.copy()
    positions[:10] = np.nan
    actor.motion = replace(actor.motion, positions=positions)
    origin = analyze(actor.write_video(tmp_path / "set.mp4")).analysis.motion.origin
    assert origin.details["share_seen"] == pytest.approx(1 - 10 / len(actor.motion))
    assert origin.sha256 is not None


def test_a_video_that_changes_meanwhile_is_refused(actor: "Actor", tmp_path: Path) -> None:
    path = actor.write_video(tmp_path / "set.mp4")

    def append(number: int) -> None:
        if number == 20:
            with path.open("ab") as file:
                file.write(b"more")

    actor.at_frame = append
    with pytest.raises(InputChangedError, match="changed while it was being read"):
        analyze(path)


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"exercise": "juggling"}, UnknownIdError),
        ({"exercise": "side_plank"}, UsageError),
        ({"start_s": 3.0, "end_s": 2.0}, UsageError),
        ({"start_s": 900.0}, UsageError),
    ],
)
def test_a_wrong_wish_is_refused_before_the_first_frame(
    actor: "Actor", tmp_path: Path, arguments: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        analyze(actor.write_video(tmp_path / "set.mp4"), **arguments)  # type: ignore[arg-type]  # wrong on purpose
    assert actor.seen == 0


def test_what_is_no_recording_is_refused(actor: "Actor", tmp_path: Path) -> None:
    with pytest.raises(InputMissingError):
        analyze(tmp_path / "nothing.mp4")
    (tmp_path / "letter.txt").write_text("Dear lifter")
    with pytest.raises(InputFormatError):
        analyze(tmp_path / "letter.txt")
    with pytest.raises(InputTooShortError):
        analyze(actor.write_video(tmp_path / "one.mp4", frames=1))


def test_an_unknown_estimator_is_refused_by_name() -> None:
    estimator_config = EstimatorConfig(estimator="crystal_ball", model=None, threads=1)
    with pytest.raises(UnknownIdError, match=r"crystal_ball.*blazepose"):
        estimator_config.begin(no_progress)


def bystander(actor: "Actor") -> "Actor":
    """Return an estimator of another name, which says nothing of itself but its network."""
    kind = type("Bystander", (type(actor),), {"name": "bystander", "provenance": {"network": "mine.bin"}})
    other: Actor = kind(actor.motion)
    return other


def test_an_estimator_can_be_given_ready(actor: "Actor", tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    usual = analyze(video)
    monkeypatch.undo()
    ready = bystander(actor)
    result = analyze(video, estimator=ready)
    frames, ready.seen = ready.seen, 900
    again = analyze(video, estimator=ready, neutral=measure_standing(video, estimator=ready))
    assert frames == len(actor.motion)
    assert ready.seen == frames, "it is reset before each recording"
    assert again.provenance.model == {"estimator": "bystander", "network": "mine.bin"}
    assert result.analysis.motion.origin.estimator == "bystander"
    assert np.array_equal(result.analysis.motion.positions, usual.analysis.motion.positions)
    assert [r.bottom_s for r in result.repetitions] == [r.bottom_s for r in usual.repetitions]


def test_an_estimator_that_is_ready_has_its_own_network(actor: "Actor", tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'bystander' is ready and has its network, but the model lite"):
        analyze(tmp_path / "set.mp4", estimator=bystander(actor), model="lite")


@pytest.mark.parametrize("wrong", [object(), int, None, 7])
def test_what_is_no_estimator_is_refused(tmp_path: Path, wrong: Any) -> None:
    with pytest.raises(UsageError, match="should be a name or an `Estimator`"):
        analyze(tmp_path / "set.mp4", estimator=wrong)


@pytest.mark.parametrize("load_kg", [-5.0, 9000.0])
def test_an_impossible_load_is_refused_before_the_video_is_opened(tmp_path: Path, load_kg: float) -> None:
    with pytest.raises(UsageError, match="The load should be between 0 and 600 kg"):
        analyze(tmp_path / "not_there.mp4", load_kg=load_kg)
