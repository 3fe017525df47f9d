"""Sittings of self-tests: what each gave, what still waits, what was measured before, and a person's history."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from hiphinge.assessments import SelfTestResult, SelfTestValue, filmed_tests, join_self_tests
from hiphinge.catalogue import load
from hiphinge.documents.self_tests import self_tests_from_json
from hiphinge.errors import InputMissingError
from hiphinge.measures import Measurement
from hiphinge.workflow.self_tests import day_of, earlier_of, value_of

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord, SelfTestRecord
    from hiphinge.motion import BodySide
    from hiphinge.reports.self_tests import Earlier
    from hiphinge.store import Clip, Store

__all__ = ["PastValue", "Sitting", "SittingInBrief", "history_of", "last_values", "sitting_of", "sittings_of"]


_POINTS = "bird_dog_points"
"""None of them where it hurt, whatever was held; that counts for both sides."""


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """Self-tests of one sitting.

    Attributes
    ----------
    results
        One for each test that was measured, left and right joined, in the order in which tests are done.
    clips
        Its videos, the one that was given in first first; none where they were measured elsewhere, or removed.
    earlier
        What was measured last before it.
    """

    id: str
    day: date
    results: tuple[SelfTestResult, ...]
    clips: "tuple[Clip, ...]"
    earlier: "Earlier"

    @property
    def waiting(self) -> "tuple[Clip, ...]":
        """Videos that wait or are being measured."""
        return tuple(one for one in self.clips if one.state in {"queued", "running"})

    @property
    def failed(self) -> "tuple[Clip, ...]":
        """Videos in which nothing could be measured, or that were stopped."""
        return tuple(one for one in self.clips if one.state in {"failed", "cancelled"})

    def clips_of(self, test: str) -> "tuple[Clip, ...]":
        """Return the measured videos of a test."""
        return tuple(one for one in self.clips if one.asked and one.asked.test == test and one.state == "done")


@dataclass(frozen=True, kw_only=True)
class SittingInBrief:
    """A sitting in a list: its day, and the names of its tests."""

    id: str
    day: date
    tests: tuple[str, ...]
    waiting: int


@dataclass(frozen=True, kw_only=True)
class PastValue:
    """A measured value of a test on a day; ``sitting`` is None where it was kept without one."""

    day: date
    value: SelfTestValue
    sitting: str | None


def sitting_of(store: "Store", id_: str, people: "Iterable[PersonRecord]") -> "tuple[PersonRecord, Sitting]":
    """Return a sitting with whose it is, of one of these people.

    Raises
    ------
    InputMissingError
        If none of them has it.
    InputFormatError
        If what was kept of it is damaged.
    """
    clips = store.clips.of_sitting(id_)
    for person in people:
        own = tuple(one for one in clips if one.person == person.name)
        records = [one for one in store.days.tests(person) if one.quantity is not None]
        kept = [one for one in records if one.sitting == id_]
        if own or kept:
            began = min([*(one.added_at for one in own), *(one.tested_at for one in kept)])
            before = [one for one in records if one.sitting != id_ and one.tested_at <= began]
            results = tuple(_in_order(_results(own, kept)))
            day = day_of(began, person)
            return person, Sitting(id=id_, day=day, results=results, clips=own, earlier=earlier_of(before, person))
    message = "There is no such sitting of self-tests. It may have been erased."
    raise InputMissingError(message)


def _results(clips: "Sequence[Clip]", kept: "Sequence[SelfTestRecord]") -> Mapping[str, SelfTestResult]:
    """Return the result of each test: of its videos, with why a value is missing, and of values whose video is gone."""
    found: dict[str, SelfTestResult] = {}
    for clip in clips:
        for one in () if clip.test_result is None else self_tests_from_json(clip.test_result):
            found[one.test] = join_self_tests(found[one.test], one) if one.test in found else one
    for test, records in groupby(sorted(kept, key=lambda one: one.test), key=lambda one: one.test):
        if test in load().self_tests:
            values = {(one.quantity, one.side): value_of(one) for one in records}
            found[test] = _with_kept(found.get(test), test, values)
    return found


def _with_kept(
    shown: SelfTestResult | None, test: str, kept: "Mapping[tuple[str | None, BodySide | None], SelfTestValue]"
) -> SelfTestResult:
    """Return what the videos of a test show, with the values by quantity and side whose videos are gone."""
    if shown is None:
        return SelfTestResult(test=test, recording="", values=tuple(kept.values()))
    there = {(one.quantity, one.side) for one in shown.measured}
    points = kept.get((_POINTS, None))
    hurt = points is not None and isinstance(points.measured, Measurement) and points.measured.value == 0.0
    others = tuple(value for key, value in kept.items() if key not in there)
    return join_self_tests(shown, replace(shown, values=others, reasons=(), hurt=hurt or shown.hurt))


def _in_order(results: Mapping[str, SelfTestResult]) -> Iterable[SelfTestResult]:
    return (results[id_] for id_ in filmed_tests() if id_ in results)


def sittings_of(store: "Store", person: "PersonRecord", clips: "Iterable[Clip]") -> tuple[SittingInBrief, ...]:
    """Return a person's sittings, the newest first; of clips, those of the queue that they see."""
    tests: dict[str, dict[str, None]] = {}
    began: dict[str, datetime] = {}
    waiting: dict[str, int] = {}
    for one in store.days.tests(person):
        if one.sitting is not None and one.test in load().self_tests:
            tests.setdefault(one.sitting, {})[one.test] = None
            began[one.sitting] = min(began.get(one.sitting, one.tested_at), one.tested_at)
    for clip in clips:
        if clip.asked is not None and clip.person == person.name:
            tests.setdefault(clip.asked.sitting, {})[clip.asked.test] = None
            began[clip.asked.sitting] = min(began.get(clip.asked.sitting, clip.added_at), clip.added_at)
            waiting[clip.asked.sitting] = waiting.get(clip.asked.sitting, 0) + (clip.state in {"queued", "running"})
    names = {id_: test.name for id_, test in load().self_tests.items()}
    return tuple(
        SittingInBrief(
            id=id_,
            day=day_of(began[id_], person),
            tests=tuple(names[test] for test in tests[id_] if test in names),
            waiting=waiting.get(id_, 0),
        )
        for id_ in sorted(began, key=lambda one: (began[one], one), reverse=True)
    )


def history_of(store: "Store", person: "PersonRecord", test: str) -> tuple[PastValue, ...]:
    """Return every measured value of a test's own quantity, the newest first."""
    protocol = load().self_tests[test].protocol
    wanted = None if protocol is None else protocol.quantities[0]
    return tuple(
        PastValue(day=day_of(one.tested_at, person), value=value_of(one), sitting=one.sitting)
        for one in reversed(store.days.tests(person))
        if one.test == test and one.quantity == wanted and wanted is not None
    )


def last_values(store: "Store", person: "PersonRecord") -> Mapping[str, tuple[PastValue, ...]]:
    """Return the last value of each test's own quantity, by test; of left and right where it has sides."""
    own = {id_: test.protocol.quantities[0] for id_, test in filmed_tests().items() if test.protocol is not None}
    found: dict[str, dict[str | None, PastValue]] = {}
    for one in store.days.tests(person):
        if one.quantity is not None and own.get(one.test) == one.quantity:
            past = PastValue(day=day_of(one.tested_at, person), value=value_of(one), sitting=one.sitting)
            found.setdefault(one.test, {})[one.side] = past
    return {id_: tuple(by_side[side] for side in sorted(by_side, key=str)) for id_, by_side in found.items()}
