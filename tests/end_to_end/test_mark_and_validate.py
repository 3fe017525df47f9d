"""The packaged sample marked by hand and compared, from video to files, as somebody would run it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from hiphinge.workflow.sample import sample_clip

pytestmark = pytest.mark.network


def hiphinge(*arguments: str | Path, folder: Path) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "hiphinge", *map(str, arguments)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_sample_is_marked_and_compared(tmp_path: Path) -> None:
    with sample_clip() as clip:
        hiphinge("analyze", clip, "--out", "set", "--no-report", "-q", folder=tmp_path)
        poses = tmp_path / "set/pose.parquet"
        hiphinge("mark", clip, "--from-pose", poses, "--out", "mark.html", folder=tmp_path)
        page = (tmp_path / "mark.html").read_text(encoding="utf-8")
        told = json.loads(page.split('id="page-data">')[1].split("</script>")[0])
        rows = _rows(told)
        (tmp_path / "points.json").write_text(json.dumps({"points": rows}), encoding="utf-8")
        marked = json.loads(
            hiphinge("mark", clip, "-p", "points.json", "--compare", "--from-pose", poses, "--json", folder=tmp_path)
        )
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
    found = json.loads(hiphinge("validate", "t.csv", "-r", "set", "--json", folder=tmp_path))
    assert found["quantities"]["trunk_inclination_deg"]["bias"]["value"] == pytest.approx(1.0, abs=0.02)


def _rows(told: "dict[str, list[dict[str, float]]]") -> list[dict[str, object]]:
    """Return a made back in the two frames that the page asks for: upright, then bent to the right."""
    shapes = {
        "standing": [(100, 300), (99, 280), (103, 240), (105, 220), (102, 160), (108, 140)],
        "bottom": [(90, 290), (98, 272), (130, 250), (150, 240), (210, 240), (230, 248)],
    }
    return [
        {"repeat": repeat, "frame": f["id"], "time_s": f["time_s"], "point": n, "x_px": x + 0.5 * repeat, "y_px": y}
        for repeat in (1, 2)
        for f in told["frames"]
        for n, (x, y) in enumerate(shapes[str(f["id"])], start=1)
    ]
