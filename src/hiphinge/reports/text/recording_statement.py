"""What is said of a recording itself: which stretch of it was measured and why not the others, and its times."""

from hiphinge.analysis import Analysis, RecordingStretch, Repetition
from hiphinge.catalogue import Catalogue
from hiphinge.motion import ViewLabel
from hiphinge.reports.text.numbers import clock, listed, spelled
from hiphinge.reports.text.sentences import SENTENCES, VIEWS

__all__ = [
    "statement_on_the_angle",
    "statement_on_the_feet",
    "statement_on_the_stretches",
    "statement_on_the_times",
]

_MOST_NAMED = 4
_SHOWN = {"front": "shown_in_front", "back": "shown_from_behind"}
_FEWER = "other_stretch"
_VIEW_REASONS = frozenset({"view_front", "view_back", "view_oblique"})


def statement_on_the_stretches(analysis: Analysis) -> str:
    """Return which part of the recording was measured, and why not the rest; empty where it is all of one piece."""
    measured = next((stretch for stretch in analysis.stretches if stretch.measured), None)
    if measured is None:
        return ""
    others = [stretch for stretch in analysis.stretches if not stretch.measured]
    named = sorted(others, key=lambda stretch: stretch.start_s - stretch.end_s)[:_MOST_NAMED]
    rest = [_named(stretch) for stretch in sorted(named, key=lambda stretch: stretch.start_s)]
    rest += (
        [SENTENCES["shorter_parts"].format(count=spelled(len(others) - len(named)))] if len(others) > len(named) else []
    )
    return SENTENCES["stretches"].format(
        count=spelled(len(analysis.stretches)),
        measured=_times(measured),
        view=_view(measured.view),
        others=listed(rest),
    )


def statement_on_the_angle(analysis: Analysis) -> str:
    """Return from which angle somebody was filmed and what that costs; empty where they were filmed from the side."""
    view = analysis.view
    if view.frontal:
        return SENTENCES["in_front"].format(view=VIEWS[view.label], shown=SENTENCES[_SHOWN[view.label]])
    if not view.turned or view.yaw_deg is None or view.yaw_error_deg is None:
        return ""
    return SENTENCES["at_an_angle"].format(degrees=round(view.yaw_deg), error=round(view.yaw_error_deg))


def statement_on_the_times(analysis: Analysis, catalogue: Catalogue) -> str:
    """Return what is said of a repetition that lasts longer or shorter than one can; empty where none does."""
    by_reason = {
        "repetition_too_long": max(analysis.counted, key=_lasts_s, default=None),
        "repetition_too_short": min(analysis.counted, key=_lasts_s, default=None),
    }
    limits = {name: catalogue.thresholds[f"repetition_{name}"].value for name in ("shortest", "longest")}
    for reason in analysis.not_measurable:
        repetition = by_reason.get(reason.id)
        if repetition is not None:
            lasts = f"{_lasts_s(repetition):.1f} s"
            return SENTENCES[reason.id].format(index=repetition.index, lasts=lasts, **limits) + f" {reason.do}"
    return ""


def statement_on_the_feet(analysis: Analysis) -> str:
    """Return when the feet, or the phone, moved between the first repetition and the last; empty where they stayed."""
    if analysis.side is None or not analysis.counted:
        return ""
    time_s = analysis.side.time_s
    first_s, last_s = analysis.counted[0].start_s, analysis.counted[-1].end_s
    middles_s = [float(time_s[start] + time_s[min(stop, len(time_s) - 1)]) / 2 for start, stop in analysis.side.moves]
    within = [clock(middle_s) for middle_s in middles_s if first_s < middle_s < last_s]
    return SENTENCES["feet_moved"].format(times=listed(within)) if within else ""


def _lasts_s(repetition: Repetition) -> float:
    return repetition.end_s - repetition.start_s


def _named(stretch: RecordingStretch) -> str:
    why = SENTENCES["part_fewer"].format(view=_view(stretch.view))
    if stretch.reason in _VIEW_REASONS:
        why = _view(stretch.view)
    elif stretch.reason != _FEWER:
        why = SENTENCES["part_unusable"]
    return f"{_times(stretch)} ({why})"


def _times(stretch: RecordingStretch) -> str:
    return f"{stretch.start_s:.1f} to {stretch.end_s:.1f} s"


def _view(label: ViewLabel) -> str:
    return VIEWS[label]
