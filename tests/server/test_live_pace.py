"""When the live page sends its next frame: as late as it is in time, without a frame less; simulated in a browser."""

from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

PACKING_MS, WAY_MS = 8.0, 6.0
SIMULATION = """async ({ source, work, jitter, every, count, packing, way, paced }) => {
  const { Pace } = await import("data:text/javascript," + encodeURIComponent(source));
  const pace = new Pace(), sent = [], lags = [];
  let free = 0, seed = 7, done = 0;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  for (let tick = 0; tick < count; tick += 1) {
    const now = 1000 + tick * every;
    while (sent.length && sent[0].back <= now) {
      const one = sent.shift();
      pace.answered(one.back, one, [one.waited, 1, one.work - 1], sent.length > 0);
      lags.push(one.back - one.seen);
      done += 1;
    }
    const wants = pace.wants(now);
    if (sent.length > 1 || (paced && sent.length && !wants)) continue;
    const took = work + jitter * (random() - 0.5), packed = now + packing, arrives = packed + way / 2;
    const starts = Math.max(arrives, free);
    free = starts + took;
    if (!sent.length) pace.sends(now);
    sent.push({ seen: now, packed, waited: starts - arrives, work: took, back: free + way / 2 });
  }
  lags.sort((a, b) => a - b);
  return { done, median: lags[Math.floor(lags.length / 2)], most: lags[Math.floor(lags.length * 0.95)] };
}"""


def simulated(chromium: "Browser", *, paced: bool, **how: float) -> dict[str, Any]:
    source = (files("hiphinge.server") / "static" / "live-pace.js").read_text()
    page = chromium.new_page()
    try:
        about = {"source": source, "paced": paced, "count": 900, "packing": PACKING_MS, "way": WAY_MS, "jitter": 0.0}
        return dict(page.evaluate(SIMULATION, about | how))
    finally:
        page.close()


@pytest.mark.parametrize(("work", "every"), [(70.0, 33.3), (100.0, 33.3), (40.0, 16.7)])
def test_a_slow_computer_is_sent_newer_frames_and_no_fewer(chromium: "Browser", work: float, every: float) -> None:
    before, paced = (simulated(chromium, paced=one, work=work, every=every) for one in (False, True))
    assert paced["done"] >= 0.98 * before["done"]
    assert paced["median"] <= before["median"] - every / 5
    assert paced["most"] <= before["most"] - every / 5


@pytest.mark.parametrize(("work", "jitter"), [(25.0, 0.0), (40.0, 0.0), (40.0, 30.0), (60.0, 40.0)])
def test_any_other_loses_nothing_by_it(chromium: "Browser", work: float, jitter: float) -> None:
    before, paced = (simulated(chromium, paced=one, work=work, jitter=jitter, every=33.3) for one in (False, True))
    assert paced["done"] >= 0.95 * before["done"]
    assert paced["median"] <= before["median"] + 2
    assert paced["most"] <= before["most"] + 2
