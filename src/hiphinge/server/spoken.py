"""What the live coach and the camera of self-tests say aloud: rendered ahead, for browsers without their own voice."""

import re

from hiphinge.assessments import filmed_tests
from hiphinge.catalogue import Lesson, load

__all__ = ["lesson_lines", "spoken_in_tests", "spoken_texts"]

MOST_COUNTED = 30
COUNTED_S = 10
"""In a test that is held, the seconds are said so often."""
LAST_COUNTED = 3
"""Of a countdown, so many last seconds are said."""
COUNTDOWNS_S = (3, 5, 10)
SET_DONE = "Set done."
ONLY_SHOWN = ("live_back_own", "live_back_usual", "live_lite")
"""A tone is heard in their place, or nobody has to hear them while they lift."""


_BEGINS = re.compile(r"^Start filming(, and|,| and) |,? and start filming(?=\.)")
_ENDS = re.compile(r"\bstop filming\b", re.IGNORECASE)


def lesson_lines(lesson: Lesson) -> tuple[list[str], list[str]]:
    """Return what a lesson says before the set, and during it, to somebody before a camera that is on already.

    A lesson's text is written for a phone that records: what it says of filming is left out.
    """
    starts = next((at for at, line in enumerate(lesson.spoken) if _BEGINS.search(line)), len(lesson.spoken))
    after = [_BEGINS.sub("", line) for line in lesson.spoken[starts:] if not _ENDS.search(line)]
    return list(lesson.spoken[:starts]), [line[0].upper() + line[1:] for line in after]


def spoken_texts() -> tuple[str, ...]:
    """Return every sentence that is spoken, in order.

    The live phrases without a number in them, counts, cues of faults, and what lessons say.
    """
    catalogue = load()
    live = [
        phrase.text for id_, phrase in catalogue.phrases.items() if id_.startswith("live_") and id_ not in ONLY_SHOWN
    ]
    starting = catalogue.phrases["live_countdown"]
    return tuple(
        dict.fromkeys(
            [
                *(text for text in live if "{" not in text),
                *(starting.say(seconds=seconds) for seconds in COUNTDOWNS_S),
                SET_DONE,
                *map(str, range(1, MOST_COUNTED + 1)),
                *(fault.cue for fault in catalogue.faults.values()),
                *(line for each in _live_lessons() for part in lesson_lines(each) for line in part),
                *(each.estimate for each in _live_lessons()),
            ]
        )
    )


def spoken_in_tests() -> tuple[str, ...]:
    """Return every sentence that is spoken while a self-test is filmed, in order: countdown, what to do, seconds."""
    phrases = load().phrases
    protocols = [test.protocol for test in filmed_tests().values() if test.protocol is not None]
    longest_s = max(one.spoken.ends_s for one in protocols if one.spoken.counts_from_s)
    held = range(COUNTED_S, int(longest_s), COUNTED_S)
    return tuple(
        dict.fromkeys(
            [
                *(phrases["live_countdown"].say(seconds=seconds) for seconds in COUNTDOWNS_S),
                *map(str, range(1, LAST_COUNTED + 1)),
                *(line.said(side) for one in protocols for line in one.spoken.lines for side in one.filmed_sides),
                *(phrases["test_seconds"].say(seconds=seconds) for seconds in held),
                phrases["test_done"].text,
                phrases["live_no_camera"].text,
            ]
        )
    )


def _live_lessons() -> list[Lesson]:
    every = sorted(load().lessons.values(), key=lambda lesson: lesson.number)
    return [lesson for lesson in every if not lesson.calibrates]
