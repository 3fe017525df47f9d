"""Every kind of file gives the frame of every moment, wherever a seek lands; the test videos show their own number."""

import struct
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from hiphinge.errors import InputFormatError
from hiphinge.sources.video import frame_at, open_video
from hiphinge.sources.video.decoding import Losses
from hiphinge.sources.video.info import probe
from hiphinge.sources.video.seeking import FrameSource

STEP_S = 0.5
TIMES_S = [i * STEP_S for i in range(28)]
X265 = {"x265-params": "log-level=none:open-gop=1:keyint=6:min-keyint=6:bframes=3"}
KINDS: dict[str, tuple[str, dict[str, Any]]] = {
    "transport stream, one key frame": ("video.ts", {}),
    "transport stream, many key frames": ("video.mts", {"container_options": {"f": "mpegts"}, "key_every": 4}),
    "program stream": ("video.mpg", {"codec": "mpeg2video", "key_every": 5, "rate_of_frames": True}),
    "long GOP": ("video.mp4", {}),
    "long GOP, Matroska": ("video.mkv", {}),
    "short groups": ("video.mp4", {"key_every": 3}),
    "open groups, H.264": ("video.mp4", {"options": {"x264-params": "open-gop=1:keyint=6:min-keyint=6:bframes=3"}}),
    "open groups, HEVC": ("video.mkv", {"codec": "libx265", "options": X265}),
    "intra refresh": ("video.mp4", {"options": {"x264-params": "intra-refresh=1:keyint=6:bframes=0"}}),
    "frames out of order, negative decoding times": (
        "video.mp4",
        {"key_every": 5, "options": {"bf": "3"}, "container_options": {"movflags": "negative_cts_offsets"}},
    ),
    "fragments": ("video.mp4", {"key_every": 4, "container_options": {"movflags": "frag_keyframe+empty_moov"}}),
    "starts later": ("video.mkv", {"times_s": [30 + t for t in TIMES_S], "key_every": 5}),
    "transport stream that starts later": ("video.ts", {"times_s": [30 + t for t in TIMES_S], "key_every": 5}),
    "variable rate": ("video.mp4", {"times_s": [t + 0.2 * (i % 3) for i, t in enumerate(TIMES_S)], "key_every": 5}),
    "AVI": ("video.avi", {"codec": "mpeg4", "key_every": 5, "rate_of_frames": True}),
    "GIF": ("video.gif", {"codec": "gif", "pixel_format": "rgb8"}),
}


def written(videos: Any, kind: str) -> Path:
    name, recipe = KINDS[kind]
    recipe = dict(recipe)
    if recipe.pop("rate_of_frames", False):  # these count frames at the rate of the stream
        recipe["times_s"] = [i / 25 for i in range(28)]
    path: Path = videos.make(name, **{"times_s": TIMES_S, **recipe})
    return path


