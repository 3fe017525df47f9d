"""The packaged sample marked by hand and compared, from video to files, as somebody would run it."""

import json
import shutil
from pathlib import Path

import pytest

from hiphinge.cli import main
from hiphinge.workflow.sample import sample_clip

pytestmark = pytest.mark.network


def test_the_sample_is_marked_and_compared(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("hiphinge.cli.answer_signals", lambda: None)

    def said(*arguments: str | Path) -> str:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        shown = capsys.readouterr()
        assert not ended.value.code, shown.err
        return shown.out

    shutil.copytree(demo, tmp_path / "set")
    poses = tmp_path / "set/pose.parquet"
    with sample_clip() as clip:
        said("mark", clip, "--from-pose", poses, "--out", "mark.html")
        page = (tmp_path / "mark.html").read_text(encoding="utf-8")
        rows = _rows(json.loads(page.split('id="page-data">')[1].split("</script>")[0]))
        (tmp_path / "points.json").write_text(json.dumps({"points": rows}), encoding="utf-8")
        marked = json.loads(said("mark", clip, "-p", "points.json", "--compare", "--from-pose", poses, "--json"))
    assert marked["degrees_of_freedom"] == 6
    assert marked["facing"] == "right"
    analysis = json.loads((tmp_path / "set/analysis.json").read_text(encoding="utf-8"))
    bottom = analysis["repetitions"][0]
    assert marked["bottom_s"] == pytest.approx(bottom["bottom_s"], abs=0.05)
    lines = [
        f"{r['index']},{r['measurements']['trunk_inclination_deg']['value'] - 1:.2f}" for r in analysis["repetitions"]
    ]
    table = "\n".join(["repetition,trunk_inclination_deg", *lines])
    (tmp_path / "t.csv").write_text(table, encoding="utf-8")
    found = json.loads(said("validate", "t.csv", "-r", "set", "--json"))
    assert found["quantities"]["trunk_inclination_deg"]["bias"]["value"] == pytest.approx(1.0, abs=0.02)


def _rows(page_data: "dict[str, list[dict[str, float]]]") -> list[dict[str, object]]:
    """Return a synthetic back in the two frames that the page asks for: upright, then bent to the right."""
    shapes = {
        "standing": [(100, 300), (99, 280), (103, 240), (105, 220), (102, 160), (108, 140)],
        "bottom": [(90, 290), (98, 272), (130, 250), (150, 240), (210, 240), (230, 248)],
    }
    return [
        {"repeat": repeat, "frame": f["id"], "time_s": f["time_s"], "point": n, "x_px": x + 0.5 * repeat, "y_px": y}
        for repeat in (1, 2)
        for f in page_data["frames"]
        for n, (x, y) in enumerate(shapes[str(f["id"])], start=1)
    ]
