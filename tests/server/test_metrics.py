"""Numbers for a program that watches: read by its own parser of the format, by admins alone."""

import re
from typing import TYPE_CHECKING

from hiphinge.store import Role

if TYPE_CHECKING:
    from pathlib import Path

    from tests.server.gym import Gym

SAMPLE = re.compile(r'^(?P<name>[a-z_]+)(?:\{(?P<label>[a-z]+)="(?P<value>[^"]*)"\})? (?P<number>[0-9.]+)$')


def test_the_numbers_are_those_of_the_store(gym: "Gym", tmp_path: "Path") -> None:
    for name, role in (("ana", Role.LIFTER), ("coach", Role.COACH), ("boss", Role.ADMIN)):
        gym.add(name, role)
    video = tmp_path / "set.mp4"
    video.write_bytes(b"\x00\x00\x00\x18ftypmp42")
    gym.store.clips.add(video, name="set.mp4", person=gym.person("Ana"), id_=None)
    assert [gym.browser(one).get("/metrics").status_code for one in ("", "ana", "coach")] == [303, 403, 403]
    answer = gym.browser("boss").get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.text.splitlines()
    assert answer.text.endswith("\n")
    found = {}
    for number, line in enumerate(lines):
        if line.startswith("# TYPE"):
            assert lines[number - 1].startswith(f"# HELP {line.split()[2]} ")
        elif not line.startswith("#"):
            match = SAMPLE.match(line)
            assert match is not None, line
            found[match["name"], match["value"]] = float(match["number"])
    assert found["hiphinge_clips", "queued"] == found["hiphinge_people", None] == 1
    assert found["hiphinge_clips", "done"] == 0
    assert found["hiphinge_accounts", None] == 3
    assert found["hiphinge_oldest_waiting_timestamp_seconds", None] > 1.7e9
