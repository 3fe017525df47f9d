"""What live commands speak: a sentence that waits comes after the one before it, any other one at once."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from hiphinge.cli.speaking import Voice

SPEAKS = """
import pathlib, sys, time
book, text = pathlib.Path(sys.argv[1]), sys.argv[2]
with book.open("a") as file: print("begins", text, file=file)
while text == "Set done." and not book.with_name("ends").exists(): time.sleep(0.01)
with book.open("a") as file: print("ends", text, file=file)
"""
DONE, SUM, CUE = "Set done.", "Touched in 6 of 8.", "Reach back."


def _let_end(folder: Path) -> None:
    (folder / "ends").touch()
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()


def _book(folder: Path) -> list[str]:
    book = folder / "book"
    return book.read_text().splitlines() if book.exists() else []


def _until(folder: Path, line: str) -> None:
    while line not in _book(folder):
        threading.Event().wait(0.01)


@pytest.fixture
def voice(tmp_path: Path) -> Iterator[Voice]:
    speaker = Voice([sys.executable, "-c", SPEAKS, str(tmp_path / "book")])
    yield speaker
    last = speaker._speaking  # nothing else ends it
    assert last is not None
    last.wait()


def test_what_is_said_of_a_set_waits_for_set_done(voice: Voice, tmp_path: Path) -> None:
    voice.say(DONE, waits=True)
    voice.say(SUM, waits=True)
    _until(tmp_path, f"begins {DONE}")
    _let_end(tmp_path)
    _until(tmp_path, f"ends {SUM}")
    assert _book(tmp_path) == [f"begins {DONE}", f"ends {DONE}", f"begins {SUM}", f"ends {SUM}"]


def test_a_cue_waits_for_nothing_and_nothing_old_comes_after_it(voice: Voice, tmp_path: Path) -> None:
    voice.say(DONE, waits=True)
    _until(tmp_path, f"begins {DONE}")
    voice.say(SUM, waits=True)
    voice.say(CUE)
    _until(tmp_path, f"ends {CUE}")
    _let_end(tmp_path)
    assert _book(tmp_path) == [f"begins {DONE}", f"begins {CUE}", f"ends {CUE}"]
