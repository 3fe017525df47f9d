"""The page to share of a comparison with a reference: per quantity the numbers and one plot, and what was compared."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from hiphinge.quantities import QUANTITIES
from hiphinge.reports.paper import filled, policy, style
from hiphinge.signals.agreement import AgreementStudy, EstimateWithCI, QuantityAgreement

__all__ = ["agreement_page", "title_of"]

_WIDTH, _HEIGHT = 640, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 16, 14, 44
_ROUND_STEPS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
_MAX_TICKS = 8
_FEW_PEOPLE = 5
_MAX_UNPAIRED = 40
_CHEST = "chest_to_pelvis_deg"
_READINGS = (
    "Straws, inclinometers or phones on the skin, in degrees from vertical, forward positive. Only their change from "
    "standing counts, so how they sat on the skin cancels out. hiphinge estimates the same: tangents of the back's "
    "surface at those places, as change from standing, seen from the side."
)
_ANGLES = (
    "These angles were taken as given. The comparison is fair only if the other system means the same by them: change "
    "from the person's own standing, in the sagittal plane, flexion positive."
)
_SENSORS = (
    "Sensors: the lean of the skin under each sensor from standing, and the difference of two of them. Skin and strap "
    "move with the back: the confidence intervals of bias and limits allow for that, the figures themselves do not."
)
_MARKERS = (
    "This compares two definitions. hiphinge: tangents of the back's surface at S2, T12/L1 and C7. The "
    "markers: the pelvis as the line from the back to the front iliac spines, the chest as that from T10 to C7. The "
    "chest's line runs about midway between the tangents at its ends, so chest against pelvis is compared with lumbar "
    "plus half of thoracic flexion. Part of each difference comes from the definitions."
)
_KINDS = {
    "readings": ("What leaned how far at S2, T12/L1 and C7", _READINGS),
    "angles": ("Angles by another system", _ANGLES),
    "markers": ("Markers of motion capture", _MARKERS),
    "sensors": ("Motion sensors on the back", _SENSORS),
}


@dataclass(frozen=True, kw_only=True)
class _Tick:
    at: float
    label: str


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A level of the plot with the band of its 95 % confidence interval; ``label_at`` is where its name stands."""

    kind: str
    label: str
    at: float
    band_top: float
    band_height: float


@dataclass(frozen=True, kw_only=True)
class _Dot:
    x: float
    y: float
    words: str


