"""The report as data: what each part of the page, the notebook and the video shows, before any of them is drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from hiphinge.reports.back_model import BackCard, BackOnScale, BackPart, BackScale, BackSection, Contour, Gap
from hiphinge.reports.bars import BarCard, BarSection
from hiphinge.reports.carried import CarriedSection
from hiphinge.reports.company import CompanySection
from hiphinge.reports.sheets import Sheet
from hiphinge.reports.text.paragraph import Paragraph
from hiphinge.reports.text.table import RepetitionTable

__all__ = [
    "BackCard",
    "BackOnScale",
    "BackPart",
    "BackScale",
    "BackSection",
    "BarCard",
    "BarSection",
    "Chart",
    "Comparison",
    "ComparisonStep",
    "Contour",
    "Curve",
    "Fact",
    "Figure",
    "FindingCard",
    "FindingMarker",
    "FindingNote",
    "Gap",
    "LessonCard",
    "MarkRow",
    "NextSet",
    "NumberCell",
    "NumberRow",
    "NumbersTable",
    "Player",
    "Provenance",
    "RepetitionCard",
    "Report",
    "ThresholdRow",
    "Tick",
    "TimeBand",
    "VideoRef",
]


@dataclass(frozen=True, kw_only=True)
class VideoRef:
    """The video that was measured, as the page can open it.

    ``href`` is relative to the page or a file address; ``turn_deg`` is how far it is turned clockwise to be upright, on
    top of what the file says. ``first_s`` is the measured time of its first frame, where it is known: the clock of the
    browser is laid on it. ``is_copy`` says that ``href`` is a copy whose first frame is at 0.
    """

    name: str
    href: str | None = None
    turn_deg: int = 0
    first_s: float | None = None
    is_copy: bool = False


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """How the numbers came about: versions of programs, the pose network, and the settings of the run."""

    versions: Mapping[str, str] = field(default_factory=dict)
    model: str | None = None
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Figure:
    """An image of one moment with what was measured drawn on it; ``data`` is a WebP file.

    ``contours`` of the back that are drawn: neither, that of the moment, or the standing one as well; ``note`` says why
    one is missing.
    """

    id: str
    time_s: float
    data: bytes
    width: int
    height: int
    alt: str
    note: str = ""
    contours: Literal["none", "now", "both"] = "none"


@dataclass(frozen=True, kw_only=True)
class FindingNote:
    """A finding as it stands with a repetition: its name, when, and how much; what is said of it is on its card."""

    id: str
    name: str
    level: Literal["fault", "information"]
    time_s: float
    time: str
    value: str


@dataclass(frozen=True, kw_only=True)
class FindingCard:
    """One kind of finding with everything that is said about it, at the moment where it is clearest.

    ``where`` names the ``repetitions`` that show it, ``is_in_all`` tells whether these are all that count; ``value`` is
    that of the clearest moment. ``is_advised``: its cue is that of the next set. ``more``: what its sheet adds.
    """

    id: str
    name: str
    level: Literal["fault", "information"]
    repetitions: tuple[int, ...]
    where: str
    is_in_all: bool
    is_advised: bool
    time_s: float
    time: str
    what: str
    measured: str
    value: str
    line: str
    on_image: str
    cue: str
    drill: str
    drill_id: str
    drill_how: tuple[str, ...]
    drill_dose: str
    why: str
    grade: str
    grade_words: str
    figure: Figure | None
    more: Sheet


@dataclass(frozen=True, kw_only=True)
class RepetitionCard:
    """One repetition, or an attempt that did not count, with its bottom frame and what sets it apart from the others.

    ``is_judged`` is false where too little of it was seen. ``rank`` is ``best``, ``worst`` or empty. ``differs`` holds
    what differs from the other repetitions by more than the measurement varies; ``is_usual_pattern`` tells whether the
    pattern is that of most repetitions.
    """

    index: int
    counts: bool
    is_judged: bool
    title: str
    start_s: float
    bottom_s: float
    end_s: float
    time: str
    pattern: str
    pattern_detail: str
    is_usual_pattern: bool
    rank: Literal["best", "worst", ""]
    note: str
    findings: tuple[FindingNote, ...]
    differs: tuple[str, ...]
    figure: Figure | None


@dataclass(frozen=True, kw_only=True)
class NumberCell:
    """One value of the table of all numbers; the unit stands with the row. ``reason``: why there is none."""

    value: str
    interval: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class NumberRow:
    """One quantity in every repetition."""

    id: str
    title: str
    unit: str
    cells: tuple[NumberCell, ...]


@dataclass(frozen=True, kw_only=True)
class NumbersTable:
    """Everything that was measured: a column for each repetition, a row for each quantity."""

    headings: tuple[str, ...]
    rows: tuple[NumberRow, ...]


@dataclass(frozen=True, kw_only=True)
class ComparisonStep:
    """The same phase of two repetitions: an image of each, where there is one, and the numbers under it."""

    name: str
    left: Figure | None
    right: Figure | None
    left_time_s: float
    right_time_s: float
    left_numbers: tuple[str, ...]
    right_numbers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Two repetitions in step."""

    title: str
    explanation: str
    left_title: str
    right_title: str
    steps: tuple[ComparisonStep, ...]


