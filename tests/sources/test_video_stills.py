from typing import Any

import pytest

from hiphinge.sources.video import frame_at


def test_the_nearest_frame_is_found_in_the_order_asked(videos: Any) -> None:
    stills = frame_at(videos.make(key_every=4), [0.49, 0.09, 0.09, 0.33])
    assert [videos.index_shown(still.image_rgb) for still in stills] == [12, 2, 2, 8]
    assert [still.requested_s for still in stills] == [0.49, 0.09, 0.09, 0.33]
    assert [still.time_s for still in stills] == pytest.approx([0.48, 0.08, 0.08, 0.32], abs=0.021)


def test_outside_the_video_its_ends_are_given(videos: Any) -> None:
    early, late = frame_at(videos.make(), [-3.0, 60.0])
    assert (videos.index_shown(early.image_rgb), videos.index_shown(late.image_rgb)) == (0, 19)


def test_far_times_are_sought(videos: Any) -> None:
    path = videos.make(times_s=[i * 1.0 for i in range(25)], key_every=3)
    stills = frame_at(path, [23.2, 1.1, 11.4])
    assert [videos.index_shown(still.image_rgb) for still in stills] == [23, 1, 11]


def test_size_is_the_original_unless_asked(videos: Any) -> None:
    path = videos.make()
    assert frame_at(path, [0.0])[0].image_rgb.shape == (64, 96, 3)
    assert frame_at(path, [0.0], max_side_px=48)[0].image_rgb.shape == (32, 48, 3)


def test_no_times_give_no_frames(videos: Any) -> None:
    assert frame_at(videos.make(), []) == ()
