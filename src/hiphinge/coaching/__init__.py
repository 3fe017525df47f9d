"""What to do next: from findings to one cue, one drill and the next set, and how much to report of it."""

from hiphinge.coaching.advice import advise
from hiphinge.coaching.feedback import Feedback, asks_first, feedback_after
from hiphinge.coaching.pain import pain_advice
from hiphinge.coaching.praise import praised
from hiphinge.coaching.readiness import Readiness, questions, readiness

__all__ = [
    "Feedback",
    "Readiness",
    "advise",
    "asks_first",
    "feedback_after",
    "pain_advice",
    "praised",
    "questions",
    "readiness",
]
