"""One chart of the progress page with what is said of it; those of speed, of back comfort and of the back's dose."""

from collections.abc import Sequence
from dataclasses import dataclass

from hiphinge.documents.training_log import AimRecord
from hiphinge.progress import BackDose, ComfortTrend, VelocityProfile
from hiphinge.reports.text.dose_words import dose_meaning, dose_sum_words, dose_verdict
from hiphinge.reports.text.log_words import COMFORT_MEANING, SPEED_MEANING, comfort_words, velocity_words
from hiphinge.reports.text.progress_words import day_words, load_words
from hiphinge.reports.time_charts import Plot, Point, plot

__all__ = ["Card", "Noted", "comfort_card", "dose_card", "velocity_card"]

_POUND_KG = 0.45359237
_LEAST_SPEED_SPAN, _RATINGS, _LEAST_DOSE_SPAN = 20.0, 10.0, 2.0


@dataclass(frozen=True, kw_only=True)
class Card:
    """One chart with its verdict."""

    id: str
    title: str
    verdict: str
    kind: str
    meaning: str
    noise: str
    plot: Plot


@dataclass(frozen=True, kw_only=True)
class Noted:
    """What else the page shows of a person.

    Attributes
    ----------
    aims
        Each with where the person is, in words.
    not_gated
        Names of logged exercises whose videos are not judged.
    """

    comfort: ComfortTrend | None = None
    dose: BackDose | None = None
    aims: Sequence[tuple[AimRecord, str]] = ()
    not_gated: Sequence[str] = ()


def velocity_card(profile: VelocityProfile, unit: str) -> Card | None:
    """Return the chart of speed against load; None where a video shows it at one load at most."""
    if len(profile.points) < 2:  # noqa: PLR2004 - one dot is no chart
        return None
    factor = 1.0 if unit == "kg" else 1 / _POUND_KG
    points = [
        Point(
            at=one.load_kg * factor,
            value=one.speed,
            kind="new",
            words=f"{load_words(one.load_kg, unit)}: {one.speed:.0f}\N{DEGREE SIGN}/s, {one.sets} "
            f"{'set' if one.sets == 1 else 'sets'}",
        )
        for one in profile.points
    ]
    return Card(
        id="speed",
        title="Speed of the ascent against load",
        verdict=velocity_words(profile, unit),
        kind="",
        meaning=SPEED_MEANING,
        noise="",
        plot=plot(
            points,
            y_label=lambda value: f"{value:.0f}\N{DEGREE SIGN}/s",
            x_label=lambda value: f"{value:g} {unit}",
            least_span=_LEAST_SPEED_SPAN,
        ),
    )


def comfort_card(comfort: ComfortTrend) -> Card:
    """Return the chart of back comfort as the person rated it."""
    points = [
        Point(at=float(day), value=float(rating), words=f"{day_words(day, year=True)}: {rating} of 10")
        for day, rating in zip(comfort.days, comfort.ratings, strict=True)
    ]
    return Card(
        id="comfort",
        title="Back comfort, as you rated it",
        verdict=comfort_words(comfort),
        kind=comfort.weeks.change.verdict,
        meaning=COMFORT_MEANING,
        noise="",
        plot=plot(points, y_label=lambda value: f"{value:g}" if 0 <= value <= _RATINGS else "", least_span=_RATINGS),
    )


def dose_card(dose: BackDose) -> Card:
    """Return the chart of what the lower back held week by week."""
    points = [
        Point(
            at=float(week.day),
            value=week.dose.moment_nm_s / 1000,
            kind="new",
            words=f"week of {day_words(week.day, year=True)}: {dose_sum_words(week)}",
        )
        for week in dose.weeks
    ]
    return Card(
        id="dose",
        title="What your lower back held, by week",
        verdict=dose_verdict(dose),
        kind=dose.trend.change.verdict,
        meaning=dose_meaning(),
        noise="",
        plot=plot(points, y_label=lambda value: f"{value:.3g}" if value >= 0 else "", least_span=_LEAST_DOSE_SPAN),
    )
