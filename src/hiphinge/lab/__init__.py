"""The hinge as a system to play with, without a video: a body in balance, what it asks, and two side by side."""

from hiphinge.lab.answer import DRIFT_CM, MOST_HELD_NM, Answer, Cause, Difference, Ranged, answer, difference
from hiphinge.lab.figure import Figure, Point, figure_of, standing_figure
from hiphinge.lab.own_lift import setting_of
from hiphinge.lab.presets import BENDS, PAIRS, PRESETS, Pair, Preset, pair, preset, with_bend
from hiphinge.lab.setting import CHOICES, SLIDERS, Setting, Slider

__all__ = [
    "BENDS",
    "CHOICES",
    "DRIFT_CM",
    "MOST_HELD_NM",
    "PAIRS",
    "PRESETS",
    "SLIDERS",
    "Answer",
    "Cause",
    "Difference",
    "Figure",
    "Pair",
    "Point",
    "Preset",
    "Ranged",
    "Setting",
    "Slider",
    "answer",
    "difference",
    "figure_of",
    "pair",
    "preset",
    "setting_of",
    "standing_figure",
    "with_bend",
]
