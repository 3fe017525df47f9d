"""Whether a video passes what was practised: lessons; how the movement is measured belongs to `analysis`."""

from hiphinge.assessments.lessons import LessonResult, MarkResult, judge_lesson

__all__ = ["LessonResult", "MarkResult", "judge_lesson"]
