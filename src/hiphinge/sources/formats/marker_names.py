"""Marker names that laboratories use for each of hiphinge's points, best first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from hiphinge.motion import FloatArray

__all__ = ["KNOWN", "POINTS", "Choice", "detected_points", "first_of", "plain_name", "plainly_named"]

_SIDES = {"left": ("l", "left"), "right": ("r", "right")}


@dataclass(frozen=True)
class Choice:
    """One way to a point: the mean of the first marker found of each group; every group must be found."""

    groups: tuple[tuple[str, ...], ...]


def plain_name(name: str) -> str:
    """Return a marker's name without subject prefix, punctuation, case and OpenCap's suffix for estimated markers."""
    plain = re.sub(r"[^a-z0-9]", "", name.rsplit(":", 1)[-1].lower())
    return plain.removesuffix("study")


def _choices(*choices: Iterable[str]) -> tuple[Choice, ...]:
    return tuple(Choice(tuple(tuple(group.split()) for group in choice)) for choice in choices)


_EITHER_SIDE: Mapping[str, tuple[Choice, ...]] = {
    "ear": _choices(["ear tragus"], ["fhd", "bhd"]),
    "shoulder": _choices(["sjc shoulderjc"], ["shoulder sho acromion acr acromium sae ac"]),
    "elbow": _choices(
        ["ejc elbowjc"], ["elbowlat latelbow elb elbl hle", "elbowmed medelbow elbm elbmed hme"], ["elbow elb elbowlat"]
    ),
    "wrist": _choices(
        ["wjc wristjc"], ["wristradius wra wristlat rsp", "wristulna wrb wristmed usp"], ["wrist wra wristradius"]
    ),
    "asis": _choices(["asis asi ias"]),
    "psis": _choices(["psis psi ips"]),
    "hip": _choices(["hjc hipjc hipjointcenter hipjointcentre"], ["hjcreg"]),
    "knee": _choices(
        ["kjc kneejc kneejointcenter kneejointcentre"],
        ["knee kne kneelat latknee kneel fle lfe", "mknee kneemed medknee kneem knm mkne kned fme mfe"],
        ["knee kne kneelat latknee fle lfe"],
    ),
    "ankle": _choices(
        ["ajc anklejc anklejointcenter anklejointcentre"],
        ["ankle ank anklelat latankle anklel fal lmal", "mankle anklemed medankle anklem ankm mank tam mmal"],
        ["ankle ank anklelat latankle fal lmal"],
    ),
    "heel": _choices(["heel hee calc cal calcaneus fcc"]),
    "toe": _choices(["bigtoe hallux toetip"], ["toe mt2 fm2 2meta"], ["mt1 fm1", "mt5 fm5 5meta"]),
}
_KEYPOINT_HIP = _choices(["hip"], ["gtr trochanter gt greatertroch ftc"])
"""Used only where neither a joint centre nor the four markers of the pelvis are given."""

_MIDDLE: Mapping[str, tuple[Choice, ...]] = {
    "nose": _choices(["nose"]),
    "head_top": _choices(["headtop tophead head vertex"]),
    "neck": _choices(["neck"]),
    "c7": _choices(["c7 cv7"]),
    "t10": _choices(["t10 tv10"]),
    "clavicle": _choices(["clav clavicle ij jugular sjn"]),
    "sternum": _choices(["strn sternum sxs xiphoid px"], ["rsternum", "lsternum"]),
    "sacrum": _choices(["sacr sacrum sacral vsac"]),
    "mid_hip": _choices(["midhip hipcenter pelviscenter"]),
}


def _sided(choice: Choice, side: str) -> Choice:
    marks = _SIDES[side]
    return Choice(
        tuple(
            tuple(name for base in group for mark in marks for name in (f"{mark}{base}", f"{base}{mark}"))
            for group in choice.groups
        )
    )


def _both(table: Mapping[str, tuple[Choice, ...]]) -> dict[str, tuple[Choice, ...]]:
    return {
        f"{side}_{point}": tuple(_sided(choice, side) for choice in choices)
        for point, choices in table.items()
        for side in _SIDES
    }


POINTS: Mapping[str, tuple[Choice, ...]] = {
    **_MIDDLE,
    **_both(_EITHER_SIDE),
    **_both({"keypoint_hip": _KEYPOINT_HIP}),
}
"""For each point, the ways to get it, best first. ``keypoint_hip`` is used where there is no ``hip``."""

KNOWN = frozenset(
    name for choices in POINTS.values() for choice in choices for group in choice.groups for name in group
)
"""Every marker's plain name that is a way to some point."""


def plainly_named(markers: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Return markers by plain name: of several with one plain name, the first that is detected at all."""
    plain: dict[str, FloatArray] = {}
    for name, path in markers.items():
        key = plain_name(name)
        if key not in plain or (not np.isfinite(plain[key]).any() and np.isfinite(path).any()):
            plain[key] = path
    return plain


def first_of(choices: Iterable[Choice], plain: Mapping[str, FloatArray]) -> FloatArray | None:
    """Return a point's path ``[time, 3]`` by the first way whose markers are all detected; None where there is none."""
    for choice in choices:
        parts = [next((plain[name] for name in group if _is_detected(plain, name)), None) for group in choice.groups]
        given = [part for part in parts if part is not None]
        if len(given) == len(parts):
            return np.asarray(np.mean(given, axis=0))
    return None


def detected_points(markers: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """Return the points that the markers give; a hip without a centre is the hip keypoint, or the iliac spine."""
    plain = plainly_named(markers)
    found = {point: path for point, choices in POINTS.items() if (path := first_of(choices, plain)) is not None}
    for side in _SIDES:
        rough = next((found[name] for name in (f"{side}_keypoint_hip", f"{side}_asis") if name in found), None)
        if rough is not None:
            found.setdefault(f"{side}_hip", rough)
    return found


def _is_detected(plain: Mapping[str, FloatArray], name: str) -> bool:
    return name in plain and bool(np.isfinite(plain[name]).any())
