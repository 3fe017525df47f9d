"""``hiphinge data import`` and ``hiphinge data names``: what they say and how they end."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from hiphinge.store import open_store

Run = Callable[..., Any]
STRONG = (
    "Date,Workout Name,Exercise Name,Set Order,Weight,Reps,Seconds,RPE\n"
    "2025-01-18 18:30:00,Legs,Romanian Deadlift (Barbell),1,80,8,0,7\n"
    "2025-01-18 18:30:00,Legs,Romanian Deadlift (Barbell),Rest Timer,0,0,120,\n"
    "2025-01-18 18:30:00,Legs,Leg Press,1,eighty,8,0,\n"
    "2025-01-18 18:30:00,Legs,Leg Press,2,150,8,0,\n"
)


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    with open_store() as store:
        store.people.add("Ana", adult=True, zone="Europe/Vienna")
    path = tmp_path / "strong.csv"
    path.write_text(STRONG, encoding="utf-8")
    return path


def sets() -> int:
    with open_store() as store:
        return store.log.count(store.people.named("ana"))


def test_a_preview_then_the_import_then_a_correction(run: Run, file: Path) -> None:
    preview = run("data", "import", file, "--person", "ana", "--unit", "kg", "--preview")
    assert (preview.code, sets()) == (0, 0)
    assert "Strong: 1 workout from 2025-01-18 to 2025-01-18, times in Europe/Vienna." in preview.out
    assert "2 sets to add, 0 changed, 0 already there." in preview.out
    assert "Left out, as they are not sets: rest timers (1)." in preview.out
    assert "  line 4: the weight should be a number, but it is 'eighty'" in preview.out
    assert "romanian_deadlift" in preview.out
    assert "1 line cannot be used. Correct it in the app or in the file, and import again:" in preview.out
    assert "hiphinge does not know 1 name: the sets keep the name" in preview.out
    assert "hiphinge data names --person Ana --map 'Leg Press=EXERCISE'" in preview.out
    assert "nothing is saved yet" in preview.out

    done = run("data", "import", file, "--person", "ana", "--unit", "kg")
    assert (done.code, sets()) == (0, 2)
    assert "2 sets added, 0 changed, 0 already there." in done.out

    file.write_text(STRONG.replace("eighty", "140").replace("1,80,8,0,7", "1,82.5,8,0,8"), encoding="utf-8")
    again = run("data", "import", file, "--person", "ana", "--unit", "kg")
    assert "1 set added, 1 changed, 1 already there." in again.out
    assert "2025-01-18 Romanian Deadlift (Barbell): 80 kg x 8, RPE 7 is now 82.5 kg x 8, RPE 8" in again.out


def test_names_are_listed_and_said(run: Run, file: Path) -> None:
    assert "has no exercise yet" in run("data", "names", "--person", "ana").out
    run("data", "import", file, "--person", "ana", "--unit", "kg")
    assert "hiphinge knows it" in run("data", "names", "--person", "ana").out
    said = run("data", "names", "--person", "ana", "--map", "leg press=none", "--map", "A=b=rdl")
    assert (said.code, said.out) == (0, "Saved for Ana. Sets in the log that this changes: 0.\n")
    listed = run("data", "names", "--person", "ana").out
    assert "Ana said so" in listed
    assert "a=b" in listed


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["import", "strong.csv", "--person", "ana"], 2, "--unit kg or --unit lb"),
        (["import", "none.csv", "--person", "ana"], 3, "There is no file none.csv"),
        (["import", "strong.csv", "--person", "bo"], 3, "Known: Ana"),
        (["import", "strong.csv", "--person", "ana", "--app", "jefit"], 2, "Known: fitnotes"),
        (["import", "strong.csv", "--person", "ana", "--zone", "Mars"], 2, "no time zone"),
        (["names", "--person", "ana", "--map", "Leg Press"], 2, "--map should be like"),
        (["names", "--person", "ana", "--map", "Leg Press=no such thing"], 2, "No exercise is called"),
    ],
)
def test_what_is_wrong_is_said(run: Run, file: Path, arguments: list[str], code: int, words: str) -> None:
    assert file.is_file()
    ended = run("data", *arguments)
    assert ended.code == code
    assert words in " ".join(ended.err.split())
    assert sets() == 0
