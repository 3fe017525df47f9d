"""The video with everything drawn on it: the same moments, one image at a time, whole or not at all."""

import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from hiphinge.analysis import Analysis
from hiphinge.catalogue import load
from hiphinge.errors import OutputError, UsageError
from hiphinge.motion import CoordinateFrame
from hiphinge.reports import write_overlay
from hiphinge.reports.overlay import Painter
from hiphinge.reports.poses import pose_track

Draw = Callable[[Analysis, float], NDArray[np.uint8]]
UNEVEN_S = np.concatenate([[0.0, 0.033, 0.08], np.arange(1.0, 3.0, 0.0717)])


@pytest.fixture
def painter(five_hinges: Analysis) -> Painter:
    return Painter(analysis=five_hinges, catalogue=load(), track=pose_track(five_hinges), blur_faces=True)


def read(path: Path) -> tuple[list[float], tuple[int, int], str]:
    with av.open(str(path)) as container:
        assert len(container.streams) == 1, "there is no sound"
        stream = container.streams.video[0]
        times = [f.time for f in container.decode(stream)]
        return [t for t in times if t is not None], (stream.width, stream.height), stream.pix_fmt or ""


def test_times_are_kept_as_they_are(five_hinges: Analysis, drawn: Draw, tmp_path: Path) -> None:
    path = tmp_path / "overlay.mp4"
    count = write_overlay(((float(t), drawn(five_hinges, float(t))) for t in UNEVEN_S), five_hinges, path)
    times, size, pixels = read(path)
    assert count == len(UNEVEN_S)
    np.testing.assert_allclose(times, UNEVEN_S, atol=1e-4)
    assert (size, pixels) == ((360, 540), "yuv420p")
    assert [p.name for p in tmp_path.iterdir()] == ["overlay.mp4"]


def test_the_index_comes_first_so_that_it_plays_while_it_loads(
    five_hinges: Analysis, drawn: Draw, tmp_path: Path
) -> None:
    path = tmp_path / "overlay.mp4"
    write_overlay(((t, drawn(five_hinges, t)) for t in (0.0, 0.04, 0.08)), five_hinges, path)
    data = path.read_bytes()
    assert 0 < data.index(b"moov") < data.index(b"mdat")


def test_odd_sizes_lose_a_line(five_hinges: Analysis, drawn: Draw, tmp_path: Path) -> None:
    path = tmp_path / "overlay.mp4"
    write_overlay(((t, drawn(five_hinges, t)[:539, :359]) for t in (0.0, 0.04)), five_hinges, path)
    assert read(path)[1] == (358, 538)


def test_images_are_taken_one_at_a_time(five_hinges: Analysis, drawn: Draw, tmp_path: Path) -> None:
    alive: list[weakref.ref[NDArray[np.uint8]]] = []
    most = 0

    def frames() -> Iterator[tuple[float, NDArray[np.uint8]]]:
        nonlocal most
        for t in np.arange(0.0, 2.0, 0.04):
            image = drawn(five_hinges, float(t))
            alive.append(weakref.ref(image))
            most = max(most, sum(r() is not None for r in alive))
            yield float(t), image

    write_overlay(frames(), five_hinges, tmp_path / "overlay.mp4")
    assert most <= 3
    assert threading.active_count() < 20


def test_a_video_that_breaks_off_leaves_nothing(five_hinges: Analysis, drawn: Draw, tmp_path: Path) -> None:
    def breaking() -> Iterator[tuple[float, NDArray[np.uint8]]]:
        yield 0.0, drawn(five_hinges, 0.0)
        message = "gone"
        raise RuntimeError(message)

    with pytest.raises(RuntimeError, match="gone"):
        write_overlay(breaking(), five_hinges, tmp_path / "overlay.mp4")
    with pytest.raises(UsageError, match="no frames"):
        write_overlay(iter(()), five_hinges, tmp_path / "overlay.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_reported(five_hinges: Analysis, drawn: Draw, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="Choose another place"):
        write_overlay([(0.0, drawn(five_hinges, 0.0))], five_hinges, tmp_path / "missing" / "overlay.mp4")


def test_poses_without_a_video_have_nothing_to_draw_on(five_hinges: Analysis, tmp_path: Path) -> None:
    points = np.zeros((len(five_hinges.motion), len(five_hinges.motion.layout), 3))
    laboratory = replace(
        five_hinges, motion=replace(five_hinges.motion, positions=points, coordinate_frame=CoordinateFrame.WORLD_M)
    )
    with pytest.raises(UsageError, match="needs a video"):
        write_overlay(iter(()), laboratory, tmp_path / "overlay.mp4")


def test_the_image_that_was_given_stays_as_it_is(painter: Painter, five_hinges: Analysis, drawn: Draw) -> None:
    image = drawn(five_hinges, 1.8)
    before = image.copy()
    painted = painter.paint(image, 1.8)
    np.testing.assert_array_equal(image, before)
    assert (painted != before).any()


def test_a_finding_is_shown_at_its_moment_only(painter: Painter, five_hinges: Analysis) -> None:
    blank = np.full((540, 360, 3), 120, np.uint8)
    moment = five_hinges.repetitions[2].findings[0].time_s
    band = slice(45, 110)

    def dark(time_s: float) -> float:
        bare = replace(painter, track=None)
        return float((bare.paint(blank, time_s)[band] < 60).all(axis=2).mean())

    assert dark(moment + 0.2) > 0.1
    assert dark(moment - 0.5) == dark(moment + 2.0) == 0.0


def test_the_strip_shows_where_the_video_is(painter: Painter) -> None:
    blank = np.full((540, 360, 3), 120, np.uint8)
    bare = replace(painter, track=None)
    needles = []
    for time_s in (2.5, 7.5, 12.4):
        rows = bare.paint(blank, time_s)[505:530]
        columns = np.flatnonzero((rows > 250).all(axis=2).mean(axis=0) > 0.5)
        needles.append(columns[columns > 60].mean())
    assert needles == sorted(needles)
    assert needles[1] - needles[0] == pytest.approx(needles[2] - needles[1], abs=4)


def test_outside_the_measured_part_no_figure_is_drawn(painter: Painter, five_hinges: Analysis, drawn: Draw) -> None:
    image = drawn(five_hinges, 13.0)
    late = painter.paint(image, 20.0)
    middle = slice(80, 380)
    np.testing.assert_array_equal(late[middle], image[middle])
