"""Several subjects in one file of markers: whose marker is which, and which of them is taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from hiphinge.errors import UsageError
from hiphinge.motion import FloatArray
from hiphinge.sources.formats.marker_names import KNOWN, detected_points, plain_name

__all__ = ["of_one_subject", "split_subject"]

_JOINTS = ("shoulder", "hip", "knee", "ankle")
_MARKS = re.compile(r"[_\-. ]")
_NO_NAME = "the markers without a subject's name"


@dataclass(frozen=True, kw_only=True, eq=False)
class _Subject:
    """One subject's markers under their own names: how much of a side was detected, and how far it folds."""

    name: str
    markers: Mapping[str, FloatArray]
    joints: float
    fold_m: float


def split_subject(name: str) -> tuple[str, str]:
    """Return the subject's name, empty where there is none, and the marker's own: ``Lifter:RKNE``, ``Lifter_RKNE``.

    A name counts as a subject's before other marks than a colon only if what follows is a marker that is known, and the
    whole is not.
    """
    if ":" in name:
        subject, _, own = name.rpartition(":")
        return subject.strip(), own.strip()
    if plain_name(name) in KNOWN:
        return "", name
    for mark in _MARKS.finditer(name):
        if plain_name(name[mark.end() :]) in KNOWN and name[: mark.start()]:
            return name[: mark.start()], name[mark.end() :]
    return "", name


def of_one_subject(
    markers: Mapping[str, FloatArray], *, wanted: str | None, name: str
) -> tuple[dict[str, FloatArray], tuple[str, ...]]:
    """Return the markers of one subject, and what to say where there are several.

    Of several, the one is taken whose shoulder, hip, knee and ankle are detected most; of equals, the one that folds
    and unfolds most.

    Raises
    ------
    UsageError
        If ``wanted`` is no subject of the file.
    """
    subjects = _subjects(markers)
    named = {subject.name: subject for subject in subjects if subject.name}
    if wanted is not None:
        return dict(_wanted(named, wanted, file=name).markers), ()
    if len(subjects) <= 1 or (len(named) <= 1 and not _clash(subjects)):
        own: dict[str, FloatArray] = {}
        for marker, path in markers.items():
            own.setdefault(split_subject(marker)[1], path)
        return own, ()
    taken = max(subjects, key=lambda subject: (round(subject.joints, 1), subject.fold_m))
    others = " and ".join(subject.name or _NO_NAME for subject in subjects if subject is not taken)
    note = (
        f"The file holds {len(subjects)} subjects: {taken.name or _NO_NAME} was measured, not {others}. "
        "Name another with --subject, or subject= in Python."
    )
    return dict(taken.markers), (note,)


def _wanted(named: Mapping[str, _Subject], wanted: str, *, file: str) -> _Subject:
    found = next((one for name, one in named.items() if name.casefold() == wanted.strip().casefold()), None)
    if found is None:
        known = f"it names {', '.join(named)}. Give one of these." if named else "it names none. Leave the subject out."
        message = f"The subject should be one of those in {file}, but is {wanted!r}, and {known}"
        raise UsageError(message)
    return found


def _subjects(markers: Mapping[str, FloatArray]) -> list[_Subject]:
    """Return the subjects of whom a joint is detected, in the file's order."""
    groups: dict[str, dict[str, FloatArray]] = {}
    for full, path in markers.items():
        subject, own = split_subject(full)
        groups.setdefault(subject, {}).setdefault(own, path)
    found = [_subject(name, group) for name, group in groups.items()]
    return [subject for subject in found if subject.joints > 0]


def _subject(name: str, markers: Mapping[str, FloatArray]) -> _Subject:
    points = detected_points(markers)
    sides = [(sum(_share(points.get(f"{side}_{joint}")) for joint in _JOINTS), side) for side in ("left", "right")]
    joints, side = max(sides)
    top, bottom = points.get(f"{side}_shoulder"), points.get(f"{side}_ankle")
    return _Subject(name=name, markers=markers, joints=joints, fold_m=_fold(top, bottom))


def _share(path: FloatArray | None) -> float:
    return 0.0 if path is None else float(np.isfinite(path).all(axis=1).mean())


def _fold(top: FloatArray | None, bottom: FloatArray | None) -> float:
    """Return by how much the distance from shoulder to ankle changes, robustly."""
    if top is None or bottom is None:
        return 0.0
    length = np.linalg.norm(top - bottom, axis=1)
    length = length[np.isfinite(length)]
    return float(np.subtract(*np.percentile(length, [95, 5]))) if len(length) else 0.0


def _clash(subjects: list[_Subject]) -> bool:
    """Return whether two subjects have a marker of the same name."""
    names = [plain_name(marker) for subject in subjects for marker in subject.markers]
    return len(set(names)) < len(names)
