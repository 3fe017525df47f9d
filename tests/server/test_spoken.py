"""The sentences that were spoken ahead: all that the live coach says, and where each is in the file."""

import json
from importlib.resources import files

import av

from hiphinge.catalogue import load
from hiphinge.server.assets import asset_routes, own_assets
from hiphinge.server.spoken import spoken_texts

STATIC = files("hiphinge.server") / "static"


def test_everything_that_is_spoken_is_in_the_file() -> None:
    places = json.loads((STATIC / "voice.json").read_text(encoding="utf-8"))
    assert tuple(places) == spoken_texts(), "run scripts/voice"
    assert {fault.cue for fault in load().faults.values()} <= set(places)
    with av.open(str(STATIC / "voice.mp3")) as container:
        lasts_s = float(container.duration or 0) / 1e6
    starts = [start for start, _ in places.values()]
    ends = [start + seconds for start, seconds in places.values()]
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
    assert ends[-1] <= lasts_s + 0.2


def test_the_voice_is_small_and_is_not_fetched_ahead() -> None:
    assets = own_assets()
    assert len(assets.found["voice.mp3"].content) < 1_000_000
    worker = next(route for route in asset_routes(assets).routes if getattr(route, "path", "") == "/service-worker.js")
    sent = worker.endpoint().body.decode()  # type: ignore[attr-defined]
    assert "live.js" in sent
    assert "voice.mp3" not in sent
