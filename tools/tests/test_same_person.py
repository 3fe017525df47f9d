"""Several sets of one person: body, clothes, camera and light the same, and a back that is clearly rounder in one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from tools.generator.cli import main
from tools.generator.same_person import AGAIN, CLEAN, ROUNDED, SETS

if TYPE_CHECKING:
    from pathlib import Path

SHARED = ("seed", "movement", "clothes", "rig", "iron", "hands", "load_kg", "stature_m", "mass_kg", "person", "camera")
ARGUMENTS = ["--people", "1", "--seed", "3", "--fps", "8", "--sets", *SETS]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sets")
    main(["sets", "--out", str(folder), *ARGUMENTS])
    return folder


def truth(folder: Path, kind: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / f"person_3_00000_{kind}.json").read_text())
    assert found["set"] == kind
    return found


def bottom_deg(folder: Path, kind: str, name: str = "lumbar_flexion_deg") -> float:
    known = truth(folder, kind)
    middles = [(r["bottom_start"] + r["bottom_end"]) // 2 for r in known["repetitions"]]
    return float(np.mean([known["truth"][name][middle] for middle in middles]))


@pytest.mark.parametrize("kind", [ROUNDED, AGAIN])
def test_only_the_set_differs(folder: Path, kind: str) -> None:
    clean, other = truth(folder, CLEAN), truth(folder, kind)
    assert [other[key] for key in SHARED] == [clean[key] for key in SHARED]
    assert other["quality"] == clean["quality"]
    assert other["truth"]["trunk_deg"] != clean["truth"]["trunk_deg"]
    assert bottom_deg(folder, kind, "trunk_deg") == pytest.approx(bottom_deg(folder, CLEAN, "trunk_deg"), abs=10.0)


def test_one_set_is_clearly_rounder_and_another_is_not(folder: Path) -> None:
    assert bottom_deg(folder, ROUNDED) - bottom_deg(folder, CLEAN) > 15.0
    assert bottom_deg(folder, AGAIN) == pytest.approx(bottom_deg(folder, CLEAN), abs=5.0)


def test_what_is_there_is_left_alone(folder: Path) -> None:
    stamps = {path: path.stat().st_mtime_ns for path in folder.glob("*.json")}
    main(["sets", "--out", str(folder), *ARGUMENTS])
    assert {path: path.stat().st_mtime_ns for path in folder.glob("*.json")} == stamps
    assert len(stamps) == len(SETS)
