"""How long a sample of a sensor on the back takes until the signal sounds: the running command, UDP and LSL.

    python benchmarks/sensor_latency.py --bends 200

Two simulated sensors (T12 and S2) send 100 samples a second each to `hiphinge sensors`, which runs as it does for a
person. The clock runs from just before the sample that crosses the band is handed to the socket or stream, to when the
bell can be read at the other end of the command's standard output. Which sample that was is read in what the command
keeps. A second run sends samples twice and in the wrong order, and lets one sensor fall silent and come back.
"""

import argparse
import contextlib
import csv
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pylsl

from hiphinge.motion import SensorPlace, SensorSample
from hiphinge.testing import SensorLifts, SyntheticSensors

PORT = 5917
LUMBAR = "lumbar_flexion_deg"
STEP_S = 0.01
BETWEEN_S = 0.004
"""The second sensor sends a little after the first: nothing keeps real ones in step."""
TWICE, SWAPPED = 0.10, 0.05
SILENT_S = 2.0
EVERY_NTH_BEND = 8
TOLERANCE_DEG = 5.0
BAND = 0.8
PATIENCE_S = 60.0


@dataclass(kw_only=True)
class Run:
    """What one run sent, and what came back."""

    sent: dict[tuple[SensorPlace, int], float] = field(default_factory=dict)
    """When each sample was sent, by place and its number, seconds."""
    heard: list[tuple[float, str]] = field(default_factory=list)
    """Lines of the command, and when they could be read, seconds."""
    code: int | None = None
    causes: list[tuple[SensorPlace, int, int, bool]] = field(default_factory=list)
    """Of each crossing of the band that has a signal: the sample that showed it, the bend, and whether it is beyond."""
    kept: int = 0
    """How many samples the command kept."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bends", type=int, default=200, help="how many lifts of each way of sending")
    parser.add_argument("--disturbed-bends", type=int, default=48, help="how many lifts with samples lost and mixed up")
    parser.add_argument("--show", action="store_true", help="print what the command says, too")
    parser.add_argument("--ways", nargs="*", default=["udp", "lsl"], choices=["udp", "lsl"])
    asked = parser.parse_args(arguments)
    print("| through | signals | median | 95 % within | 99 % within | longest |")
    print("| --- | --- | --- | --- | --- | --- |", flush=True)
    for way in asked.ways:
        lifts = lifted(asked.bends)
        print(row_of(way, run(way, lifts, disturbed=False)), flush=True)
    for way in asked.ways:
        lifts = lifted(asked.disturbed_bends)
        found = run(way, lifts, disturbed=True)
        if asked.show:
            print(*(f"{at_s - found.heard[0][0]:7.2f} s {line.rstrip()}" for at_s, line in found.heard), sep="\n")
        print(f"\n{way}, disturbed: {disturbed_sentence(lifts, found)}", flush=True)
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    return 0


def lifted(bends: int) -> SyntheticSensors:
    """Return brisk lifts after two slow full bends."""
    return SensorLifts(
        repetitions=bends,
        lumbar_deg=40.0,
        standing_s=6.0,
        down_s=0.7,
        pause_s=0.1,
        up_s=0.6,
        rest_s=0.3,
        seed=7,
    ).record()


def run(way: str, lifts: SyntheticSensors, *, disturbed: bool) -> Run:
    """Send lifts to the command in real time, and return what came back."""
    found = Run()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "kept"
        with Sender(way) as send:
            address = f"udp:{PORT}" if way == "udp" else "lsl"
            command = [sys.executable, "-m", "hiphinge", "sensors", address, "--no-speak", "--out", str(out)]
            program = subprocess.Popen(command, stdout=subprocess.PIPE)
            reader = threading.Thread(target=_listen, args=(program, found))
            reader.start()
            _wait_for(found, "Waiting")
            play(lifts, send, found, disturbed=disturbed)
            time.sleep(0.3)
            program.send_signal(2)
            found.code = program.wait(PATIENCE_S)
            reader.join(PATIENCE_S)
        found.causes, found.kept = causes(out, lifts)
    return found


def _listen(program: "subprocess.Popen[bytes]", found: Run) -> None:
    for line in program.stdout or ():
        found.heard.append((time.monotonic(), line.decode()))


def _wait_for(found: Run, text: str) -> None:
    until = time.monotonic() + PATIENCE_S
    while not any(text in line for _, line in found.heard) and time.monotonic() < until:
        time.sleep(0.05)


Send = Callable[[SensorSample], None]


class Sender:
    """Opens what samples are sent through, and gives the function that sends one."""

    def __init__(self, way: str) -> None:
        self._way = way

    def __enter__(self) -> Send:
        """Return the function."""
        return self._udp() if self._way == "udp" else self._lsl()

    def _udp(self) -> Send:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.connect(("127.0.0.1", PORT))

        def send(sample: SensorSample) -> None:
            with contextlib.suppress(ConnectionRefusedError):  # nobody listens any more; the exit code says so
                self._socket.send(
                    json.dumps(
                        {
                            "place": sample.place.value,
                            "time_s": sample.time_s,
                            "acceleration_m_s2": sample.acceleration_m_s2,
                            "angular_rate_rad_s": sample.angular_rate_rad_s,
                        }
                    ).encode()
                )

        return send

    def _lsl(self) -> Send:
        self._outlets = {}
        for place in (SensorPlace.T12, SensorPlace.S2):
            info = pylsl.StreamInfo(f"sensor {place}", "IMU", 6, 1.0 / STEP_S, "double64", f"latency-{place}")
            channels = info.desc().append_child("channels")
            for kind, unit in (("acc", "m/s2"), ("gyr", "rad/s")):
                for axis in "xyz":
                    channel = channels.append_child("channel")
                    channel.append_child_value("label", f"{place}_{kind}_{axis}")
                    channel.append_child_value("unit", unit)
            self._outlets[place] = pylsl.StreamOutlet(info)
        to_lsl_s = pylsl.local_clock() - time.monotonic()

        def send(sample: SensorSample) -> None:
            values = [*(sample.acceleration_m_s2 or ()), *(sample.angular_rate_rad_s or ())]
            self._outlets[sample.place].push_sample(values, sample.time_s + to_lsl_s)

        return send

    def __exit__(self, *_: object) -> None:
        """Close it."""
        if self._way == "udp":
            self._socket.close()
        else:
            self._outlets.clear()


def play(lifts: SyntheticSensors, send: Send, found: Run, *, disturbed: bool) -> None:
    """Send every sample at its time."""
    began_s = time.monotonic() + 0.5
    for due_s, place, number, sample in order_of(lifts, disturbed=disturbed):
        time.sleep(max(began_s + due_s - time.monotonic(), 0.0))
        found.sent.setdefault((place, number), time.monotonic())
        send(replace(sample, time_s=sample.time_s + began_s))


def order_of(lifts: SyntheticSensors, *, disturbed: bool) -> Iterator[tuple[float, SensorPlace, int, SensorSample]]:
    """Yield samples in the order in which they are sent: when, whose, which, and the sample."""
    random = np.random.default_rng(3)
    plain = [
        (
            track.time_s[number] + late_s,
            track.place,
            number,
            replace(track.sample(number), time_s=track.time_s[number] + late_s),
        )
        for track, late_s in zip(lifts.recording.tracks, (0.0, BETWEEN_S), strict=True)
        for number in range(len(track))
    ]
    plain.sort(key=lambda one: one[0])
    if not disturbed:
        yield from plain
        return
    kept = [one for one in plain if not any(a <= one[0] < b and one[1] is who for a, b, who in silences(lifts))]
    calibrated_s = lifts.bottoms_s[2] - 1.0
    place = 0
    while place < len(kept):
        one = kept[place]
        if one[0] > calibrated_s and random.random() < SWAPPED and place + 2 < len(kept):
            later = kept[place + 2]
            yield (later[0], *later[1:])
            yield kept[place + 1]
            yield (later[0], *one[1:])
            place += 3
            continue
        yield one
        if random.random() < TWICE:
            yield one
        place += 1


def silences(lifts: SyntheticSensors) -> list[tuple[float, float, SensorPlace]]:
    """Return when which sensor is silent: from the way down of every eighth bend, one and the other in turn."""
    found = []
    for turn, bottom_s in enumerate(lifts.bottoms_s[2 + EVERY_NTH_BEND : -3 : EVERY_NTH_BEND]):
        who = (SensorPlace.T12, SensorPlace.S2)[turn % 2]
        found.append((bottom_s - 0.3, bottom_s - 0.3 + SILENT_S, who))
    return found


def causes(folder: Path, lifts: SyntheticSensors) -> tuple[list[tuple[SensorPlace, int, int, bool]], int]:
    """Return of each crossing which sample showed it, found by its numbers in the samples that were kept."""
    rows: list[tuple[float, SensorPlace, int]] = []
    for track in lifts.recording.tracks:
        rows_kept = np.empty((0, 3)) if track.acceleration_m_s2 is None else track.acceleration_m_s2
        numbers = {tuple(f"{v:.6f}" for v in row): number for number, row in enumerate(rows_kept)}
        with (folder / f"{track.place}.csv").open() as file:
            for time_text, *values in list(csv.reader(file))[1:]:
                number = numbers.get(tuple(values[:3]))
                if number is not None:
                    rows.append((float(time_text), track.place, number))
    times_s = np.array([time_s for time_s, _, _ in rows])
    with (folder / "signals.csv").open() as file:
        crossings = [line for line in csv.DictReader(file) if line["signalled"] == "1"]
    found = []
    for line in crossings:
        _, place, number = rows[int(np.argmin(np.abs(times_s - float(line["seconds"]))))]
        found.append((place, number, int(line["bend"]), line["beyond"] == "1"))
    return found, len(rows)


def row_of(way: str, found: Run) -> str:
    """Return a line of the table."""
    bells = [at_s for at_s, line in found.heard if "\a" in line]
    began = [one for one in found.causes if one[3]]
    if found.code or len(bells) != len(began):
        return f"| {way} | failed: exit code {found.code}, {len(bells)} bells, {len(began)} crossings |"
    waited = [
        1000.0 * (bell - found.sent[place, number]) for bell, (place, number, *_) in zip(bells, began, strict=True)
    ]
    middle, most, nearly_all = np.percentile(waited, [50, 95, 99])
    return f"| {way} | {len(waited)} | {middle:.1f} ms | {most:.1f} ms | {nearly_all:.1f} ms | {max(waited):.1f} ms |"


def _band_deg(found: Run) -> float:
    ready = next(line for _, line in found.heard if line.startswith("Ready"))
    return BAND * float(ready.split("full bend is ")[1].split("\N{DEGREE SIGN}")[0])


def disturbed_sentence(lifts: SyntheticSensors, found: Run) -> str:
    """Return what the disturbed run showed."""
    truth, band_deg = lifts.truth[LUMBAR], _band_deg(found)
    bells = sum("\a" in line for _, line in found.heard)
    began = [one for one in found.causes if one[3]]
    false = sum(truth[number] < band_deg - TOLERANCE_DEG for _, number, *_ in began)
    expected = len(lifts.bottoms_s) - 2
    lost, back = (sum(text in line for _, line in found.heard) for text in (" is silent.", " is back.\n"))
    back -= lost  # a sensor that is silent is said to be waited for until it is back
    return (
        f"exit code {found.code}; {expected} bends, {bells} signals, {false} of them without cause; "
        f"{len(silences(lifts))} silences, {lost} said, {back} ends said; "
        f"{len(found.sent)} different samples sent, {found.kept} kept."
    )


if __name__ == "__main__":
    sys.exit(main())
