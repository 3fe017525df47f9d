"""``hiphinge serve --phone`` shows a code that a camera reads, and says what is wrong before anything is opened."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from hiphinge.cli import app
from hiphinge.cli import serving as commands
from hiphinge.errors import UsageError
from hiphinge.server import addresses
from hiphinge.server.certificates import identity
from hiphinge.server.entrances import PhoneAccess, PhoneAddress
from hiphinge.server.phones import Phones
from hiphinge.server.qr import for_a_terminal

ADDRESS = "https://192.168.178.123:8766/enter?code=ABCDEFGHJK"
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
BLOCKS = {" ": (0, 0), "\u2580": (1, 0), "\u2584": (0, 1), "\u2588": (1, 1)}


def as_a_camera_sees_it(lines: list[str]) -> str:
    """Return what a camera reads from lines of a terminal, in which what is not drawn is dark."""
    rows: list[list[int]] = []
    for line in lines:
        pairs = [BLOCKS[letter] for letter in COLOURS.sub("", line)]
        rows += [[upper for upper, _ in pairs], [lower for _, lower in pairs]]
    image = np.kron(np.array(rows, np.uint8) * 255, np.ones((8, 8), np.uint8))
    return str(cv2.QRCodeDetector().detectAndDecode(np.pad(image, 40))[0])


@pytest.mark.parametrize("colours", [True, False])
def test_a_camera_reads_the_code_in_the_terminal(colours: bool) -> None:  # noqa: FBT001  # of pytest
    lines = for_a_terminal(ADDRESS, colours=colours).splitlines()
    assert as_a_camera_sees_it(lines) == ADDRESS
    assert max(len(COLOURS.sub("", line)) for line in lines) <= 60
    assert bool(COLOURS.search(lines[0])) is colours


@pytest.fixture
def access(tmp_path: Path) -> PhoneAccess:
    place = PhoneAddress(["192.168.178.123"], 8766)
    found = identity(tmp_path / "phone", place.addresses, now=datetime(2026, 5, 4, tzinfo=UTC))
    return PhoneAccess(place=place, identity=found, phones=Phones())


def test_where_no_terminal_is_the_code_is_said_in_words(
    access: PhoneAccess, capsys: pytest.CaptureFixture[str]
) -> None:
    commands._show_code(access, "http://127.0.0.1:8765/phone")
    code, text = access.phones.code, capsys.readouterr().out
    assert code is not None
    assert "\u2588" not in text
    for said in (code.words, "https://192.168.178.123:8766/", access.identity.fingerprint, "8766", "/phone"):
        assert said in text


def refused(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["serve", *arguments])
    assert isinstance(done.exception, UsageError), done
    return str(done.exception)


def test_options_for_phones_need_phones() -> None:
    assert "Add --phone" in refused("--phone-port", "8800")
    assert "Add --phone" in refused("--phone-address", "192.168.1.20")


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def test_without_a_network_nothing_is_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(addresses, "_by_route", list)
    monkeypatch.setattr(addresses, "_by_name", list)
    assert "hotspot" in refused("--port", free_port(), "--phone")
    assert "8.8.8.8 is in no private network" in refused("--port", free_port(), "--phone", "--phone-address", "8.8.8.8")
    assert "--phone-port is 0" in refused(
        "--port", free_port(), "--phone", "--phone-address", "192.168.1.20", "--phone-port", "0"
    )
    assert list(tmp_path.iterdir()) == []


def test_both_commands_show_examples() -> None:
    for command in ("serve", "app"):
        text = CliRunner().invoke(app, [command, "--help"]).output
        assert "--phone" in text
        assert f"hiphinge {command} --phone" in text


@pytest.mark.skipif(sys.platform == "win32", reason="platform: Windows has other signals")
def test_the_command_opens_both_addresses_or_says_that_there_is_no_network(tmp_path: Path) -> None:
    port, phone_port = free_port(), free_port()
    line = [sys.executable, "-m", "hiphinge", "serve", "--port", port, "--phone", "--phone-port", phone_port]
    environment: dict[str, Any] = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    process = subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    try:
        found = addresses.local_addresses()
    except UsageError:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 2
        assert "local network" in err
        return
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        try:
            socket.create_connection((found[0], int(phone_port)), timeout=1).close()
            time.sleep(2)
            break
        except OSError:
            time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")
    assert f"open https://{found[0]}:{phone_port}/ and type " in out
    assert out.splitlines()[-1] == "Stopped."
    assert {path.name for path in (tmp_path / "hiphinge/phone").glob("*.pem")} == {"authority.pem", "address.pem"}
