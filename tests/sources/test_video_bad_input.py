"""Videos that cannot be used, or only in part: each created here, each with its own error or warning."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from hiphinge.errors import (
    InputChangedError,
    InputEmptyError,
    InputFormatError,
    InputMissingError,
    InputTooShortError,
    InputUnreadableError,
    NoVideoError,
    UsageError,
)
from hiphinge.sources.video import check_extent, open_video, probe


def test_missing_empty_and_folder(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError):
        open_video(tmp_path / "none.mp4")
    (tmp_path / "empty.mp4").touch()
    with pytest.raises(InputEmptyError):
        open_video(tmp_path / "empty.mp4")
    with pytest.raises(InputUnreadableError):
        open_video(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("noise.mp4", np.random.default_rng(3).bytes(5000)),
        ("letter.mp4", b"Dear coach, here is my lift.\n" * 40),
        ("letter.txt", b"Dear coach, here is my lift.\n" * 40),
        ("list.m3u8", b"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nhttp://localhost:9/a.ts\n#EXT-X-ENDLIST\n"),
        ("list.mp4", b"ffconcat version 1.0\nfile other.mp4\n"),
    ],
)
def test_what_is_no_video_is_refused(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputFormatError, match=name):
        probe(path)


@pytest.mark.parametrize(
    "content",
    [
        b"#EXTM3U\n#EXTINF:5,\nfile:///etc/hosts\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile other.mp4\n",
        b"1\n00:00:01,000 --> 00:00:02,000\nhinge\n\n",
        b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\n",
    ],
)
def test_a_list_of_other_files_is_said_to_be_one(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "list.mp4"
    path.write_bytes(content)
    with pytest.raises(InputFormatError, match=r"list\.mp4 is a list or a text"):
        probe(path)


def test_sound_alone_is_refused(videos: Any) -> None:
    with pytest.raises(NoVideoError, match="audio"):
        open_video(videos.sound())


def test_a_photograph_is_refused(videos: Any, tmp_path: Path) -> None:
    path = tmp_path / "photo.png"
    frame = av.VideoFrame.from_ndarray(np.zeros((videos.height, videos.width, 3), np.uint8), format="rgb24")
    encoder = av.CodecContext.create("png", "w")
    encoder.width, encoder.height, encoder.pix_fmt = videos.width, videos.height, "rgb24"
    encoder.time_base = Fraction(1)
    path.write_bytes(b"".join(bytes(packet) for packet in [*encoder.encode(frame), *encoder.encode(None)]))
    with pytest.raises(InputTooShortError, match="single image"):
        probe(path)


def test_one_frame_is_too_short(videos: Any) -> None:
    with pytest.raises(InputTooShortError, match="one frame"):
        list(open_video(videos.make(times_s=[0.0])))


def test_a_recording_without_its_index_is_named(videos: Any) -> None:
    path = videos.make()
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"moov") - 4])
    with pytest.raises(InputFormatError, match="cut off"):
        probe(path)


@pytest.mark.parametrize("name", ["video.mp4", "video.mkv"])
def test_a_truncated_video_gives_what_is_left_and_says_what_is_lost(videos: Any, name: str) -> None:
    options = {"movflags": "faststart"} if name.endswith("mp4") else {}
    path = videos.make(name, times_s=[i / 7 for i in range(25)], container_options=options, key_every=5)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * 0.75)])
    reader = open_video(path)
    frames = list(reader)
    assert 2 < len(frames) < 25
    assert [videos.index_shown(frame.image_rgb) for frame in frames[:3]] == [0, 1, 2]
    assert any("are missing" in warning for warning in reader.warnings), reader.warnings


def test_damage_in_the_middle_is_skipped_and_reported(videos: Any) -> None:
    path = videos.make(key_every=1, options={"bf": "0"})
    data = bytearray(path.read_bytes())
    start = data.index(b"mdat")
    middle = (start + data.index(b"moov")) // 2
    data[middle : middle + 300] = b"\xff" * 300
    path.write_bytes(bytes(data))
    reader = open_video(path)
    frames = list(reader)
    assert videos.index_shown(frames[0].image_rgb) == 0
    assert videos.index_shown(frames[-1].image_rgb) == 19
    assert any("could not be decoded" in warning or "Damaged" in warning for warning in reader.warnings)


def test_a_video_that_changes_while_it_is_read_is_refused(videos: Any) -> None:
    path = videos.make()
    reader = open_video(path)
    frames = iter(reader)
    next(frames)
    with path.open("ab") as file:
        file.write(b"more")
    with pytest.raises(InputChangedError):
        list(frames)


@pytest.mark.parametrize(
    ("start_s", "end_s", "said"), [(0.5, 0.2, "before the end"), (9.0, None, "ends at 0.8 s"), (None, 0.0, "begins at")]
)
def test_a_stretch_that_leaves_nothing_is_refused(
    videos: Any, start_s: float | None, end_s: float | None, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        open_video(videos.make(), start_s=start_s, end_s=end_s)


def test_a_stretch_between_two_frames_is_too_short(videos: Any) -> None:
    with pytest.raises(InputTooShortError, match="no frame between"):
        list(open_video(videos.make(), start_s=0.29, end_s=0.31))


def test_repeated_times_are_repaired_with_a_warning(videos: Any) -> None:
    path = videos.make("video.mkv", times_s=[0.0, 0.04, 0.0401, 0.08, 0.12], options={"bf": "0"})
    reader = open_video(path)
    frames = list(reader)
    assert [videos.index_shown(frame.image_rgb) for frame in frames] == [0, 1, 2, 3, 4]
    assert np.all(np.diff([frame.time_s for frame in frames]) > 0)
    assert reader.warnings == ("Times that did not increase were put between their neighbours: 1.",)


def test_frames_of_an_unknown_kind_are_said_to_be_so(videos: Any) -> None:
    path = videos.make()
    videos.patched(path, b"stsd", offset=16, new=b"zzzz")
    with pytest.raises(NoVideoError, match="cannot be decoded here"):
        open_video(path)
    with pytest.raises(NoVideoError, match="cannot be decoded here"):
        probe(path)
    check_extent(path, longest_s=60.0, largest_frame_px=1 << 20)


def test_what_is_longer_or_larger_than_is_taken_is_refused_before_a_frame_is_decoded(videos: Any) -> None:
    path = videos.make()
    check_extent(path, longest_s=60.0, largest_frame_px=1 << 20)
    with pytest.raises(InputFormatError, match=r"minutes, but at most"):
        check_extent(path, longest_s=0.1, largest_frame_px=1 << 20)
    with pytest.raises(InputFormatError, match="more than are taken"):
        check_extent(path, longest_s=60.0, largest_frame_px=100)