def assert_each_moment_is_found(videos: Any, path: Path) -> None:
    """Hold frames at single times, and frames from a start on, against a pass through the whole video."""
    whole = [(frame.time_s, videos.index_shown(frame.image_rgb)) for frame in open_video(path)]
    times_s = [time_s for time_s, _ in whole]
    for asked in (times_s, times_s[::9], times_s[-3::2], times_s[5:6], times_s[-1:]):
        stills = frame_at(path, asked)
        assert [still.time_s for still in stills] == pytest.approx(asked, abs=1e-6)
        assert [videos.index_shown(still.image_rgb) for still in stills] == [dict(whole)[t] for t in asked]
    for start in (1, len(whole) // 2, len(whole) - 4):
        part = [(f.time_s, videos.index_shown(f.image_rgb)) for f in open_video(path, start_s=times_s[start])]
        assert part == whole[start:]


@pytest.mark.parametrize("kind", KINDS)
def test_each_moment_is_found(videos: Any, kind: str) -> None:
    path = written(videos, kind)
    assert len(list(open_video(path))) == 28
    assert_each_moment_is_found(videos, path)


def test_an_edit_list_moves_the_times(videos: Any) -> None:
    path = videos.make("video.mp4", times_s=TIMES_S, key_every=5, options={"bf": "0"})
    with av.open(str(path)) as container:
        time_base = container.streams.video[0].time_base
    assert time_base is not None
    videos.patched(path, b"elst", offset=16, new=struct.pack(">i", int(3.6 / time_base)))
    assert_each_moment_is_found(videos, path)


def test_matroska_without_cues(videos: Any) -> None:
    path = videos.make("video.mkv", times_s=TIMES_S, key_every=5)
    data = path.read_bytes()
    cues = b"\x1c\x53\xbb\x6b"
    assert data.count(cues) == 2  # in the list of parts, and the part itself
    path.write_bytes(data.replace(cues, b"\x1c\x53\xbb\x6c")[: data.rindex(cues)])
    assert_each_moment_is_found(videos, path)


def test_avi_with_frames_out_of_order_keeps_its_rhythm(videos: Any) -> None:
    path = videos.make("video.avi", times_s=[i / 25 for i in range(28)], options={"bf": "2"})
    reader = open_video(path)
    frames = list(reader)
    assert [videos.index_shown(frame.image_rgb) for frame in frames] == list(range(28))
    assert np.diff([frame.time_s for frame in frames]) == pytest.approx(1 / 25, abs=1e-3)
    assert reader.warnings == ()
    assert_each_moment_is_found(videos, path)


@pytest.mark.parametrize("shift", [-900, 700])
def test_avi_with_a_wrong_index(videos: Any, shift: int) -> None:
    path = written(videos, "AVI")
    data = bytearray(path.read_bytes())
    first = data.rindex(b"idx1") + 8
    for entry in range(first + 16 * 6, first + 16 * 28, 16):
        (offset,) = struct.unpack_from("<I", data, entry + 8)
        struct.pack_into("<I", data, entry + 8, max(4, offset + shift))
    path.write_bytes(bytes(data))
    assert_each_moment_is_found(videos, path)


def test_an_index_that_names_other_frames_as_key_frames(videos: Any) -> None:
    path = videos.make("video.mp4", times_s=TIMES_S, key_every=7, options={"bf": "0"})
    data = path.read_bytes()
    at = data.index(b"stss")
    (count,) = struct.unpack_from(">I", data, at + 8)
    assert count == 4
    videos.patched(path, b"stss", offset=12, new=struct.pack(">4I", 1, 5, 12, 20))
    assert_each_moment_is_found(videos, path)


def test_a_clock_that_restarts(videos: Any, tmp_path: Path) -> None:
    one = videos.make("one.ts", times_s=TIMES_S[:14], key_every=4)
    two = videos.make("two.ts", times_s=TIMES_S[:10], key_every=4)
    joined = tmp_path / "joined.ts"
    joined.write_bytes(one.read_bytes() + two.read_bytes())
    reader = open_video(joined)
    frames = list(reader)
    assert any("clock restarted" in warning for warning in reader.warnings)
    stills = frame_at(joined, [frame.time_s for frame in frames])
    for frame, still in zip(frames, stills, strict=True):
        assert still.time_s == frame.time_s
        assert np.array_equal(still.image_rgb, frame.image_rgb)


def test_a_video_that_breaks_off(videos: Any) -> None:
    path = videos.make("video.mp4", times_s=TIMES_S, key_every=5, container_options={"movflags": "faststart"})
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * 0.7)])
    frames = list(open_video(path))
    assert 5 < len(frames) < 28
    late = frame_at(path, [frames[3].time_s, TIMES_S[-1]])
    assert videos.index_shown(late[0].image_rgb) == 3
    assert late[1].time_s == frames[-1].time_s


def test_what_cannot_be_decoded_any_more_is_refused(videos: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = videos.make()
    monkeypatch.setattr("hiphinge.sources.video.seeking.decoded", lambda *_: iter(()))
    with pytest.raises(InputFormatError, match="Copy the video again"):
        frame_at(path, [0.2])


def test_only_containers_with_a_time_for_each_frame_are_sought(videos: Any) -> None:
    for name, lands_s in (("video.mp4", 10.0), ("video.mkv", 10.0), ("video.ts", None)):
        path = videos.make(name, times_s=TIMES_S, key_every=4)
        losses = Losses()
        frames = FrameSource(file=path, info=probe(path), threads=1).sought(11.3, losses)
        assert (None if frames is None else next(frames).time) == (
            None if lands_s is None else pytest.approx(lands_s, abs=0.002)
        )


def counted_ticks(monkeypatch: pytest.MonkeyPatch) -> list[float | None]:
    """Return a list that grows with every frame that is decoded."""
    ticks: list[float | None] = []

    def tick(_: object, time_s: float | None) -> float | None:
        ticks.append(time_s)
        return time_s

    monkeypatch.setattr("hiphinge.sources.video.clock.Clock.tick", tick)
    return ticks


def test_long_distances_are_not_decoded(videos: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = videos.make(times_s=TIMES_S, key_every=4, options={"bf": "0"})
    ticks = counted_ticks(monkeypatch)
    assert [videos.index_shown(still.image_rgb) for still in frame_at(path, [0.0, 13.0])] == [0, 26]
    assert len(ticks) < 10


def test_one_key_frame_is_decoded_once_only(videos: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = videos.make(times_s=TIMES_S, options={"bf": "0"})
    ticks = counted_ticks(monkeypatch)
    assert [videos.index_shown(still.image_rgb) for still in frame_at(path, [0.0, 5.0, 10.0, 13.5])] == [0, 10, 20, 27]
    assert len(ticks) < 28 + 10
