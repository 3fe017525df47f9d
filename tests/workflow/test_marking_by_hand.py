import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from hiphinge.errors import InputFormatError, NotMeasurableError, UsageError
from hiphinge.workflow import analyze
from hiphinge.workflow.marking import AnalysisSource, MarkedMoments, compute_marked, write_mark_page

if TYPE_CHECKING:
    from tests.conftest import Actor

STANDING = [(30, 80), (29, 74), (31, 64), (32, 58), (30, 46), (33, 40)]
BOTTOM = [(24, 78), (27, 73), (36, 68), (41, 66), (56, 66), (62, 68)]


def points(path: Path, *, standing_s: float, bottom_s: float, size_px: tuple[int, int] = (72, 128)) -> Path:
    rows: list[dict[str, Any]] = [
        {"repeat": repeat, "frame": frame, "time_s": time_s, "point": n, "x_px": x + shift, "y_px": y}
        for repeat, shift in ((1, 0.0), (2, 0.3))
        for frame, time_s, marked in (("standing", standing_s, STANDING), ("bottom", bottom_s, BOTTOM))
        for n, (x, y) in enumerate(marked, start=1)
    ]
    path.write_text(json.dumps({"points": rows, "size_px": size_px}), encoding="utf-8")
    return path


def test_the_page_shows_standing_and_the_first_bottom(actor: "Actor", tmp_path: Path) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    chosen = write_mark_page(
        video, tmp_path / "mark.html", moments=MarkedMoments(), analysis_source=AnalysisSource(), rater="AB"
    )
    analysis = analyze(video).analysis
    assert chosen.bottom_s == pytest.approx(analysis.counted[0].bottom_s, abs=0.02)
    assert chosen.standing_s == pytest.approx(analysis.standing.time_s, abs=0.02)
    text = (tmp_path / "mark.html").read_text(encoding="utf-8")
    assert text.count("data:image/webp") == 2
    assert '"rater": "AB"' in text
    assert "http" not in text.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    assert {p.name for p in tmp_path.iterdir()} == {"set.mp4", "mark.html"}


def test_given_moments_without_blurring_need_no_network(actor: "Actor", tmp_path: Path) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    moments = MarkedMoments(standing_s=0.1, bottom_s=2.0)
    chosen = write_mark_page(
        video, tmp_path / "mark.html", moments=moments, analysis_source=AnalysisSource(), blur_faces=False
    )
    assert actor.seen == 0
    assert chosen.bottom_s == pytest.approx(2.0, abs=0.02)


def test_a_video_without_a_movement_asks_for_the_moments(actor: "Actor", tmp_path: Path) -> None:
    video = actor.write_video(tmp_path / "set.mp4", frames=15)
    with pytest.raises(NotMeasurableError, match=r"--(bottom|standing)-at"):
        write_mark_page(video, tmp_path / "mark.html", moments=MarkedMoments(), analysis_source=AnalysisSource())
    assert {p.name for p in tmp_path.iterdir()} == {"set.mp4"}


def test_a_face_that_was_not_found_is_not_shown(actor: "Actor", tmp_path: Path) -> None:
    object.__setattr__(actor.motion, "positions", np.full_like(actor.motion.positions, np.nan))
    video = actor.write_video(tmp_path / "set.mp4")
    with pytest.raises(NotMeasurableError, match="--no-blur-faces"):
        write_mark_page(
            video,
            tmp_path / "mark.html",
            moments=MarkedMoments(standing_s=0.1, bottom_s=2.0),
            analysis_source=AnalysisSource(),
        )
    assert {p.name for p in tmp_path.iterdir()} == {"set.mp4"}


def test_one_moment_is_not_two(actor: "Actor", tmp_path: Path) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    with pytest.raises(UsageError, match="two moments"):
        write_mark_page(
            video,
            tmp_path / "mark.html",
            moments=MarkedMoments(standing_s=1.0, bottom_s=1.0),
            analysis_source=AnalysisSource(),
            blur_faces=False,
        )


def test_a_moment_after_the_video_is_reported(actor: "Actor", tmp_path: Path) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    with pytest.raises(UsageError, match=r"frame at 999 s.*--bottom-at"):
        write_mark_page(
            video,
            tmp_path / "mark.html",
            moments=MarkedMoments(standing_s=0.1, bottom_s=999.0),
            analysis_source=AnalysisSource(),
            blur_faces=False,
        )
    assert {p.name for p in tmp_path.iterdir()} == {"set.mp4"}


def test_what_is_no_video_has_no_frames(tmp_path: Path, root: Path) -> None:
    trial = root / "tests/data/nimblephysics/squats.trc"
    with pytest.raises(UsageError, match="should be a video"):
        write_mark_page(trial, tmp_path / "mark.html", moments=MarkedMoments(), analysis_source=AnalysisSource())


def test_points_become_angles_beside_what_was_not_measured(actor: "Actor", tmp_path: Path) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    path = points(tmp_path / "points.json", standing_s=0.1, bottom_s=2.0)
    marked = compute_marked(path, video=video, compare=True, analysis_source=AnalysisSource())
    document = json.loads(marked.to_json())
    assert document["schema"] == "hiphinge.marked/2"
    assert document["angles"]["lumbar_flexion_deg"]["repeatability_deg"] == pytest.approx(0.0)
    assert document["angles"]["pelvis_tilt_deg"]["value_deg"] == pytest.approx(40.4, abs=0.2)
    # The actor has no silhouette, so hiphinge has nothing to put beside it.
    assert document["hiphinge"] == {}
    assert actor.seen > 0


def test_points_of_another_video_are_refused(actor: "Actor", tmp_path: Path) -> None:
    video = actor.write_video(tmp_path / "set.mp4")
    other = points(tmp_path / "points.json", standing_s=0.1, bottom_s=2.0, size_px=(640, 480))
    with pytest.raises(InputFormatError, match="640 x 480"):
        compute_marked(other, video=video, analysis_source=AnalysisSource())
    late = points(tmp_path / "points.json", standing_s=0.1, bottom_s=99.0)
    with pytest.raises(InputFormatError, match="no frame there"):
        compute_marked(late, video=video, compare=True, analysis_source=AnalysisSource())


def test_to_compare_needs_a_video(tmp_path: Path) -> None:
    path = points(tmp_path / "points.json", standing_s=0.1, bottom_s=2.0)
    with pytest.raises(UsageError, match="hiphinge mark VIDEO"):
        compute_marked(path, compare=True, analysis_source=AnalysisSource())
