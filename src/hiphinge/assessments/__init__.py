"""Whether a video passes what was practised: lessons; what a drill's wall feels; measuring belongs to `analysis`."""

from hiphinge.assessments.lessons import LessonResult, MarkResult, judge_lesson
from hiphinge.assessments.wall_touch import WallFound, WallTouch, WallWatch

__all__ = ["LessonResult", "MarkResult", "WallFound", "WallTouch", "WallWatch", "judge_lesson"]
