"""How long a frame of a camera takes until it is drawn with its skeleton: Chromium, a fake camera, the running app.

    python benchmarks/live_latency.py set.mp4 --minutes 5

The browser plays the video as its camera at 640 by 480 and 30 frames a second, over and over. The clock runs from when
the browser had the frame to when the page has drawn it; browser, app and session share this machine's cores. Memory is
that of the app with its session, and that of the browser, as the system counts it (shared pages in each process).
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
from dataclasses import dataclass
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
        with served(Path(folder)) as app:
            print(table(measured(camera, app=app, minutes=asked.minutes)))
    return 0


@dataclass(frozen=True)
class Part:
    """A minute of a session, or what is left of one.

    Attributes
    ----------
    drawn_ms
        Of every frame drawn in it: how long it took, and its `STEPS` but the last, milliseconds.
    app_mib, browser_mib
        Resident memory of the app with its session, and of the browser, as the part ends.
    """

    drawn_ms: list[list[float]]
    app_mib: float
    browser_mib: float


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
def served(folder: Path) -> Iterator[int]:
    """Run the app with data of its own; give the number of its process."""
    environment = os.environ | {"XDG_DATA_HOME": str(folder / "data")}
    command = [sys.executable, "-m", "hiphinge", "serve", "--port", str(PORT)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL) as app:
        try:
            until = time.monotonic() + PATIENCE_S
            while time.monotonic() < until:
                with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{PORT}/", timeout=5):
                    break
                time.sleep(0.3)
            yield app.pid
        finally:
            app.terminate()


def measured(camera: Path, *, app: int, minutes: float) -> list[Part]:
    """Return each minute of a session that lasts so long."""
    parts: list[Part] = []
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
        while minutes > 0:
            page.evaluate("window.hiphingeLags.length = 0")
            page.wait_for_timeout(min(minutes, 1.0) * 60_000)
            drawn_ms = page.evaluate("window.hiphingeLags.slice()")
            of_browser = [pid for pid in children(os.getpid()) if pid not in (app, *children(app))]
            parts.append(Part(drawn_ms, memory_mib([app, *children(app)]), memory_mib(of_browser)))
            minutes -= 1.0
        page.click("#stop")
        page.locator("#after").wait_for(timeout=PATIENCE_S * 1000)
        browser.close()
    return parts


def children(pid: int) -> list[int]:
    """Return the processes that a process started, and theirs."""
    parents: dict[int, int] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(each.parent.name)] = int(each.read_text().rpartition(")")[2].split()[1])
    own = [child for child, parent in parents.items() if parent == pid]
    return own + [one for child in own for one in children(child)]


def memory_mib(pids: Sequence[int]) -> float:
    """Return the resident memory of processes, MiB; a process that has ended counts for nothing."""
    pages = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def table(parts: Sequence[Part]) -> str:
    """Return the percentiles of each minute, of all, and of each step, as Markdown."""
    lines = [
        "| minute | frames drawn | median | 95 % within | 99 % within | app, MiB | browser, MiB |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for number, part in enumerate(parts, start=1):
        took = np.array(part.drawn_ms)[:, 0]
        memory = f"{part.app_mib:.0f} | {part.browser_mib:.0f}"
        lines.append(f"| {number} | {len(took)} | {_percentiles(took)} | {memory} |")
    every = np.concatenate([np.array(part.drawn_ms) for part in parts])
    lines.append(f"| all | {len(every)} | {_percentiles(every[:, 0])} | | |")
    steps = [*every[:, 1:].T, every[:, 0] - every[:, 1:].sum(axis=1)]
    lines += ["", "| step | median | 95 % within | 99 % within |", "| --- | --- | --- | --- |"]
    lines += [f"| {name} | {_percentiles(values)} |" for name, values in zip(STEPS, steps, strict=True)]
    return "\n".join([*lines, "", f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"])


def _percentiles(values: np.ndarray) -> str:
    return " | ".join(f"{value:.0f} ms" for value in np.percentile(values, [50, 95, 99]))


if __name__ == "__main__":
    sys.exit(main())
