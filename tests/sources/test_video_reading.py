import struct
from fractions import Fraction
from types import SimpleNamespace
from typing import Any

import av
import numpy as np
import pytest

from hiphinge.errors import InputFormatError, UsageError
from hiphinge.sources.video import open_video, probe
from hiphinge.sources.video.frames import Frames
from hiphinge.sources.video.turning import UPRIGHT

CODECS: dict[str, tuple[str, dict[str, Any], int]] = {
    "h264": ("video.mp4", {"codec": "libx264"}, 8),
    "h264 10 bit": ("video.mov", {"codec": "libx264", "pixel_format": "yuv420p10le"}, 10),
    "hevc": ("video.mp4", {"codec": "libx265", "options": {"x265-params": "log-level=none"}}, 8),
    "hevc 10 bit": (
        "video.mp4",
        {"codec": "libx265", "pixel_format": "yuv420p10le", "options": {"x265-params": "log-level=none"}},
        10,
    ),
    "vp9": ("video.webm", {"codec": "libvpx-vp9", "options": {"deadline": "realtime", "cpu-used": "8"}}, 8),
    "av1": ("video.mkv", {"codec": "libsvtav1", "options": {"preset": "12"}}, 8),
    "mpeg4": ("video.avi", {"codec": "mpeg4"}, 8),
    "gif": ("video.gif", {"codec": "gif", "pixel_format": "rgb8"}, 8),
}


@pytest.mark.parametrize("case", CODECS)
def test_every_codec_gives_every_frame_in_order(videos: Any, case: str) -> None:
    name, recipe, bit_depth = CODECS[case]
    reader = open_video(videos.make(name, times_s=[i / 25 for i in range(12)], **recipe))
    frames = list(reader)
    assert reader.info.codec == case.split(maxsplit=1)[0]
    assert reader.info.bit_depth == bit_depth
    assert [videos.index_shown(frame.image_rgb) for frame in frames] == list(range(12))
    assert [frame.index for frame in frames] == list(range(12))
    assert [frame.time_s for frame in frames] == pytest.approx([i / 25 for i in range(12)], abs=0.002)
    assert videos.corners(frames[0].image_rgb) == ("red", "green", "blue", "white")
    assert not frames[0].image_rgb.flags.writeable
    assert reader.warnings == ()


def test_the_header_is_reported(videos: Any) -> None:
    info = probe(videos.make())
    assert (info.codec, info.fps, info.size_px, info.frame_count) == ("h264", 25.0, (96, 64), 20)
    assert info.duration_s == pytest.approx(0.8)
    assert info.start_s == pytest.approx(0.0)


def test_times_are_those_of_the_container_when_the_rate_varies(videos: Any) -> None:
    times_s = [0.0, 0.03, 0.1, 0.11, 0.3, 0.9]
    assert [frame.time_s for frame in open_video(videos.make(times_s=times_s))] == pytest.approx(times_s, abs=1e-4)


def test_a_first_frame_that_comes_late_keeps_its_own_time(videos: Any) -> None:
    path = videos.make("video.mkv", times_s=[2.0 + i / 25 for i in range(10)])
    reader = open_video(path)
    assert next(iter(reader)).time_s == pytest.approx(2.0, abs=0.002)
    assert reader.info.start_s == pytest.approx(2.0, abs=0.002)


def test_an_edit_list_cuts_the_beginning(videos: Any) -> None:
    path = videos.make("video.mp4", options={"bf": "0"})
    with av.open(str(path)) as container:
        time_base = container.streams.video[0].time_base
    assert time_base is not None
    skipped = struct.pack(">i", int(0.2 / time_base))
    videos.patched(path, b"elst", offset=16, new=skipped)
    frames = list(open_video(path))
    assert videos.index_shown(frames[0].image_rgb) == 5
    assert frames[0].time_s == pytest.approx(0.0, abs=1e-3)


def test_slow_motion_is_reported(videos: Any) -> None:
    path = videos.make(metadata={"com.android.capture.fps": "240"}, container_options={"movflags": "use_metadata_tags"})
    reader = open_video(path)
    assert reader.info.capture_fps == pytest.approx(240.0)
    assert "9.6 times as long" in reader.warnings[0]
    assert reader.origin().warnings == reader.warnings


