"""Words for people: numbers, sentences and the paragraph, as data and plain text; no markup and no drawing.

What needs an analysis, `paragraph` and `table`, is imported from there, so that words alone load nothing else.
"""

from hiphinge.reports.text.numbers import (
    Units,
    chance,
    clock,
    is_informative,
    listed,
    load,
    spelled,
    spoken,
    spoken_range,
    stature,
    with_interval,
)

__all__ = [
    "Units",
    "chance",
    "clock",
    "is_informative",
    "listed",
    "load",
    "spelled",
    "spoken",
    "spoken_range",
    "stature",
    "with_interval",
]