@dataclass(frozen=True, kw_only=True)
class _Plot:
    """A plot after Bland and Altman, in the units of its drawing."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    x_ticks: tuple[_Tick, ...]
    y_ticks: tuple[_Tick, ...]
    lines: tuple[_Line, ...]
    dots: tuple[_Dot, ...]
    zero: float | None


@dataclass(frozen=True, kw_only=True)
class _Card:
    """One quantity as it is shown."""

    id: str
    title: str
    meaning: str
    headline: str
    rows: tuple[tuple[str, str, str], ...]
    warning: str
    plot: _Plot


def agreement_page(study: AgreementStudy) -> str:
    """Return the page as one HTML document that loads nothing and needs no script."""
    return filled(
        "agreement.html.j2",
        policy=policy(),
        style=style("agreement.css"),
        cards=[_card(one) for one in study.compared],
        too_few=[(title_of(id_), count) for id_, count in study.too_few.items()],
        unpaired=study.unpaired[:_MAX_UNPAIRED],
        unpaired_more=max(0, len(study.unpaired) - _MAX_UNPAIRED),
        unpaired_count=len(study.unpaired),
        notes=study.notes,
        kinds=[_KINDS[kind] for kind in study.kinds],
        by=study.by,
        versions=study.versions,
    )


def title_of(id_: str) -> str:
    """Return what a compared quantity is called."""
    return "Chest against pelvis" if id_ == _CHEST else QUANTITIES[id_].title


def _card(one: QuantityAgreement) -> _Card:
    found = one.agreement
    return _Card(
        id=one.id,
        title=title_of(one.id),
        meaning=_meaning(one.id),
        headline=_headline(one),
        rows=tuple(_rows(one)),
        warning=_warning(found.people, across=found.across),
        plot=_plot(one),
    )


def _meaning(id_: str) -> str:
    if id_ == _CHEST:
        return (
            "hiphinge: lumbar flexion plus half of thoracic flexion. Reference: the line from T10 to C7 against that "
            "of the iliac spines. Change from standing, degrees, flexion positive."
        )
    return f"{QUANTITIES[id_].meaning} Degrees; positive: {QUANTITIES[id_].sign}."


def _headline(one: QuantityAgreement) -> str:
    bias = one.agreement.bias.value
    way = "more" if bias > 0 else "less"
    low, high = (_signed(limit.value) for limit in (one.agreement.lower, one.agreement.upper))
    mean = f"On average hiphinge reads {abs(bias):.1f}° {way} (95 % confidence: {_between(one.agreement.bias)})."
    return f"{mean} Expect 95 % of differences between {low} and {high}."


def _rows(one: QuantityAgreement) -> Iterator[tuple[str, str, str]]:
    found = one.agreement
    yield "Pairs", f"{found.pairs} of {found.people} {'person' if found.people == 1 else 'people'}", ""
    yield "Bias (hiphinge minus reference)", _signed(found.bias.value), _between(found.bias)
    yield "Lower limit of agreement", _signed(found.lower.value), _between(found.lower)
    yield "Upper limit of agreement", _signed(found.upper.value), _between(found.upper)
    yield "Standard deviation of a difference", f"{found.sd:.1f}°", ""
    yield "Root mean square difference", f"{found.rms:.1f}°", ""
    if found.within_sd is not None and found.change_half_width is not None:
        yield "Standard deviation within a person", f"{found.within_sd:.1f}°", ""
        yield "A change within a person may be off by (90 %)", f"± {found.change_half_width:.1f}°", ""
    if one.interval_coverage is not None:
        yield (
            "References inside hiphinge's own 90 % interval",
            f"{one.interval_coverage:.0%}",
            "90 % if its intervals hold",
        )


def _warning(people: int, *, across: str) -> str:
    if across == "moments":
        return (
            "All moments are of one person, so the limits hold for that person only. Moments of one person resemble "
            "one another, so the confidence intervals are too narrow."
        )
    if people < _FEW_PEOPLE:
        return f"Only {people} people: the limits are wide guesses, as their confidence intervals say."
    return ""


def _signed(value: float) -> str:
    text = f"{value:+.1f}°"
    return text.replace("-", "−") if abs(value) >= 0.05 else "0.0°"  # noqa: PLR2004, RUF001  # rounds to nothing; a minus


def _between(value: EstimateWithCI) -> str:
    return f"{_signed(value.low)} to {_signed(value.high)}"


def _plot(one: QuantityAgreement) -> _Plot:
    found = one.agreement
    levels = [found.lower, found.bias, found.upper]
    x_low, x_high = _padded(one.mean.min(), one.mean.max())
    shown = [*one.difference, *(v for level in levels for v in (level.value, level.low, level.high)), 0.0]
    y_low, y_high = _padded(*_plot_range(shown, one))

    def x(value: float) -> float:
        return round(_LEFT + (value - x_low) / (x_high - x_low) * (_WIDTH - _LEFT - _RIGHT), 1)

    def y(value: float) -> float:
        inside = min(max(value, y_low), y_high)
        return round(_HEIGHT - _BOTTOM - (inside - y_low) / (y_high - y_low) * (_HEIGHT - _TOP - _BOTTOM), 1)

    names = ("lower limit", "bias", "upper limit")
    return _Plot(
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        right=_WIDTH - _RIGHT,
        top=_TOP,
        bottom=_HEIGHT - _BOTTOM,
        x_ticks=tuple(_Tick(at=x(v), label=_plain(v)) for v in _ticks(x_low, x_high)),
        y_ticks=tuple(_Tick(at=y(v), label=_plain(v)) for v in _ticks(y_low, y_high)),
        lines=tuple(
            _Line(
                kind="bias" if name == "bias" else "limit",
                label=f"{name} {_signed(level.value)}",
                at=y(level.value),
                band_top=y(level.high),
                band_height=round(y(level.low) - y(level.high), 1),
            )
            for name, level in zip(names, levels, strict=True)
        ),
        dots=tuple(
            _Dot(
                x=x(float(mean)),
                y=y(float(difference)),
                words=f"{person}: hiphinge {ours:.1f}°, reference {theirs:.1f}°",
            )
            for mean, difference, person, ours, theirs in zip(
                one.mean, one.difference, one.people, one.measured, one.reference, strict=True
            )
        ),
        zero=y(0.0),
    )


def _plot_range(shown: Sequence[float], one: QuantityAgreement) -> tuple[float, float]:
    """Return what the plot shows from and to: very wide confidence bands are cut, dots and limits never."""
    found = one.agreement
    must = [*one.difference, found.lower.value, found.upper.value, 0.0]
    room = 0.5 * (max(must) - min(must))
    return max(min(shown), min(must) - room), min(max(shown), max(must) + room)


def _padded(low: float, high: float) -> tuple[float, float]:
    room = max(0.08 * (high - low), 1.0)
    return float(low - room), float(high + room)


def _ticks(low: float, high: float) -> list[float]:
    step = next((s for s in _ROUND_STEPS if (high - low) / s <= _MAX_TICKS), _ROUND_STEPS[-1])
    return [float(v) for v in np.arange(np.ceil(low / step), np.floor(high / step) + 1) * step]


def _plain(value: float) -> str:
    return f"{value:.0f}°".replace("-", "−")  # noqa: RUF001  # a minus
