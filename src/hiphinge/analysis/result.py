"""The result of `analyse`, which reports and exports read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from hiphinge.analysis.corrections import CorrectionOutcome
from hiphinge.findings import BackComparison, ExerciseGuess, Finding, Judgement, Pattern
from hiphinge.loads import BarPath
from hiphinge.measures import ContactLoss, Measurement, NotMeasurable
from hiphinge.motion import FloatArray, Motion, Person, SideMotion, View, ViewLabel
from hiphinge.repetitions import is_failed
from hiphinge.spine import Dowel

__all__ = [
    "Advice",
    "Analysis",
    "ContactLoss",
    "Measurement",
    "Phase",
    "RecordingStretch",
    "Repetition",
    "SensorCheck",
    "Series",
    "SetOfRepetitions",
    "Standing",
]

PhaseName = Literal["descent", "bottom", "ascent", "lockout"]


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A phase of a repetition, half-open ``[start_s, end_s)``, seconds."""

    name: PhaseName
    start_s: float
    end_s: float


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The reference posture: the person's standing, from which changes count.

    Attributes
    ----------
    kind
        ``calibration`` (taken in another recording, named by ``recording``), ``quiet`` (still and upright), ``lockout``
        (the ends of repetitions) or ``none``.
    duration_s
        How long the standing lasts, seconds.
    time_s
        A frame of this recording that shows the person standing, or None.
    angles
        Medians by quantity id, degrees.
    """

    kind: Literal["calibration", "quiet", "lockout", "none"]
    duration_s: float = 0.0
    time_s: float | None = None
    angles: Mapping[str, float] = field(default_factory=dict)
    recording: str | None = None


@dataclass(frozen=True, kw_only=True)
class Repetition:
    """One movement down and up (``repetition``), or one that does not count (``attempt``) and whose ``note`` says why.

    ``bottom_s`` is the time of the deepest position; ``start_s`` to ``end_s`` is half-open, seconds.
    ``index`` counts from 1 over the recording, ``set`` from 1. ``judgements`` has one per rule, none for an attempt;
    ``findings`` are those that were found, without the ``dismissed``: ids of those that the person says are none.
    ``back`` places the lower back against trained lifters and itself.
    """

    index: int
    set: int
    kind: Literal["repetition", "attempt"]
    start_s: float
    bottom_s: float
    end_s: float
    phases: tuple[Phase, ...]
    starts_at: Literal["top", "bottom"]
    ends_at: Literal["top", "bottom"]
    pattern: Pattern
    measurements: Mapping[str, Measurement | NotMeasurable]
    findings: tuple[Finding, ...]
    note: str | None = None
    contacts: tuple[ContactLoss, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    back: BackComparison | None = None
    dismissed: frozenset[str] = frozenset()

    @property
    def failed(self) -> bool:
        """Whether it is a repetition that was not completed, and no set-up, put-down or walking."""
        return is_failed(self.kind, self.note)


@dataclass(frozen=True, kw_only=True)
class SetOfRepetitions:
    """Repetitions without a long rest between them."""

    index: int
    start_s: float
    end_s: float
    repetitions: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class RecordingStretch:
    """A stretch of a recording between cuts, or lasting changes of the view.

    Attributes
    ----------
    start_s, end_s
        From its first frame to its last, seconds on the recording's clock.
    view
        From where the person was filmed.
    repetitions
        How many repetitions it shows; 0 where it cannot be measured.
    reason
        Id of the catalogue's reason why it is not measured; None for the one that is.
    """

    start_s: float
    end_s: float
    view: ViewLabel
    repetitions: int
    reason: str | None = None

    @property
    def measured(self) -> bool:
        """Whether the analysis is of this stretch."""
        return self.reason is None


@dataclass(frozen=True, kw_only=True)
class Advice:
    """What to do in the next set: one cue, one drill, and why (catalogue ids beside the texts)."""

    finding: str | None
    cue: str
    drill: str | None
    drill_id: str | None
    next: str
    why: str
    grade: str | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Series:
    """Quantities per frame ``[time]`` by id, NaN where not measurable; ``low`` and ``high`` are 90 % bounds."""

    time_s: FloatArray
    values: Mapping[str, FloatArray]
    low: Mapping[str, FloatArray]
    high: Mapping[str, FloatArray]


WITH_THIGH: Final = "the pelvis of the sensors and the thigh of the video"
"""Between what hip flexion is where sensors measured the pelvis alone."""


@dataclass(frozen=True, kw_only=True)
class SensorCheck:
    """One angle by the video and by sensors that were worn in it, compared where the person moves; degrees.

    Attributes
    ----------
    id
        Quantity.
    between
        Between which places the sensors measured it; `WITH_THIGH` where the video gave a part of it.
    used
        Which of the two everything else is computed from: the one with the narrower interval.
    video_half_width_deg, sensors_half_width_deg
        Half of the usual 90 % interval of each; None where the video measured too little of it.
    difference_deg, difference_low_deg, difference_high_deg
        Sensors less video: the mean, and between what nine tenths of the moments are; None without moments of both.
    agree
        Share of the moments at which the two differ by no more than their intervals allow.
    same_places
        Whether the sensors were worn where the video measures; if not, they are compared, but not used.
    """

    id: str
    between: str
    used: Literal["video", "sensors"]
    video_half_width_deg: float | None
    sensors_half_width_deg: float
    difference_deg: float | None
    difference_low_deg: float | None
    difference_high_deg: float | None
    agree: float | None
    same_places: bool = True


@dataclass(frozen=True, kw_only=True, eq=False)
class Analysis:
    """Everything that is measured and found in one recording, and why the rest is not measurable.

    ``exercise`` is the one that it was judged as: named by the person, or the likeliest of ``exercise_guess``, which is
    None where it was named and where nothing was measurable. ``motion`` is the stretch of the recording that is
    measured; where there are several, ``stretches`` lists them all, and ``recording`` is the whole of it.
    ``bar`` is the bar's path where a plate was followed, and ``plate_mm`` the diameter that was given. ``corrections``
    are what the person corrected; whatever they change is changed in everything here. ``sensor_checks`` compare what
    sensors worn in a video measured with the video.
    """

    motion: Motion
    side: SideMotion | None
    view: View
    exercise: str
    exercise_given: bool
    person: Person
    load_kg: float | None
    assumed: tuple[str, ...]
    standing: Standing
    series: Series | None
    sets: tuple[SetOfRepetitions, ...]
    repetitions: tuple[Repetition, ...]
    findings: tuple[Finding, ...]
    advice: Advice | None
    not_measurable: tuple[NotMeasurable, ...]
    dowel: Dowel | None = None
    exercise_guess: ExerciseGuess | None = None
    stretches: tuple[RecordingStretch, ...] = ()
    recording: Motion | None = None
    corrections: tuple[CorrectionOutcome, ...] = ()
    bar: BarPath | None = None
    plate_mm: float | None = None
    sensor_checks: tuple[SensorCheck, ...] = ()

    @property
    def counted(self) -> tuple[Repetition, ...]:
        """Repetitions that count: attempts left out."""
        return tuple(r for r in self.repetitions if r.kind == "repetition")