def test_pixels_that_are_not_square_are_stretched(videos: Any) -> None:
    reader = open_video(videos.make(pixel_aspect=Fraction(2, 1)))
    assert reader.info.size_px == (192, 64)
    assert next(iter(reader)).image_rgb.shape == (64, 192, 3)


def test_frames_are_reduced_and_never_enlarged(videos: Any) -> None:
    path = videos.make()
    small = open_video(path, max_side_px=48)
    assert next(iter(small)).image_rgb.shape == (32, 48, 3)
    assert small.to_original == (2.0, 2.0)
    assert open_video(path, max_side_px=4000).size_px == (96, 64)
    assert open_video(path, max_side_px=None).size_px == (96, 64)
    with pytest.raises(UsageError, match="16 px"):
        open_video(path, max_side_px=3)


def test_start_and_end_cut_half_open(videos: Any) -> None:
    frames = list(open_video(videos.make(key_every=5), start_s=0.28, end_s=0.52))
    assert [videos.index_shown(frame.image_rgb) for frame in frames] == [7, 8, 9, 10, 11, 12]
    assert [frame.index for frame in frames] == list(range(6))


def test_colours_of_a_kind_that_nobody_knows_are_taken_as_usual_ones() -> None:
    image = np.random.default_rng(1).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    shown = []
    for kind in (2, 47):
        frame = av.VideoFrame.from_ndarray(image, format="rgb24").reformat(format="yuv420p")
        frame.colorspace = frame.color_trc = frame.color_primaries = kind
        shown.append(Frames(size_px=(64, 48), turn=UPRIGHT).rgb(frame))
        assert frame.colorspace == 2
    np.testing.assert_array_equal(shown[0], shown[1])


def test_frames_that_cannot_be_converted_are_said_to_be_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise av.error.OSError(95, "Operation not supported")

    monkeypatch.setattr(av.video.reformatter, "VideoReformatter", lambda: SimpleNamespace(reformat=refuse))
    frame = av.VideoFrame(64, 48, "yuv420p")
    with pytest.raises(InputFormatError, match="cannot be converted"):
        Frames(size_px=(64, 48), turn=UPRIGHT).rgb(frame)


def test_a_reader_of_the_same_video_turns_it_and_leaves_frames_out_without_asking_it_again(
    videos: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = videos.make(times_s=[i / 25 for i in range(8)])
    first = open_video(path, start_s=0.1, rotation_deg=90)
    expected = open_video(path, start_s=0.1, rotation_deg=270, every=2)
    monkeypatch.delattr("hiphinge.sources.video.reader.probe")
    other = first.again(rotation_deg=180, every=2)
    assert other.origin() == expected.origin()
    assert other.frame_count == expected.frame_count
    for one, wanted in zip(other, expected, strict=True):
        assert one.time_s == wanted.time_s
        np.testing.assert_array_equal(one.image_rgb, wanted.image_rgb)
    assert other.again().frame_count == other.frame_count
    with pytest.raises(UsageError, match="every should be at least 1"):
        first.again(every=0)


def test_a_video_can_be_read_again_and_left_early(videos: Any) -> None:
    reader = open_video(videos.make())
    iterator = iter(reader)
    assert videos.index_shown(next(iterator).image_rgb) == 0
    iterator.close()  # type: ignore[attr-defined]  # a generator, as its docstring says: it yields
    assert len(list(reader)) == 20


def test_the_number_of_threads_changes_nothing(videos: Any) -> None:
    path = videos.make()
    one, two = (list(open_video(path, threads=threads)) for threads in (1, 2))
    assert all(np.array_equal(a.image_rgb, b.image_rgb) for a, b in zip(one, two, strict=True))


def test_the_origin_says_how_it_was_read(videos: Any) -> None:
    reader = open_video(videos.make("set.mp4"), max_side_px=48)
    origin = reader.origin(sha256="ab", estimator="none")
    assert (origin.name, origin.format, origin.size_px, origin.fps) == ("set.mp4", "video", (96, 64), 25.0)
    assert origin.details["working_size_px"] == [48, 32]
