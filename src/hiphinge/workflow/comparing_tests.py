"""Two videos of a self-test compared, or the drawn figure and one: what differs in words, figures in step."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from hiphinge.assessments import SelfTestResult, SelfTestValue, filmed_tests, measure_self_test, repeats_within
from hiphinge.catalogue import SelfTest, load
from hiphinge.errors import NotMeasurableError, UsageError
from hiphinge.measures import Measurement
from hiphinge.measures.estimates import with_half_width
from hiphinge.motion import BODY_SIDES, BodySide, FloatArray, Motion
from hiphinge.progress import FamilyDifference
from hiphinge.progress.side_by_side import TO_95, Difference, Nearness
from hiphinge.quantities import QUANTITIES
from hiphinge.workflow.calibrating import motion_from_recording
from hiphinge.workflow.compared_side import GRID
from hiphinge.workflow.demonstrations import (
    DEMONSTRATION,
    demonstrated_tests,
    drawn_lumbar_deg,
    is_demonstration,
    motion_of_test,
)
from hiphinge.workflow.figures_in_step import figures_of
from hiphinge.workflow.log_days import self_test as test_named
from hiphinge.workflow.pose_estimation import EstimatorConfig, Stretch
from hiphinge.workflow.progress import Listener, no_progress

if TYPE_CHECKING:
    from hiphinge.reports.side_by_side import SideShown

__all__ = ["ComparedTests", "SelfTestSide", "compare_tests", "names_a_test", "read_test_sides", "write_test_page"]

_CLIP = re.compile(r"(?P<test>[\w -]+?)(?::(?P<side>\w*))?=(?P<video>.*)", re.DOTALL)
_DRAWN_SIDE: BodySide = "right"
_NOT_COMPARED = frozenset({"s", "points", "m"})
"""Units of what a short loop of a drawn figure does not show: times, points and heights."""
_LOWER_BACK = frozenset({"lumbar_flexion_deg", "lumbar_flexion_most_deg"})


@dataclass(frozen=True, kw_only=True, eq=False)
class SelfTestSide:
    """One side of a comparison: a recording of a self-test, or its demonstration, which has no error of its own."""

    name: str
    motion: Motion
    result: SelfTestResult
    is_drawn: bool = False
    whose: str = ""

    @property
    def test(self) -> SelfTest:
        """The catalogue's test."""
        return load().self_tests[self.result.test]

    @property
    def lies(self) -> bool:
        """Whether the person lies or kneels, so that the frame is taken as the camera held it."""
        return self.test.protocol is not None and self.test.protocol.posture != "standing"

    def figures(self) -> FloatArray | None:
        """Return the joints over the common time ``[place, joint, 2]``; None where the movement was not seen.

        In leg lengths, forward and up: from the ankle of who stands, from the hip of who lies, the legs to the right.
        """
        return figures_of(self.motion, self.test, lies=self.lies)


@dataclass(frozen=True, kw_only=True, eq=False)
class ComparedTests:
    """Two sides of a self-test and what differs, the largest difference for its error first."""

    first: SelfTestSide
    second: SelfTestSide
    nearness: Nearness
    differences: tuple[Difference, ...]

    @property
    def families(self) -> tuple[FamilyDifference, ...]:
        """What is larger than its error, under the test's name; nothing where nothing is."""
        clear = tuple(one for one in self.differences if one.is_clear)
        return (FamilyDifference(family=self.second.test.name, differences=clear),) if clear else ()

    @property
    def usual(self) -> Mapping[str, tuple[float, float]]:
        """The usual ranges, as for exercises: none, as whom a value is compared with is on the test's own page."""
        return {}

    @property
    def notes(self) -> tuple[str, ...]:
        """What limits the comparison, in sentences."""
        return (load().phrases["compared_test_with_drawn"].say(),) if self.nearness == DEMONSTRATION else ()


def names_a_test(text: str) -> bool:
    """Return whether a text is a video of a self-test, ``TEST=VIDEO`` or ``TEST:SIDE=VIDEO``, and no folder."""
    return _CLIP.fullmatch(text) is not None and not Path(text.partition("#")[0]).exists()


