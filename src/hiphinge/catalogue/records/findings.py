"""Faults, the value from which each counts, and why something is not measurable."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from hiphinge.catalogue.records.basics import EvidenceId, Grade, Id, Name, Record, Sentence, StatementId, Usual
from hiphinge.catalogue.records.exercises import Band, Exercise, Family, Start
from hiphinge.errors import UnknownIdError
from hiphinge.quantities import QUANTITIES

__all__ = [
    "Accuracy",
    "BackAim",
    "Contact",
    "ContactText",
    "Fault",
    "FaultDocument",
    "FrontAccuracy",
    "ObliqueAccuracy",
    "PatternText",
    "Reason",
    "Silence",
    "Threshold",
]

PatternId = Literal["hinge", "squat", "stoop", "unclear"]

BackAim = Literal["less", "same", "more"]
"""A person's aim for the back: less movement in the bend, the same every time, or more."""


Contact = Literal["head", "upper_back", "low_back", "tailbone"]
"""Where a straight stick along the back touches, or should: at the low back it is the hollow that counts."""


class Reason(Record):
    """Why something is not measurable, and one thing to do about it.

    ``stops``: nothing at all can be measured. ``refilm``: what to do changes how the next set is filmed.
    """

    id: Id
    reason: Sentence
    do: Sentence
    stops: bool = False
    refilm: bool = False


class ContactText(Record):
    """One way in which the back leaves a straight stick held along it: which contact, how far, and what it may be.

    ``threshold`` is in leg lengths, from the person's standing posture; for the low back, from where it touches.
    ``may_be`` are the parts of the body that may cause it. ``sources`` are statements of the coaching articles.
    """

    id: Id
    name: Name
    contact: Contact
    threshold: float = Field(gt=0)
    what: Sentence
    may_be: tuple[Literal["neck", "upper_back", "low_back"], ...] = Field(min_length=1)
    why: Sentence
    grade: Grade
    unverified: bool
    sources: tuple[StatementId, ...] = Field(min_length=1)
    note: Sentence


class Silence(Record):
    """When a fault is not judged: for a pattern, or for exercises by id, family or start; and the reason's id."""

    reason: Id
    patterns: tuple[PatternId, ...] = ()
    exercises: tuple[Id, ...] = ()
    families: tuple[Family, ...] = ()
    starts: tuple[Start, ...] = ()

    def covers(self, exercise: Exercise) -> bool:
        """Return whether the exercise alone silences the fault."""
        return exercise.id in self.exercises or exercise.family in self.families or exercise.start in self.starts


class FaultDocument(Record):
    """A fault as its file defines it: what is measured, the value from which it counts, and what to say about it.

    A rule looks for it; found in a repetition, it is a finding.

    ``direction`` says on which side of the threshold it counts. ``margin``: ``clear`` beyond the threshold by more
    than repeatability, and probably beyond it in truth, ``probable`` the latter alone, ``interval`` with the whole of
    its absolute interval beyond, ``none`` without an interval, compared as it is. With ``share_of``, the threshold is a
    share of that other quantity.
    ``unverified`` marks a number that no source was read for. ``looked_for`` is False for what is taught but not yet
    judged from video. ``listed`` is False for what is judged, for lessons and as a measurement, but too often wrongly
    to be listed as a finding. ``excludes`` are the faults that no repetition can have together with it. ``back_aims``
    are the aims for the back for which it is worth a cue: somebody who wants more movement gets no cue to hold still.
    ``held`` is said when it is clear in a whole set.
    """

    id: Id
    name: Name
    level: Literal["fault", "information"]
    priority: int = Field(ge=1, le=999)
    what: Sentence
    measured: Sentence
    quantity: str | None = None
    unit: str
    direction: Literal["above", "below"]
    margin: Literal["clear", "probable", "interval", "none"]
    share_of: str | None = None
    default: Band
    silent: tuple[Silence, ...] = ()
    looked_for: bool = True
    listed: bool = True
    excludes: tuple[Id, ...] = ()
    back_aims: tuple[BackAim, ...] = ("less", "same", "more")
    causes: tuple[Sentence, ...] = Field(min_length=1)
    cue: Sentence
    cue_internal: Sentence
    drill: Id
    other_drills: tuple[Id, ...] = ()
    held: Sentence
    why: Sentence
    regression: Sentence
    sources: tuple[StatementId, ...] = ()


class Fault(FaultDocument):
    """A fault with the bands and silences that the exercises add to it."""

    bands: Mapping[str, Band]
    silent_exercises: Mapping[str, str]

    def band(self, exercise_id: str) -> Band:
        """Return the threshold of an exercise with its grade and citations.

        Raises
        ------
        UnknownIdError
            If no exercise is called that.
        """
        try:
            return self.bands[exercise_id]
        except KeyError:
            raise UnknownIdError.of(exercise_id, kind="exercise", known=self.bands) from None

    def threshold(self, exercise_id: str) -> float:
        """Return the threshold of an exercise, in ``unit`` (of ``share_of`` when that is set)."""
        return self.band(exercise_id).threshold

    def silence(self, exercise_id: str, pattern: str | None = None) -> str | None:
        """Return the id of the reason for which nothing is said in this exercise and pattern, or None."""
        self.band(exercise_id)
        if exercise_id in self.silent_exercises:
            return self.silent_exercises[exercise_id]
        return next((s.reason for s in self.silent if pattern in s.patterns), None)

    @property
    def is_of_back(self) -> bool:
        """Whether it is measured on the back itself, which joints do not show."""
        return self.quantity is not None and QUANTITIES[self.quantity].needs is not None

    @property
    def grade(self) -> Grade:
        """How well the default threshold is supported."""
        return self.default.grade

    @property
    def unverified(self) -> bool:
        """Whether the default threshold is a choice that no source was read for."""
        return self.default.unverified

    @property
    def citations(self) -> tuple[str, ...]:
        """Evidence of the default threshold."""
        return self.default.citations


