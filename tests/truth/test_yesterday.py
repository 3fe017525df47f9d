"""One synthetic recording against the analysis that was kept of it; run this file as a script to keep a new one."""

import json
from pathlib import Path
from typing import Any

import pytest

from hiphinge.analysis import Analysis, Measurement, analyse
from hiphinge.testing import HINGE, SQUAT, Camera, Hidden, Lift, Plan, record_video

KEPT = Path(__file__).with_name("yesterday.json")
PLAN = Plan(lifts=(Lift(), Lift(depth=0.4), Lift(movement=SQUAT), Lift(movement=HINGE)), ends_at="top")
CAMERA = Camera(facing="left", yaw_deg=12.0, hidden=(Hidden(start_s=1.8, end_s=2.1),))
TOLERANCES = {
    "deg": 0.2,
    "s": 0.04,
    "ratio": 0.05,
    "share of leg length": 0.003,
    "probability": 0.02,
    "share of foot length": 0.01,
}
"""What another machine, or another version of numpy and scipy, may change."""


def summary(answer: Analysis) -> dict[str, Any]:
    """Return what is compared: words as they are, numbers as pairs of value and unit."""
    return {
        "exercise": answer.exercise,
        "view": [answer.view.label, answer.view.facing, [answer.view.yaw_deg, "deg"]],
        "standing": [answer.standing.kind, {k: [v, "deg"] for k, v in answer.standing.angles.items()}],
        "sets": [list(one.repetitions) for one in answer.sets],
        "not_measurable": [reason.id for reason in answer.not_measurable],
        "repetitions": [
            {
                "kind": r.kind,
                "note": r.note,
                "pattern": [r.pattern.label, {k: [v, "probability"] for k, v in r.pattern.probability.items()}],
                "times": [[t, "s"] for t in (r.start_s, r.bottom_s, r.end_s)],
                "phases": [[p.name, [p.start_s, "s"], [p.end_s, "s"]] for p in r.phases],
                "findings": [f.id for f in r.findings],
                "measurements": {
                    id_: [m.value, m.unit] if isinstance(m, Measurement) else m.id for id_, m in r.measurements.items()
                },
            }
            for r in answer.repetitions
        ],
    }


def differences(old: Any, new: Any, place: str = "") -> list[str]:
    """Return where two summaries differ by more than `TOLERANCES`."""
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
        return [d for key in old for d in differences(old[key], new[key], f"{place}.{key}")]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        if len(old) == 2 and isinstance(old[0], int | float) and old[1] in TOLERANCES and old[1] == new[1]:
            near = abs(old[0] - new[0]) <= TOLERANCES[old[1]]
            return [] if near else [f"{place}: {old[0]} was, {new[0]} is"]
        return [d for i, (a, b) in enumerate(zip(old, new, strict=True)) for d in differences(a, b, f"{place}[{i}]")]
    return [] if old == new else [f"{place}: {old} was, {new} is"]


def today() -> dict[str, Any]:
    answer = summary(analyse(record_video(PLAN, camera=CAMERA).motion))
    found: dict[str, Any] = json.loads(json.dumps(answer), parse_float=lambda digits: round(float(digits), 4))
    return found


def test_the_answer_is_yesterdays() -> None:
    assert differences(json.loads(KEPT.read_text(encoding="utf-8")), today()) == []


@pytest.mark.parametrize(
    ("old", "new", "differ"),
    [
        ([1.0, "deg"], [1.19, "deg"], False),
        ([1.0, "deg"], [1.21, "deg"], True),
        ([1.0, "deg"], [1.0, "s"], True),
        ({"a": "x"}, {"a": "y"}, True),
        ({"a": "x"}, {"b": "x"}, True),
        (["x", "y"], ["x"], True),
        ({"a": [[1.0, "s"], None]}, {"a": [[1.03, "s"], None]}, False),
    ],
)
def test_a_difference_is_detected(old: Any, new: Any, differ: bool) -> None:  # noqa: FBT001 - a parameter of the test
    assert bool(differences(old, new)) == differ


if __name__ == "__main__":
    KEPT.write_text(json.dumps(today(), indent=1) + "\n", encoding="utf-8")
