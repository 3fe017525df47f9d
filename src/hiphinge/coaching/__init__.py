"""What to do next: from findings to one cue, one drill and the next set, and how much to tell of it."""

from hiphinge.coaching.advice import advise
from hiphinge.coaching.feedback import Feedback, feedback_after

__all__ = ["Feedback", "advise", "feedback_after"]