@dataclass(frozen=True, kw_only=True)
class Tick:
    """A mark on an axis: its place, as a share of the axis for heights or seconds for time, and its words."""

    at: float
    label: str


@dataclass(frozen=True, kw_only=True)
class FindingMarker:
    """A finding's place on a chart."""

    time_s: float
    at: float
    label: str
    level: Literal["fault", "information"]


@dataclass(frozen=True, kw_only=True)
class Curve:
    """A curve as SVG path commands: x in hundredths of a second, y from 0 (top) to 1000."""

    path: str
    band: str


@dataclass(frozen=True, kw_only=True)
class Chart:
    """One quantity over time."""

    id: str
    title: str
    unit: str
    meaning: str
    on_paper: str
    on_dark: str
    line: Curve
    ticks: tuple[Tick, ...]
    markers: tuple[FindingMarker, ...]
    values: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class TimeBand:
    """A stretch of time on the charts: a repetition or one of its phases."""

    name: str
    kind: str
    start_s: float
    end_s: float
    repetition: int


@dataclass(frozen=True, kw_only=True)
class Player:
    """What moves in step: times, joints in whole pixels (or thousandths of a metre), charts and stretches of time.

    ``joints`` is ``[sample][2 * joint]``: the near side in the order of the cleaned joints, then the head's centre,
    x and y in turn; None in gaps. ``floor`` is the height of the feet.
    ``box`` and ``size`` are x, y, width, height and width, height in the same unit.
    """

    start_s: float
    end_s: float
    times_s: tuple[float, ...]
    joints: tuple[tuple[int | None, ...], ...]
    bones: tuple[tuple[int, int], ...]
    head_radius: float
    floor: int | None
    box: tuple[int, int, int, int]
    size: tuple[int, int] | None
    charts: tuple[Chart, ...]
    repetitions: tuple[TimeBand, ...]
    phases: tuple[TimeBand, ...]
    ticks: tuple[Tick, ...]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A term of "how it was measured" and what there is to say about it."""

    term: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ThresholdRow:
    """The threshold of one finding in this exercise, what is usual, and the evidence for it."""

    name: str
    line: str
    usual: str
    grade: str
    grade_words: str
    own_choice: bool
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class NextSet:
    """The one thing for the next set; what is said of the ``finding`` it answers is on that finding's card."""

    finding: str | None
    cue: str
    drill: str
    drill_id: str | None
    drill_how: tuple[str, ...]
    next: str
    why: str
    grade: str
    grade_words: str


@dataclass(frozen=True, kw_only=True)
class MarkRow:
    """One pass mark of a lesson: what it asks, and in how many repetitions it was met."""

    outcome: Literal["passed", "not_yet", "cannot_tell"]
    says: str
    count: str
    not_yet: str


@dataclass(frozen=True, kw_only=True)
class LessonCard:
    """What became of the lesson that was filmed; ``too_few`` is said where there were too few repetitions."""

    id: str
    number: int
    title: str
    outcome: Literal["passed", "not_yet", "cannot_tell"]
    too_few: str
    rows: tuple[MarkRow, ...]
    try_this: str
    passed: str


@dataclass(frozen=True, kw_only=True)
class Report:
    """Everything that a report shows, in the order in which it shows it.

    ``refused``: nothing was counted; ``video_again``: nothing was, or the view keeps most from being measured.
    """

    source: str
    exercise: str
    duration: str
    refused: bool
    video_again: bool
    paragraph: Paragraph
    next_set: NextSet | None
    lesson: LessonCard | None
    comparison: Comparison | None
    table: RepetitionTable
    repetitions: tuple[RepetitionCard, ...]
    numbers: NumbersTable
    findings: tuple[FindingCard, ...]
    back: BackSection | None
    lessons: tuple[Sheet, ...]
    player: Player | None
    not_measured: tuple[Gap, ...]
    method: tuple[Fact, ...]
    thresholds: tuple[ThresholdRow, ...]
    intended_use: tuple[str, ...]
    video: VideoRef | None
    seen: tuple[Fact, ...]
    back_scale: BackScale | None = None
    bar: BarSection | None = None
    carried: CarriedSection | None = None
    company: CompanySection | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every image of the report once, in the order in which they stand on the page."""
        found: dict[str, Figure] = {}
        every = [card.figure for card in self.findings]
        every += [card.figure for card in self.repetitions]
        every += [f for s in (self.comparison.steps if self.comparison else ()) for f in (s.left, s.right)]
        for figure in every:
            if figure is not None:
                found.setdefault(figure.id, figure)
        return tuple(found.values())
