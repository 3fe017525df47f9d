"""``hiphinge lab``: what a setting asks, what another changes, and what cannot be set."""

import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from hiphinge import Person
from hiphinge.cli import lab_playing, serving
from hiphinge.exports import write_pose
from hiphinge.lab import PRESETS
from hiphinge.testing import record_video
from hiphinge.workflow import analyze

if TYPE_CHECKING:
    from tests.cli.conftest import Run


def test_the_help_names_every_preset() -> None:
    assert [*PRESETS] == lab_playing._PRESETS.split(", ")


def test_one_setting_gives_its_numbers_with_ranges(run: "Run") -> None:
    ended = run("lab", "--lean", "60", "--knee", "15", "--load", "60", "--stature", "5'11\"", "--mass", "180 lb")
    assert ended.code == 0
    assert ended.out.startswith("Trunk lean 60°, knee bend 15°")
    assert "60 kg in the hands" in ended.out
    for name in ("Hips back", "Shins", "Lower back", "Compression at L5/S1", "Hips", "Knees", "Hamstrings"):
        assert name in ended.out
    assert "±30 % or worse" in ended.out
    assert "B:" not in ended.out


def test_another_bend_beside_it_says_what_changes_and_why(run: "Run") -> None:
    ended = run("lab", "--stature", "190", "--against", "squat")
    assert ended.code == 0
    assert "A: trunk lean 70°" in ended.out
    assert "B: trunk lean 45°, knee bend 95°" in ended.out
    assert "more of the muscles of the lower back than A, mostly because the load is" in ended.out
    assert "The front of the thighs holds the knees in B" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--lean", "200"), "from 0 to 95°, but is 200"),
        (("--place", "head"), "hands, back"),
        (("--against", "nothing"), "No preset is called"),
        (("--stature", "tall"), "cannot be read as a length"),
        (("--table", "x"), "female, male, mean"),
    ],
)
def test_what_cannot_be_set_is_refused(run: "Run", arguments: tuple[str, ...], said: str) -> None:
    ended = run("lab", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err


def test_a_body_that_topples_or_lifts_too_much_is_said(run: "Run") -> None:
    topples = run(
        "lab", "--lean", "95", "--knee", "0", "--load", "200", "--bar", "40", "--mass", "40", "--stature", "140"
    )
    assert "topples" in topples.out
    heavy = run("lab", "--lean", "90", "--load", "200", "--bar", "40", "--mass", "120")
    assert "988 newton metres" in heavy.out


def test_it_begins_with_the_bottom_of_a_lift(run: "Run", tmp_path: Path) -> None:
    poses = tmp_path / "set.parquet"
    write_pose(poses, record_video().motion)
    person = Person(stature_m=1.8, mass_kg=90.0)
    folder = analyze(poses, exercise="romanian_deadlift", person=person, load_kg=70.0).save(
        tmp_path / "set", report=False
    )
    ended = run("lab", folder, "--back", "25")
    assert ended.code == 0
    assert "rounding of the lower back 25° and 70 kg in the hands" in ended.out
    assert ended.out.startswith(("Trunk lean 74°", "Trunk lean 75°", "Trunk lean 76°"))


def test_the_page_opens_with_what_is_set(run: "Run", monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []

    def note(address: str) -> bool:
        opened.append(address)
        return True

    monkeypatch.setattr(webbrowser, "open", note)
    monkeypatch.setattr(serving, "_serve", lambda port, host, _, begun: begun(f"http://{host}:{port}/"))
    ended = run("lab", "--lean", "55", "--against", "stoop", "--open")
    assert ended.code == 0
    asked = urlsplit(opened[0])
    values = parse_qs(asked.query)
    assert asked.path == "/lab"
    assert (values["a.lean"], values["b.lean"], values["a.place"]) == (["55"], ["80"], ["hands"])
