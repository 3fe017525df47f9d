"""What to do next: from findings to one cue, one drill and the next set."""

from hiphinge.coaching.advice import advise

__all__ = ["advise"]
