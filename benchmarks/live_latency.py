"""How long a frame of a camera takes until it is drawn with its skeleton: Chromium, a fake camera, the running app.

    python benchmarks/live_latency.py set.mp4 --minutes 5

The browser plays the video as its camera at 640 by 480 and 30 frames a second. The clock runs from when the browser had
the frame to when the page has drawn it; browser, app and session share this machine's cores.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path

import av
import cv2
import numpy as np
from playwright.sync_api import sync_playwright

WIDTH, HEIGHT, FPS = 640, 480, 30
PORT = 8919
FLAGS = ("--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")
PATIENCE_S = 60.0
STEPS = (
    "from the camera to the page",
    "packed as a JPEG",
    "waited for the frame before",
    "unpacked",
    "person found",
    "drawn",
    "on the way: sockets, pipes, and turns of threads",
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video", type=Path)
    parser.add_argument("--minutes", type=float, default=1.0)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        camera = Path(folder) / "camera.mjpeg"
        as_camera(asked.video, camera)
        with served(Path(folder)):
            print(table(measured(camera, minutes=asked.minutes)))
    return 0


def as_camera(video: Path, out: Path) -> None:
    """Write a video as frames of a camera, with an edge where its shape is another."""
    with av.open(str(video)) as source, av.open(str(out), "w", format="mjpeg") as target:
        stream = target.add_stream("mjpeg", rate=FPS)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = WIDTH, HEIGHT, "yuvj420p", 12_000_000
        for frame in source.decode(video=0):
            target.mux(stream.encode(av.VideoFrame.from_ndarray(framed(frame.to_ndarray(format="rgb24")))))
        target.mux(stream.encode(None))


def framed(image: np.ndarray) -> np.ndarray:
    """Return an image in the middle of a camera's frame."""
    share = min(WIDTH / image.shape[1], HEIGHT / image.shape[0])
    small = cv2.resize(image, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    whole = np.empty((HEIGHT, WIDTH, 3), np.uint8)
    whole[:] = image.mean(axis=(0, 1)).astype(np.uint8)
    top, left = (HEIGHT - small.shape[0]) // 2, (WIDTH - small.shape[1]) // 2
    whole[top : top + small.shape[0], left : left + small.shape[1]] = small
    return whole


@contextlib.contextmanager
def served(folder: Path) -> Iterator[None]:
    """Run the app with data of its own."""
    environment = os.environ | {"XDG_DATA_HOME": str(folder / "data")}
    command = [sys.executable, "-m", "hiphinge", "serve", "--port", str(PORT)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as app:
        try:
            until = time.monotonic() + PATIENCE_S
            while time.monotonic() < until:
                with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=5):
                    break
                time.sleep(0.3)
            yield
        finally:
            app.terminate()


def measured(camera: Path, *, minutes: float) -> list[list[list[float]]]:
    """Return of every drawn frame how long it took, and its `STEPS` but the last; ms, for each half of the session."""
    halves: list[list[list[float]]] = []
    with sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("google-chrome")
        flags = [*FLAGS, f"--use-file-for-fake-video-capture={camera}"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://127.0.0.1:{PORT}/live")
        page.select_option("select[name=countdown_s]", "0")
        page.click("#open")
        page.locator("#status", has_text="in view").wait_for(timeout=PATIENCE_S * 1000)
        page.click("#start")
        for _ in range(2):
            page.evaluate("window.hiphingeLags.length = 0")
            page.wait_for_timeout(minutes * 30_000)
            halves.append(page.evaluate("window.hiphingeLags.slice()"))
        page.click("#stop")
        page.locator("#after").wait_for(timeout=PATIENCE_S * 1000)
        browser.close()
    return halves


def table(halves: list[list[list[float]]]) -> str:
    """Return the percentiles of each half, and of each step, as Markdown."""
    lines = ["| half | frames drawn | median | 95 % within | 99 % within |", "| --- | --- | --- | --- | --- |"]
    for name, rows in zip(("first", "second"), halves, strict=True):
        lines.append(f"| {name} | {len(rows)} | {_percentiles(np.array(rows)[:, 0])} |")
    both = np.concatenate([np.array(rows) for rows in halves])
    steps = [*both[:, 1:].T, both[:, 0] - both[:, 1:].sum(axis=1)]
    lines += ["", "| step | median | 95 % within | 99 % within |", "| --- | --- | --- | --- |"]
    lines += [f"| {name} | {_percentiles(values)} |" for name, values in zip(STEPS, steps, strict=True)]
    return "\n".join([*lines, "", f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"])


def _percentiles(values: np.ndarray) -> str:
    return " | ".join(f"{value:.0f} ms" for value in np.percentile(values, [50, 95, 99]))


if __name__ == "__main__":
    sys.exit(main())
