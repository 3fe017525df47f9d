"""The page of a person's progress: each measure with its own noise, strength, weeks, and cycles side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hiphinge.catalogue import load
from hiphinge.documents.log_words import aim_words
from hiphinge.progress import (
    CycleComparison,
    ExerciseProgress,
    FilmedSet,
    MeasureTrend,
    Trend,
    Volume,
    Week,
)
from hiphinge.progress.change import LEAST_SESSIONS
from hiphinge.progress.trend import LEAST_DAYS_FOR_NOISE
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.paper import filled, policy, style
from hiphinge.reports.text.dose_words import dose_rows
from hiphinge.reports.text.log_words import probe_words, velocity_words
from hiphinge.reports.text.numbers import spoken
from hiphinge.reports.text.progress_words import (
    about_load,
    day_words,
    load_words,
    noise_words,
    short_verdict,
    strength_words,
    trend_words,
)
from hiphinge.reports.time_charts import Bars, Level, Point, bars, plot
from hiphinge.reports.training_card import Card, Noted, comfort_card, dose_card, velocity_card
from hiphinge.reports.training_cycles import FIRST_MEASURES, Cycles, cycles_side_by_side

__all__ = ["counter_words", "ordered_trends", "strength_verdict", "training_page", "training_values"]

_LEAST_SPAN = {"deg": 20.0, "share of leg length": 0.12, "s": 1.0}
_SHOWN_WEEKS, _TABLE_WEEKS = 26, 4
_BALANCE = ("hinge", "squat")


@dataclass(frozen=True, kw_only=True)
class _Section:
    """One exercise as it is shown."""

    id: str
    name: str
    lead: str
    counter: str
    strength: Card | None
    strength_rows: tuple[tuple[str, str], ...]
    at_load: Card | None
    speed: Card | None
    speed_note: str
    probe: str
    cards: tuple[Card, ...]
    rows: tuple[tuple[str, str, str], ...]
    cycles: Cycles | None

    @property
    def has_levels(self) -> bool:
        """Whether a chart shows where it began and where it is."""
        return any(card.plot.bands for card in self.cards)


def training_page(  # what it shows, by name
    name: str,
    *,
    exercises: Sequence[ExerciseProgress],
    weeks: Sequence[Week],
    volumes: Sequence[Volume],
    cycles: Mapping[str, CycleComparison],
    unit: str,
    noted: Noted,
) -> str:
    """Return the page as one HTML document that loads nothing and needs no script.

    Parameters
    ----------
    unit
        ``kg`` or ``lb``, in which loads are shown.
    """
    values = training_values(
        name, exercises=exercises, weeks=weeks, volumes=volumes, cycles=cycles, unit=unit, noted=noted
    )
    return filled("training.html.j2", policy=policy(), style=style("training.css"), **values)


def training_values(  # as `training_page`
    name: str,
    *,
    exercises: Sequence[ExerciseProgress],
    weeks: Sequence[Week],
    volumes: Sequence[Volume],
    cycles: Mapping[str, CycleComparison],
    unit: str,
    noted: Noted,
) -> dict[str, Any]:
    """Return what the templates of the page are filled with, on a page of its own or inside another."""
    patterns, muscles = _week_tables(weeks)
    return {
        "name": name,
        "sections": [_section(one, cycles.get(one.exercise), unit) for one in exercises],
        "weeks": _week_bars(weeks),
        "week_names": [f"week of {day_words(week.monday)}" for week in weeks[-_TABLE_WEEKS:]],
        "patterns": patterns,
        "muscles": muscles,
        "volumes": [_volume_row(volume, unit) for volume in volumes],
        "comfort": None if noted.comfort is None else comfort_card(noted.comfort),
        "dose": None if noted.dose is None else dose_card(noted.dose),
        "dose_rows": () if noted.dose is None else dose_rows(noted.dose),
        "aims": [(day_words(aim.by.toordinal(), year=True), aim_words(aim), words) for aim, words in noted.aims],
        "not_gated": noted.not_gated,
    }


def ordered_trends(one: ExerciseProgress) -> tuple[MeasureTrend, ...]:
    """Return the trends of an exercise, `FIRST_MEASURES` first."""
    places = {id_: place for place, id_ in enumerate(FIRST_MEASURES)}
    return tuple(sorted(one.trends, key=lambda trend: places.get(trend.quantity, len(places))))


def _section(one: ExerciseProgress, cycles: CycleComparison | None, unit: str) -> _Section:
    trends = ordered_trends(one)
    first = [trend for trend in trends if trend.quantity in FIRST_MEASURES]
    return _Section(
        id=one.exercise,
        name=load().exercise(one.exercise).name,
        lead=_lead(one),
        counter=counter_words(one),
        strength=_strength_card(one, unit),
        strength_rows=tuple((day_words(day.day, year=True), strength_words(day, unit)) for day in one.strength[-8:]),
        at_load=_load_card(one, unit),
        speed=velocity_card(one.velocity, unit),
        speed_note=f"Speed: {velocity_words(one.velocity, unit)}."
        if one.filmed and len(one.velocity.points) <= 1
        else "",
        probe=probe_words(one.probe),
        cards=tuple(_card(trend) for trend in first),
        rows=tuple(
            (
                QUANTITIES[trend.quantity].title,
                _latest(trend.trend, QUANTITIES[trend.quantity].unit),
                trend_words(trend.trend, QUANTITIES[trend.quantity].unit),
            )
            for trend in trends
            if trend.quantity not in FIRST_MEASURES
        ),
        cycles=None if cycles is None else cycles_side_by_side(cycles, unit),
    )


def _lead(one: ExerciseProgress) -> str:
    days = len({filmed.day for filmed in one.filmed})
    if not load().exercise(one.exercise).analysed:
        return "Not gated by video: hiphinge cannot judge a video of it, so nothing is said of technique."
    if not days:
        return "Logged, but not filmed: there is nothing to say of technique yet."
    found: dict[str, list[str]] = {"changed": [], "noise": [], "too_few": []}
    for trend in one.trends:
        found[trend.trend.change.verdict].append(QUANTITIES[trend.quantity].title.lower())
    changed, rest = found["changed"], len(found["noise"])
    said = f"Filmed on {days} {'day' if days == 1 else 'days'}. "
    if changed:
        said += f"Changed: {', '.join(changed)}. "
    if rest:
        said += f"Not distinguishable from noise: {rest} {'measure' if rest == 1 else 'measures'}. "
    if found["too_few"] and not (changed or rest):
        said += _few_days(days)
    return said.strip()


def _few_days(days: int) -> str:
    if days < 2 * LEAST_SESSIONS:
        return f"Too few days to say what changed: {2 * LEAST_SESSIONS} or more are needed."
    return f"No change shows yet. It takes {LEAST_DAYS_FOR_NOISE} filmed days to tell a small change from noise."


def counter_words(one: ExerciseProgress) -> str:
    """Return how many repetitions met their marks, in all and on the last day; empty where none was judged."""
    if not one.judged:
        return ""
    last = max(filmed.day for filmed in one.filmed if filmed.judged)
    of_day = [filmed for filmed in one.filmed if filmed.day == last]
    met, judged = sum(filmed.met for filmed in of_day), sum(filmed.judged for filmed in of_day)
    return f"{one.met} of {one.judged} repetitions met their marks; on {day_words(last)} {met} of {judged}."


def _latest(trend: Trend, unit: str) -> str:
    return f"{spoken(float(trend.values[-1]), unit)} on {day_words(int(trend.days[-1]))}"


def _card(measured: MeasureTrend) -> Card:
    quantity, trend = QUANTITIES[measured.quantity], measured.trend
    points = [
        Point(
            at=float(day), value=float(value), words=f"{day_words(int(day), year=True)}: {spoken(value, quantity.unit)}"
        )
        for day, value in zip(trend.days, trend.values, strict=True)
    ]
    return Card(
        id=quantity.id,
        title=quantity.title,
        verdict=trend_words(trend, quantity.unit),
        kind=trend.change.verdict,
        meaning=f"Up means {quantity.sign}. At the bottom, the median of each day's repetitions."
        if quantity.unit != "s"
        else f"Up means {quantity.sign}. The median of each day's repetitions.",
        noise=noise_words(trend.noise, measured.published, quantity.unit),
        plot=plot(
            points,
            levels=_levels(trend),
            y_label=lambda value: spoken(value, quantity.unit).partition(" of ")[0],
            least_span=_LEAST_SPAN.get(quantity.unit, 1.0),
        ),
    )


def _levels(trend: Trend) -> tuple[Level, ...]:
    """Return where it began with what may be noise about it, and where it is; nothing of too few days."""
    change = trend.change
    if change.verdict == "too_few":
        return ()
    first, last = change.sessions
    if trend.shape == "line":  # its ends are those of a slope, and hold for no half of the days
        first = last = 1 + len(trend.days) // 8
    return (
        Level(value=change.before, half_width=change.detectable, kind="noise"),
        Level(value=change.before, half_width=0, kind="before", end=float(trend.days[first - 1])),
        Level(value=change.after, half_width=0, kind="after", start=float(trend.days[-last])),
    )


def _strength_card(one: ExerciseProgress, unit: str) -> Card | None:
    if one.strength_trend is None:
        return None
    trend = one.strength_trend
    points = [
        Point(
            at=float(day.day),
            value=day.estimate.median,
            low=day.estimate.low,
            high=day.estimate.high,
            words=f"{day_words(day.day, year=True)}: {strength_words(day, unit)}",
        )
        for day in one.strength
    ]
    top = max(day.estimate.high for day in one.strength)
    return Card(
        id="strength",
        title="One-rep max, estimated",
        verdict=strength_verdict(trend, unit),
        kind=trend.change.verdict,
        meaning="Each day's best set: the median of seven formulas, and their range. The formulas read low for "
        "deadlifts. A set without an RPE is taken as one to failure, so its estimate is a lower bound.",
        noise="",
        plot=plot(points, y_label=lambda kg: load_words(kg, unit), least_span=0.15 * top),
    )


def strength_verdict(trend: Trend, unit: str) -> str:
    """Return whether estimated strength changed, with where it began and where it is."""
    change = trend.change
    if change.verdict == "too_few":
        return trend_words(trend, "kg")
    if change.verdict == "noise":
        return (
            f"{short_verdict(change)}: {about_load(change.before, unit)} before, {about_load(change.after, unit)} now"
        )
    return f"{short_verdict(change)}: from {about_load(change.before, unit)} to {about_load(change.after, unit)}"


def _load_card(one: ExerciseProgress, unit: str) -> Card | None:
    """Return technique against load: lumbar flexion where two sets or more show it, else the trunk's lean."""
    loaded = [filmed for filmed in one.filmed if filmed.load_kg is not None]
    for id_ in FIRST_MEASURES[:2]:
        shown = [filmed for filmed in loaded if id_ in filmed.values]
        if len(shown) > 1:
            return _against_load(id_, shown, unit)
    return None


