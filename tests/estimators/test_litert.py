"""While networks load, the runtime's remarks are held back, and nobody else's."""

import subprocess
import sys
from pathlib import Path

LOADING = """
import os, sys, threading
from hiphinge.errors import InputFormatError
from hiphinge.estimators.blazepose.landmarks import LandmarkNetwork
from hiphinge.estimators.litert import Network
from hiphinge.estimators.models import model_path
from pathlib import Path

path = model_path("blazepose-lite")
lines = 0
loaded = threading.Event()


def other() -> None:
    global lines
    while not loaded.wait(.001):
        os.write(2, b"somebody else\\nERROR:    in a server\\n")
        lines += 1


talking = threading.Thread(target=other)
talking.start()
loading = [threading.Thread(target=LandmarkNetwork, args=(path,), kwargs={"threads": 1, "masks": False}) for _ in "ab"]
for thread in loading:
    thread.start()
for thread in loading:
    thread.join()
try:
    Network(Path(sys.argv[1]), threads=1, shapes={})
except InputFormatError as error:
    print(error)
loaded.set()
talking.join()
print("the end", file=sys.stderr)
print(lines)
"""


def test_lines_of_other_threads_come_through_while_networks_load(tmp_path: Path) -> None:
    (tmp_path / "none.tflite").write_bytes(b"no network")
    ran = subprocess.run(
        [sys.executable, "-c", LOADING, str(tmp_path / "none.tflite")], capture_output=True, text=True, check=True
    )
    error, lines = ran.stdout.splitlines()
    assert error.startswith("none.tflite should be a network for LiteRT")
    assert "somebody" not in error
    assert int(lines) > 0
    assert ran.stderr.splitlines() == ["somebody else", "ERROR:    in a server"] * int(lines) + ["the end"]