class PatternText(Record):
    """What is said of a movement pattern, without judging it."""

    id: PatternId
    name: Name
    what: Sentence
    note: Sentence


class Threshold(Record):
    """One number by which something is decided: the pattern, the exercise, the reference posture, the ends of a set.

    ``width`` is the scale of the logistic curve about the threshold, in the same ``unit``; None where the value is
    compared as it is. ``unverified`` marks a number that no source was read for.
    """

    id: Id
    name: Name
    used_for: Literal[
        "pattern",
        "exercise_guess",
        "back",
        "rules",
        "judging",
        "reference_posture",
        "set_boundaries",
        "repetitions",
        "bar",
        "self_tests",
        "camera",
    ]
    value: float
    width: float | None = Field(default=None, gt=0)
    unit: str
    what: Sentence
    grade: Grade
    unverified: bool
    citations: tuple[EvidenceId, ...] = ()
    note: Sentence


class BetweenDays(Record):
    """The smallest difference of one person between two days that is not noise, 95 %, in the quantity's unit.

    It stands until the person's own repeats say better.
    """

    detectable: float = Field(gt=0)
    grade: Grade
    unverified: bool
    citations: tuple[EvidenceId, ...] = ()
    note: Sentence


class BetweenRecordings(Record):
    """The error of a difference between two recordings of one day, camera and clothes as they were: 90 % half-width."""

    half_width: float = Field(gt=0)
    grade: Grade
    unverified: bool
    note: Sentence


class ObliqueAccuracy(Record):
    """The accuracy of a quantity of somebody who is filmed at an angle: 90 % half-widths, at 20° and at 60° of yaw.

    Between the two they grow in a straight line. The three kinds are those of `Accuracy`. Beyond ``to_deg``, if
    given, the quantity cannot be measured. ``from_behind`` are the first and the last of somebody whose back turns to
    the camera, at any yaw, where they are wider.
    """

    absolute: tuple[float, float]
    repeatability: tuple[float, float]
    from_standing: tuple[float, float] | None = None
    from_behind: tuple[float, float] | None = None
    to_deg: float | None = Field(default=None, gt=20, le=60)
    determined: Sentence

    def reaches(self, yaw_deg: float) -> bool:
        """Tell whether the quantity can be measured at a yaw."""
        return self.to_deg is None or abs(yaw_deg) <= self.to_deg

    def at(self, yaw_deg: float) -> tuple[float, float, float]:
        """Return the half-widths at a yaw: absolute, of a difference within a clip, and of the change from standing.

        ``yaw_deg`` is negative where the back turns to the camera.
        """
        share = min(max((abs(yaw_deg) - _NEAR_DEG) / (_FAR_DEG - _NEAR_DEG), 0.0), _FURTHEST_SHARE)
        pairs = self.absolute, self.repeatability, self.from_standing or self.absolute
        absolute, repeatability, from_standing = (near + share * (far - near) for near, far in pairs)
        if yaw_deg < 0 and self.from_behind is not None:
            absolute, from_standing = self.from_behind
        return absolute, repeatability, from_standing


class FrontAccuracy(Record):
    """The accuracy of a quantity of somebody filmed from the front or from behind, where it is another: half-widths."""

    absolute: float = Field(gt=0)
    repeatability: float = Field(gt=0)
    determined: Sentence


_NEAR_DEG, _FAR_DEG, _FURTHEST_SHARE = 20.0, 60.0, 1.1


class BehindPlateAccuracy(Record):
    """The accuracy of a quantity where a weight plate hides joints of the leg, 90 % half-widths as in `Accuracy`."""

    absolute: float = Field(gt=0)
    repeatability: float = Field(gt=0)
    from_standing: float = Field(gt=0)
    determined: Sentence


class Accuracy(Record):
    """The accuracy of a quantity: 90 % half-widths of the error, absolute and of a difference within one clip.

    ``from_standing`` is the half-width of the change from the reference posture, where that was determined: errors
    of camera and network that are there in standing too cancel out. ``measured_share`` is the share of a true change
    that is measured, the median over changes of eight degrees or more, where changes are underestimated. ``possible``
    is the range that a body can reach, the program's own choice: a value outside it is no measurement.
    ``between_recordings`` is for comparing two recordings of one day, where they are known to differ by more than
    repetitions of one clip; ``between_days`` for comparing days, where something is known or chosen for that.
    ``oblique`` is the accuracy of somebody filmed at an angle; without it the quantity cannot be measured from there.
    ``behind_plate`` is the accuracy in recordings in which a weight plate hides joints of the leg; without it, nothing
    changes there.
    ``front`` is that from the front and from behind, of what is measured from the side as well.
    """

    id: str
    absolute: float = Field(gt=0)
    repeatability: float = Field(gt=0)
    from_standing: float | None = Field(default=None, gt=0)
    measured_share: float | None = Field(default=None, gt=0, le=1)
    possible: Usual | None = None
    between_recordings: BetweenRecordings | None = None
    between_days: BetweenDays | None = None
    oblique: ObliqueAccuracy | None = None
    behind_plate: BehindPlateAccuracy | None = None
    front: FrontAccuracy | None = None
    determined: Sentence
    provisional: bool

    def seen_from(self, yaw_deg: float) -> tuple[float, float, float] | None:
        """Return the half-widths at a yaw (`ObliqueAccuracy.at`); None where it cannot be measured from there."""
        return self.oblique.at(yaw_deg) if self.oblique is not None and self.oblique.reaches(yaw_deg) else None