def _against_load(id_: str, shown: Sequence[FilmedSet], unit: str) -> Card:
    quantity = QUANTITIES[id_]
    days = sorted({filmed.day for filmed in shown})
    newest = set(days[-max(1, len(days) // 4) :])
    factor = 1.0 if unit == "kg" else 1 / 0.45359237
    points = [
        Point(
            at=(filmed.load_kg or 0.0) * factor,
            value=filmed.values[id_],
            kind="new" if filmed.day in newest else "old",
            words=f"{day_words(filmed.day, year=True)}, {load_words(filmed.load_kg or 0.0, unit)}: "
            f"{spoken(filmed.values[id_], quantity.unit)}; {filmed.met} of {filmed.judged} repetitions met their marks",
        )
        for filmed in shown
    ]
    return Card(
        id="at-load",
        title=f"{quantity.title} against load",
        verdict="",
        kind="",
        meaning=f"Each dot is one filmed set; dark: the latest days. Up means {quantity.sign}.",
        noise="",
        plot=plot(
            points,
            y_label=lambda value: spoken(value, quantity.unit),
            x_label=lambda value: f"{value:g} {unit}",
            least_span=_LEAST_SPAN["deg"],
        ),
    )


def _week_bars(weeks: Sequence[Week]) -> Bars | None:
    if not weeks:
        return None
    return bars(
        [
            (
                week.monday,
                f"Week of {day_words(week.monday, year=True)}: "
                + ", ".join(f"{week.counts.patterns[pattern]} {pattern} sets" for pattern in _BALANCE),
                [(pattern, week.counts.patterns[pattern]) for pattern in _BALANCE],
            )
            for week in weeks[-_SHOWN_WEEKS:]
        ]
    )


_Rows = list[tuple[str, list[str]]]


def _week_tables(weeks: Sequence[Week]) -> tuple[_Rows, _Rows]:
    """Return the sets of the last weeks by pattern and by muscle, the most trained muscle first."""
    last = weeks[-_TABLE_WEEKS:]
    patterns = list(last[0].counts.patterns) if last else []
    rows = [(pattern, [str(week.counts.patterns[pattern]) for week in last]) for pattern in patterns]
    totals: dict[str, float] = {}
    for week in last:
        for id_, count in week.counts.muscles.items():
            totals[id_] = totals.get(id_, 0.0) + count
    names = load().muscles
    muscles = [
        (names[id_].name, [f"{week.counts.muscles.get(id_, 0.0):g}" for week in last])
        for id_ in sorted(totals, key=lambda id_: -totals[id_])
    ]
    return rows, muscles


def _volume_row(volume: Volume, unit: str) -> tuple[str, str, str, str, str]:
    return (
        f"{volume.days} days",
        str(volume.sets),
        str(volume.sets_before),
        load_words(volume.lifted_kg, unit),
        load_words(volume.lifted_before_kg, unit),
    )