def read_test_sides(
    first: str, second: str, *, progress: Listener | None = None, other_person: bool = False
) -> tuple[SelfTestSide, SelfTestSide]:
    """Return both sides that texts name, each ``TEST=VIDEO`` or ``TEST:SIDE=VIDEO``; one may be the demonstration.

    Parameters
    ----------
    other_person
        Whether the second one shows somebody else.

    Raises
    ------
    UnknownIdError
        If there is no such test.
    UsageError
        If they are two tests, the test has no demonstration or is not measured in a video, one is no test, or its side
        or its video is none.
    InputError, MissingComponentError
        If a video cannot be read, as in `self_test`.
    """
    drawn = [is_demonstration(text) for text in (first, second)]
    for text, is_figure in zip((first, second), drawn, strict=True):
        if not is_figure and not names_a_test(text):
            message = (
                f"A self-test is compared with another video of it, as in toe_touch=touch.mp4, but {text!r} is none."
            )
            raise UsageError(message)
    if not any(drawn):
        one, other = (_filmed(text, progress=progress) for text in (first, second))
        if one.test.id != other.test.id:
            message = f"Both should show the same test, but show {one.test.name} and {other.test.name}."
            raise UsageError(message)
        return one, replace(other, whose="other") if other_person else other
    figure, filmed = (first, second) if drawn[0] else (second, first)
    test, _, _ = _asked(filmed)
    _check_drawn(figure, test)
    shown = _filmed(filmed, progress=progress)
    return _drawn(shown), shown


def _asked(text: str) -> tuple[SelfTest, BodySide | None, Path]:
    clip = _CLIP.fullmatch(text)
    assert clip is not None  # noqa: S101  # was asked before
    test = test_named(clip["test"])
    if test.id not in filmed_tests():
        message = f"The {test.name.lower()} is not measured in a video in this way, so it is not compared."
        raise UsageError(message)
    if not clip["video"]:
        message = f"A video should follow the = of {text}, but nothing does. Write it as in toe_touch=touch.mp4."
        raise UsageError(message)
    if clip["side"] is not None and not (test.protocol is not None and test.protocol.sides):
        message = f"The {test.name.lower()} has no sides, but {clip['side']!r} was given. Leave it out."
        raise UsageError(message)
    side = next((one for one in BODY_SIDES if one == clip["side"]), None)
    if side is None and clip["side"] is not None:
        message = f"The side of the {test.name.lower()} should be left or right, but is {clip['side']!r}."
        raise UsageError(message)
    return test, side, Path(clip["video"])


def _check_drawn(figure: str, test: SelfTest) -> None:
    wanted = figure.partition(":")[2]
    if wanted and test_named(wanted).id != test.id:
        message = (
            f"Both should show the same test, but the figure shows {test_named(wanted).name} and the video {test.name}."
        )
        raise UsageError(message)
    if test.id not in demonstrated_tests():
        message = (
            f"The {test.name.lower()} has no demonstration to compare with. "
            f"These have one: {', '.join(demonstrated_tests())}."
        )
        raise UsageError(message)


def _filmed(text: str, *, progress: Listener | None) -> SelfTestSide:
    test, side, video = _asked(text)
    motion = motion_from_recording(
        video, stretch=Stretch(), estimator_config=EstimatorConfig(), listener=progress or no_progress
    )
    return SelfTestSide(name=video.name, motion=motion, result=measure_self_test(test.id, motion, side=side))


def _drawn(shown: SelfTestSide) -> SelfTestSide:
    """Return the demonstration of what the other side shows, its tested side named like the other's."""
    motion = motion_of_test(shown.test.id)
    has_sides = shown.test.protocol is not None and shown.test.protocol.sides
    result = measure_self_test(shown.test.id, motion, side=_DRAWN_SIDE if has_sides else None)
    sides = {one.side for one in shown.result.values} if has_sides else {None}
    values = [_with_drawn_back(value, shown.test.id) for value in result.values]
    named = tuple(replace(value, side=side) for value in values for side in sides)
    name = f"the demonstration of {shown.test.name}"
    return SelfTestSide(name=name, motion=motion, result=replace(result, values=named), is_drawn=True)


def _with_drawn_back(value: SelfTestValue, test: str) -> SelfTestValue:
    """Return a value of the lower back as it is drawn, which joints alone do not show; every other one as it is."""
    if value.quantity not in _LOWER_BACK:
        return value
    drawn = drawn_lumbar_deg(test)
    measured = with_half_width(value.quantity, drawn, half_width=0.0, repeatability=0.0, time_s=0.0)
    return replace(value, measured=measured)


