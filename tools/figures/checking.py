"""What each motion really shows: fed to the analysis as a recording, and measured as the shape that it claims."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tools.figures.body import BODY_FACE, body
from tools.figures.making import catalogued
from tools.figures.moving import sampled, starts_s
from tools.figures.shapes import FRONT_SHAPES, SHAPES
from tools.figures.svg import key_moment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hiphinge.motion import Motion
    from tools.figures.poses import Figure
    from tools.figures.solving import Placed

__all__ = ["Row", "checked", "px_of", "recording", "table"]

REPETITIONS, RATE_HZ, STILL_S = 3, 30.0, 1.2
PX_PER_UNIT = 0.8
PHASES_FROM_STANDING = ("top", "descent", "bottom", "ascent")
SIZE_PX, FLOOR_PX = (1600, 1100), 1000.0


@dataclass(frozen=True)
class Row:
    """What was found of one figure, and what of it is not as claimed."""

    name: str
    shown: str
    wrong: tuple[str, ...] = field(default=())

    def line(self) -> str:
        """Return the row as a line of the table."""
        return f"{self.name:44s} {self.shown}" + "".join(f" !! {wrong}" for wrong in self.wrong)


def table(figures: Sequence[Figure]) -> list[Row]:
    """Check each of the figures."""
    return [checked(figure) for figure in figures]


def checked(figure: Figure) -> Row:
    """Check one figure's motion against all that it claims."""
    shown, wrong = _shapes(figure)
    if figure.claim.exercise:
        more, mistakes = _analysed(figure)
        usual, unusual = _as_expected(figure)
        shown, wrong = [*more, *shown, *usual], [*mistakes, *wrong, *unusual]
    if not figure.claim.exercise and not figure.claim.shapes:
        wrong = ["claims nothing"]
    return Row(name=f"{figure.kind}/{figure.id}", shown=", ".join(shown), wrong=tuple(wrong))


def _shapes(figure: Figure) -> tuple[list[str], list[str]]:
    shown, wrong = [], []
    for name in figure.claim.shapes:
        value, holds = FRONT_SHAPES[name](figure) if figure.view == "front" else SHAPES[name](figure, sampled(figure))
        shown.append(f"{name} {value:.1f}")
        if not holds:
            wrong.append(f"{name} is not so")
    return shown, wrong


def _as_expected(figure: Figure) -> tuple[list[str], list[str]]:
    """Compare the key pose with what the catalogue says is usual in the exercise."""
    shown: list[str] = []
    wrong: list[str] = []
    if figure.kind != "exercises":
        return shown, wrong
    measured = _measured(figure)
    for expected in catalogued(figure.kind, figure.id).get("expected", ()):
        value = measured.get(expected["quantity"])
        if value is None:
            continue
        low, high = expected["band"]
        shown.append(f"{expected['quantity']} {value:.2f}")
        if not low <= value <= high:
            wrong.append(f"{expected['quantity']} {value:.2f} is not within {low:g} to {high:g}")
    return shown, wrong


def _measured(figure: Figure) -> dict[str, float]:
    """Measure the key pose, and the times of a movement from standing: down, stay, up."""
    loop = sampled(figure)
    shown = loop.poses[key_moment(figure, loop.time_s)]
    tallest = max(loop.poses, key=lambda pose: pose.joint["upper_arm"][1])
    (x, y), (u, v) = tallest.joint["pelvis"], shown.joint["pelvis"]
    leg = body().length("thigh") + body().length("shank")
    found = {
        "knee_flexion_deg": shown.lean["shank"] - shown.lean["thigh"],
        "shank_inclination_deg": shown.lean["shank"],
        "trunk_inclination_deg": shown.lean["pelvis"],
        "head_angle_deg": shown.lean["head"] - shown.lean["chest_c"],
        "hip_back_travel": (x - u) / leg,
        "hip_drop": (y - v) / leg,
    }
    if len(figure.phases) == len(PHASES_FROM_STANDING) and figure.key_phase == PHASES_FROM_STANDING.index("bottom"):
        times = {f"{name}_s": phase.seconds for name, phase in zip(PHASES_FROM_STANDING, figure.phases, strict=True)}
        found |= {name: times[name] for name in ("descent_s", "bottom_s", "ascent_s")}
    return found


