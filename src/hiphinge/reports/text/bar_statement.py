"""What is said of the bar: how fast it was, how much slower it got, what scale that rests on; each with its error."""

from collections.abc import Sequence

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.catalogue import load
from hiphinge.reports.text.numbers import spoken
from hiphinge.reports.text.sentences import SENTENCES

__all__ = ["statement_on_the_bar", "statement_on_the_scale"]

_SPEED, _LOSS = "bar_mean_velocity", "bar_velocity_loss"


def statement_on_the_bar(analysis: Analysis) -> str:
    """Return how fast the bar went up in the first repetition and the last, with the error; empty where unknown.

    The error is that of the path: where nobody gave the plate's diameter, the sentence says which was assumed.
    """
    speeds = [(r, m) for r in analysis.counted if (m := measured(r, _SPEED)) is not None]
    if not speeds:
        return ""
    (first, fast), (last, slow) = speeds[0], speeds[-1]
    half = load().accuracy[_SPEED].absolute if fast.interval is None else fast.interval.high - fast.value
    words = {"first": spoken(fast.value, "m/s"), "last": spoken(slow.value, "m/s")}
    words["half"] = f"{half:.2f}{_assumed(analysis)}"
    if first is last:
        return SENTENCES["bar_one"].format(**words)
    loss = measured(last, _LOSS)
    key = "bar_set_alike" if words["first"] == words["last"] else "bar_set"
    said = SENTENCES[key].format(**words, repetition=first.index, other=last.index)
    if loss is None or loss.repeatability is None or loss.value <= 0:
        return said
    key = "bar_slower" if loss.value > loss.repeatability else "bar_as_fast"
    words = {"loss": f"{loss.value:.0f}", "half": f"{loss.repeatability:.0f}", "fastest": _fastest(speeds)}
    return f"{said} {SENTENCES[key].format(**words)}"


def _assumed(analysis: Analysis) -> str:
    bar = analysis.bar
    return "" if bar is None or bar.plate_given else SENTENCES["bar_assumed"].format(plate=f"{bar.plate_mm:g}")


def _fastest(speeds: Sequence[tuple[Repetition, Measurement]]) -> str:
    """Return the fastest repetition in words, with its number and its speed where they were not said."""
    repetition, speed = max(speeds, key=lambda pair: pair[1].value)
    other = f"the fastest, repetition {repetition.index} at {spoken(speed.value, 'm/s')}"
    return "the fastest" if repetition is speeds[0][0] else other


def statement_on_the_scale(analysis: Analysis) -> str:
    """Return what the metres of the bar's path rest on: the plate, and how stature agrees; empty without a path."""
    bar = analysis.bar
    if bar is None:
        return ""
    given = "as given" if bar.plate_given else "assumed; give its diameter if it has another one"
    said = SENTENCES["bar_scale"].format(
        plate=f"{bar.plate_mm:g}", given=given, scale=f"{1000 * bar.metres_per_px:.2f}"
    )
    if bar.scale_doubt > load().thresholds["plate_scales_apart"].value / 200:
        said = f"{said} {SENTENCES['bar_rulers_apart'].format(apart=f'{200 * bar.scale_doubt:.0f}')}"
    if bar.nearer is None or bar.body_metres_per_px is None:
        return f"{said} {SENTENCES['bar_no_stature']}"
    low, high = (load().thresholds[id_].value for id_ in ("plate_nearer_least", "plate_nearer_most"))
    key = "bar_scales_agree" if low <= bar.nearer <= high else "bar_scales_disagree"
    words = {"body": f"{1000 * bar.body_metres_per_px:.2f}", "more": f"{100 * (bar.nearer - 1):.0f}"}
    return f"{said} {SENTENCES[key].format(**words)}"


def measured(repetition: Repetition, id_: str) -> Measurement | None:
    """Return a measurement of a repetition, or None where there is none."""
    found = repetition.measurements.get(id_)
    return found if isinstance(found, Measurement) else None
