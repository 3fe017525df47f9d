"""How long the hinge lab takes from the move of a slider to the new figures on the page: Chromium and the running app.

    python benchmarks/lab_slider.py --moves 200

The clock runs in the page, from the event of the slider to the change of the page; browser and app share this machine's
cores. Exit code 1 where the median is above the limit.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from live_latency import PATIENCE_S, PORT, served
from playwright.sync_api import sync_playwright

LIMIT_MS = 50.0
SLIDERS = ("a.lean", "a.load", "a.knee", "b.back")
_MOVED = """async ([name, step]) => {
  const slider = document.getElementById("lab-form").elements[name], lab = document.getElementById("lab");
  const [low, high] = [Number(slider.min), Number(slider.max)];
  slider.value = String(low + (high - low) * ((step * 37) % 101) / 100);
  const answered = new Promise((done) => new MutationObserver((_, watching) => { watching.disconnect(); done(); })
    .observe(lab, { attributes: true, attributeFilter: ["data-answered"] }));
  const began = performance.now();
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  await answered;
  return performance.now() - began;
}"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print how long moves took, and return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moves", type=int, default=200)
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder, served(Path(folder)):
        spans = sorted(moved(asked.moves))
    median, late = statistics.median(spans), spans[int(0.95 * len(spans))]
    print(f"{len(spans)} moves of a slider: median {median:.0f} ms, p95 {late:.0f} ms; limit {LIMIT_MS:g} ms")
    return 0 if median <= LIMIT_MS else 1


def moved(count: int) -> list[float]:
    """Return how long each move of a slider took, ms."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(f"http://127.0.0.1:{PORT}/lab")
        page.locator("#lab[data-ready]").wait_for(timeout=PATIENCE_S * 1000)
        spans = [page.evaluate(_MOVED, [SLIDERS[step % len(SLIDERS)], step]) for step in range(count + len(SLIDERS))]
        browser.close()
    return spans[len(SLIDERS) :]


if __name__ == "__main__":
    sys.exit(main())