def _analysed(figure: Figure) -> tuple[list[str], list[str]]:
    """Analyse the motion as a recording; report repetitions, patterns and faults."""
    from hiphinge.analysis import analyse  # noqa: PLC0415 heavy, and only here

    claim = figure.claim
    found = analyse(recording(figure), exercise=claim.exercise)
    faults = sorted({finding.id for repetition in found.counted for finding in repetition.findings})
    patterns = {repetition.pattern.label for repetition in found.counted}
    wrong = []
    if len(found.counted) != REPETITIONS:
        wrong.append(f"{len(found.counted)} repetitions counted of {REPETITIONS}")
    if claim.pattern and patterns != {claim.pattern}:
        wrong.append(f"pattern {sorted(patterns)}")
    if set(faults) != set(claim.faults):
        wrong.append(f"faults {faults}, claimed {sorted(claim.faults)}")
    shown = [f"{len(found.counted)} repetitions", "/".join(sorted(patterns)), "faults: " + (" ".join(faults) or "none")]
    return shown, wrong


def recording(figure: Figure, *, repetitions: int = REPETITIONS) -> Motion:
    """Return the motion as a pose network would have marked it, the person facing to the right of the frame."""
    from hiphinge.motion import BLAZEPOSE_33, CoordinateFrame, Motion, Origin  # noqa: PLC0415 only where it is analysed

    poses = _played(figure, repetitions)
    positions = np.array([[px_of(pose, name) for name in BLAZEPOSE_33.keypoints] for pose in poses])
    sure = np.array([0.75 if name.startswith("left_") else 0.95 for name in BLAZEPOSE_33.keypoints])
    time_s = np.arange(len(poses)) / RATE_HZ
    origin = Origin(name="figure", format="synthetic", duration_s=float(time_s[-1]), fps=RATE_HZ, size_px=SIZE_PX)
    return Motion(
        time_s=time_s,
        positions=positions,
        confidence=np.tile(sure, (len(poses), 1)),
        layout=BLAZEPOSE_33,
        coordinate_frame=CoordinateFrame.IMAGE_PX,
        origin=origin,
    )


def _played(figure: Figure, repetitions: int) -> list[Placed]:
    """Play the loop several times from its tallest moment, with stillness before and after."""
    loop = sampled(figure)
    duration, starts = loop.time_s[-1], starts_s(figure)
    ends = [loop.poses[_near(loop.time_s, s)].joint["upper_arm"][1] for s in starts[1:]]
    first = starts[1:][ends.index(max(ends))]
    frames = math.ceil(repetitions * duration * RATE_HZ)
    turns = [loop.poses[_near(loop.time_s, (first + i / RATE_HZ) % duration)] for i in range(frames)]
    still = [turns[0]] * round(STILL_S * RATE_HZ)
    return [*still, *turns, *still]


def _near(times: Sequence[float], time_s: float) -> int:
    return int(np.argmin(np.abs(np.asarray(times) - time_s)))


def px_of(pose: Placed, keypoint: str) -> tuple[float, float]:
    """Return where a keypoint of the pose network is in the frame of `recording`, pixels."""
    side, _, rest = keypoint.partition("_")
    far = "far_" if side == "left" else ""
    name = rest if side in {"left", "right"} else keypoint
    place = BODY_FACE.get(name)
    if place is not None:
        x, y = pose.point("head", place)
    elif name in {"heel", "foot_index", "toe"}:
        x, y = pose.point(far + "foot", (-32.0, 0.85 * body().ankle_height) if name == "heel" else (100.0, 32.0))
    elif name in {"pinky", "index", "thumb"}:
        x, y = pose.point(far + "hand", (0.0, 60.0 if name != "thumb" else 35.0))
    else:
        x, y = pose.named(far + ("hand_joint" if name == "wrist" else name))
    return SIZE_PX[0] / 2 + PX_PER_UNIT * x, FLOOR_PX - PX_PER_UNIT * y
