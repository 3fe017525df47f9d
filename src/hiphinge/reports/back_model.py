"""Hips and back in a report as data: drawings, cards and the scale, before any of them is drawn."""

from dataclasses import dataclass

from hiphinge.motion import Interval

__all__ = ["BackCard", "BackOnScale", "BackPart", "BackScale", "BackSection", "Contour", "Gap"]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """What could not be measured for one reason, and the one thing to do about it."""

    names: tuple[str, ...]
    where: str
    reason: str
    do: str


@dataclass(frozen=True, kw_only=True)
class Contour:
    """The dorsal contour at one moment (``now``) over the reference posture's (``own``, empty where not detected).

    SVG path commands in thousandths of a leg length from the hip at 0, 0, y down, turned so that hip to ``shoulder``
    is upright and the person faces right; ``between`` is the area between the two contours, ``stick`` a straight stick
    along the back. ``box`` is x, y, width, height.
    """

    now: str
    own: str
    between: str
    stick: str
    shoulder: tuple[int, int]
    box: tuple[int, int, int, int]
    alt: str


@dataclass(frozen=True, kw_only=True)
class BackPart:
    """One angle at the bottom in words, and against the reference posture; ``rough`` where its interval is wide."""

    id: str
    name: str
    value: str
    against: str
    rough: bool


@dataclass(frozen=True, kw_only=True)
class BackCard:
    """Hips and back at the bottom of one repetition: a drawing, what is measured, and why the rest is not.

    ``is_open``: shown without being asked for.
    """

    index: int
    title: str
    time_s: float
    time: str
    tag: str
    is_open: bool
    contour: Contour | None
    no_contour: str
    parts: tuple[BackPart, ...]
    share: str
    not_measurable: tuple[Gap, ...]


@dataclass(frozen=True, kw_only=True)
class BackSection:
    """Hips and back over the set: a card for each repetition, or one reason where none is measurable.

    ``trust`` is what every reader has to know about these numbers, ``more`` the page that says it at length.
    """

    cards: tuple[BackCard, ...]
    note: str
    spread: str
    not_measurable: tuple[Gap, ...]
    trust: tuple[str, ...]
    more: str


@dataclass(frozen=True, kw_only=True)
class BackOnScale:
    """Lumbar flexion of one repetition in degrees: at the bottom with its bounds, at its most, or why there is none."""

    index: int
    value_deg: float | None
    low: float | None
    high: float | None
    most_deg: float | None
    label: str
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class BackScale:
    """Lumbar flexion from standing in a set, beside the range that lifters show in the deadlift and the own maximum."""

    range_deg: Interval
    source: str
    grade: str
    repetitions: tuple[BackOnScale, ...]
    own_maximum_deg: float | None
