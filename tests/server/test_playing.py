"""What the page of an analysis shows is the frame that was measured, whatever the file and its rate."""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from tests.conftest import VIDEO_SIZE_PX, Actor
from tests.server.browsing import DESK, served, visit

from hiphinge import analyze
from hiphinge.workflow.clip_work import ClipLimits, work_on
from hiphinge.workflow.progress import no_progress

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page
    from tests.server.conftest import Opened

    from hiphinge.documents.training_log import PersonRecord

BITS, CELL_PX = 9, 8
LOOKS = 100
"""Ten seconds."""
MS = Fraction(1, 1000)
RATES = {"variable": (20, 46, 33, 34), "late": (33, 33, 34)}
"""Milliseconds from frame to frame; a browser plays the second file as it is, though its first frame is not at 0."""

READ = """([bits, cell]) => {
  const byId = (id) => document.getElementById(id), video = byId("video"), canvas = document.createElement("canvas");
  canvas.width = video.videoWidth; canvas.height = video.videoHeight;
  const drawing = canvas.getContext("2d");
  drawing.drawImage(video, 0, 0);
  const pixels = drawing.getImageData(0, cell, canvas.width, 1).data, number = { shown: 0 };
  const bright = (bit) => pixels[4 * Math.round((bit + 0.5) * cell)] > 128;
  for (let bit = 0; bit < bits; bit += 1) if (bright(bit)) number.shown |= 1 << bit;
  const time = byId("time").getAttribute("aria-valuenow");
  const said = [byId("frame-number").dataset.frame, byId("figure").dataset.sample, time];
  return [number.shown, ...said.map(Number)];
}"""
"""The number burnt into the frame on the screen, those that page and lines say, and the time that is said."""


def written(path: Path, count: int, rate: tuple[int, ...], *, first_ms: int) -> list[float]:
    """Write frames with their numbers as bright and dark cells; return their times."""
    times, now = [], first_ms
    with av.open(str(path), "w") as container:
        stream: Any = container.add_stream("libx264", rate=30, options={"preset": "ultrafast", "g": "30"})
        (stream.width, stream.height), stream.pix_fmt = VIDEO_SIZE_PX, "yuv420p"
        stream.codec_context.time_base = MS
        for number in range(count):
            image = np.full((VIDEO_SIZE_PX[1], VIDEO_SIZE_PX[0], 3), 90, np.uint8)
            for bit in range(BITS):
                image[: 2 * CELL_PX, bit * CELL_PX : (bit + 1) * CELL_PX] = 235 if number >> bit & 1 else 16
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = now, MS
            times.append(now / 1000)
            now += rate[number % len(rate)]
            container.mux(stream.encode(frame))
        container.mux(stream.encode())
    return times


def given_in(opened: "Opened", video: Path, *, person: "PersonRecord | None" = None) -> str:
    """Give a video in as the page does, have it worked on, and return the address of its analysis."""
    return worked_on(opened, video, person=person or opened.add())


def worked_on(opened: "Opened", video: Path, *, person: "PersonRecord | None") -> str:
    """Give a video in that is a person's, or nobody's yet, and return the address of its analysis."""
    clip = opened.store.clips.add(video, name=video.name, person=person, exercise="romanian_deadlift", id_=None)
    claimed = opened.store.clips.claim("worker", lost_after=timedelta(minutes=1))
    assert claimed is not None
    work_on(opened.store, claimed, analyse=analyze, limits=ClipLimits(), threads=1, listener=no_progress)
    return f"/analyses/{opened.store.clips.clip(clip).analysis}"


@pytest.mark.parametrize("name", RATES)
def test_the_frame_that_is_shown_is_the_frame_that_was_measured(
    chromium: "Browser", opened: "Opened", actor: Actor, tmp_path: Path, name: str
) -> None:
    video = tmp_path / f"{name}.mp4"
    times = written(video, len(actor.motion), RATES[name], first_ms=0 if name == "variable" else 400)
    path = given_in(opened, video)
    recording = opened.store.corrections.recording(path.rpartition("/")[2])
    assert (recording.proxy is None) == (name == "late")
    with served(opened.clips) as address:
        own = visit(chromium, address, size=DESK, theme="light")
        own.open(path)
        page = own.page
        page.wait_for_selector("#lines-shown:not([hidden])")
        page.wait_for_function("() => document.getElementById('stage').classList.contains('video')")
        seen = [shown(page, None)]
        for keys in (("2",), (".",) * 7, (",",) * 3, ("1",), (".",)):
            for key in keys:
                page.keyboard.press(key)
                seen.append(shown(page, seen[-1]))
        assert own.complaints == []
        page.context.close()
    numbers, frames, samples, moments = (list(column) for column in zip(*seen, strict=True))
    assert numbers == frames == samples
    assert len(set(numbers)) > 8
    np.testing.assert_allclose(moments, [times[number] for number in numbers], atol=0.006)


def shown(page: "Page", before: list[float] | None) -> list[float]:
    """Return what is shown once it is another frame than before, and its numbers agree; the last look if they never do.

    A machine under load shows a frame late, and the numbers with it.
    """
    found: list[float] = []
    for _ in range(LOOKS):
        page.wait_for_timeout(100)
        if page.evaluate("document.getElementById('video').seeking"):
            continue
        found = page.evaluate(READ, [BITS, CELL_PX])
        if found[0] == found[1] == found[2] and found != before:
            break
    return found
