"""Words for people: numbers, sentences and the paragraph, as data and plain text; no markup and no drawing."""

from hiphinge.reports.text.numbers import (
    Units,
    chance,
    clock,
    listed,
    load,
    spelled,
    spoken,
    spoken_range,
    stature,
    with_interval,
)
from hiphinge.reports.text.paragraph import Paragraph, paragraph
from hiphinge.reports.text.table import RepetitionTable, repetition_table, terminal_text

__all__ = [
    "Paragraph",
    "RepetitionTable",
    "Units",
    "chance",
    "clock",
    "listed",
    "load",
    "paragraph",
    "repetition_table",
    "spelled",
    "spoken",
    "spoken_range",
    "stature",
    "terminal_text",
    "with_interval",
]