def compare_tests(first: SelfTestSide, second: SelfTestSide) -> ComparedTests:
    """Compare two sides of a self-test; a demonstration is the first.

    Raises
    ------
    NotMeasurableError
        If nothing was measured on both.
    """
    of_one: Nearness = "nothing" if first.whose == second.whose else "person"
    nearness: Nearness = "demonstration" if first.is_drawn else of_one
    before = {(v.quantity, v.side): v.measured for v in first.result.measured}
    found = []
    for value in second.result.measured:
        one, other = before.get((value.quantity, value.side)), value.measured
        half_width = _half_width(value, one, nearness=nearness) if isinstance(one, Measurement) else None
        if isinstance(one, Measurement) and isinstance(other, Measurement) and half_width:
            found.append(
                Difference(
                    quantity=value.quantity,
                    before=one.value,
                    after=other.value,
                    half_width=half_width,
                    side=value.side or "",
                )
            )
    if not found:
        raise NotMeasurableError(_why_nothing(first, second))
    if len({one.side for one in found if one.side}) <= 1:
        found = [replace(one, side="") for one in found]
    return ComparedTests(
        first=first, second=second, nearness=nearness, differences=tuple(sorted(found, key=lambda one: -one.size))
    )


def _why_nothing(first: SelfTestSide, second: SelfTestSide) -> str:
    """Return why two sides of a self-test have nothing that is compared, and what to do."""
    test, both = second.test, f"{first.name} and {second.name}"
    one, other = ({(v.quantity, v.side) for v in shown.result.measured} for shown in (first, second))
    if one & other:
        only = all(QUANTITIES[quantity].unit in _NOT_COMPARED for quantity, _ in one & other)
        what = "only times, points or heights were measured" if only else "nothing whose error is known was measured"
        return (
            f"Of the {test.name.lower()} {what} in both {both}, and that is not compared. "
            f"`hiphinge test {test.id} VIDEO` shows what was measured in each."
        )
    shared = sorted({quantity for quantity, _ in one} & {quantity for quantity, _ in other})
    if shared:
        sides = " and ".join(
            "/".join(sorted({side or "neither" for quantity, side in known if quantity in shared}))
            for known in (one, other)
        )
        return (
            f"Both should show the same side, but {both} show {sides}. Name the side that both show, as in "
            f"{test.id}:left=VIDEO."
        )
    missing = [*first.result.reasons, *second.result.reasons]
    why = f" {missing[0].reason} {missing[0].do}".rstrip() if missing else ""
    return f"Nothing of the {test.name.lower()} was measured in both {both}.{why}"


def _half_width(after: SelfTestValue, before: Measurement, *, nearness: Nearness) -> float | None:
    """Return the 95 % half-width of the error of a difference; None where it is not known, or not compared.

    A drawn figure has no error. Of one person, what a network gets wrong in the same way in both cancels, so that the
    difference is known as well as it repeats; of two people it does not.
    """
    measured = after.measured
    if not isinstance(measured, Measurement) or measured.unit in _NOT_COMPARED:
        return None
    if nearness == "nothing":
        repeats = repeats_within(after.quantity)
        return None if repeats is None else TO_95 * repeats
    sides = [measured] if nearness == "demonstration" else [measured, before]
    widths = [one.interval.width for one in sides if one.interval is not None]
    return TO_95 * float(np.linalg.norm(widths)) / 2.0 if len(widths) == len(sides) else None


def write_test_page(found: ComparedTests, path: Path) -> None:
    """Write a comparison as one page that needs nothing beside it.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    from hiphinge.reports.paper import write_whole  # noqa: PLC0415  # not always wanted, and slow to load
    from hiphinge.reports.side_by_side import side_by_side_page  # noqa: PLC0415  # likewise

    page = side_by_side_page(
        *(_shown(side) for side in (found.first, found.second)),
        differences=found.differences,
        families=found.families,
        nearness=found.nearness,
        notes=found.notes,
        grid=GRID,
    )
    write_whole(page, path)


def _shown(side: SelfTestSide) -> "SideShown":
    from hiphinge.reports.side_by_side import LYING_TEST, STANDING_TEST, SideShown  # noqa: PLC0415  # not always wanted

    return SideShown(
        name=side.name,
        shows=side.test.name,
        repetitions=1,
        curve=lambda _: np.full(len(GRID), np.nan),
        figures=side.figures(),
        drawing=LYING_TEST if side.lies else STANDING_TEST,
    )
