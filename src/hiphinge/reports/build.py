"""Puts the parts of a report together from an analysis and the images of its moments; nothing is computed."""

from collections.abc import Mapping

from hiphinge.analysis import Analysis
from hiphinge.assessments import LessonResult
from hiphinge.catalogue import Catalogue, load
from hiphinge.reports.backs import back_section
from hiphinge.reports.bars import bar_section
from hiphinge.reports.cards import finding_cards, repetition_cards
from hiphinge.reports.carried import carried_section
from hiphinge.reports.charting import player
from hiphinge.reports.company import company_section
from hiphinge.reports.comparing import compare
from hiphinge.reports.figures import Studio, image_height
from hiphinge.reports.learning import taught
from hiphinge.reports.lesson_results import lesson_card
from hiphinge.reports.lettering import Image
from hiphinge.reports.method import facts, gaps, seen, thresholds
from hiphinge.reports.model import NextSet, Provenance, Report, VideoRef
from hiphinge.reports.moments import needed_times
from hiphinge.reports.numbers_table import numbers_table
from hiphinge.reports.poses import PoseTrack, pose_track
from hiphinge.reports.scales import back_scale
from hiphinge.reports.sheets import Sheet
from hiphinge.reports.text import Units
from hiphinge.reports.text.paragraph import paragraph
from hiphinge.reports.text.sentences import GRADES, INTENDED_USE
from hiphinge.reports.text.table import repetition_table

__all__ = ["build_report"]


def build_report(
    analysis: Analysis,
    *,
    frames: Mapping[float, Image] | None = None,
    video: VideoRef | None = None,
    provenance: Provenance | None = None,
    units: Units = "metric",
    blur_faces: bool = True,
    lesson: LessonResult | None = None,
) -> Report:
    """Return a report as data; nothing is added to what ``analysis`` found.

    Parameters
    ----------
    frames
        Upright images ``[row, column, red-green-blue]`` of 8 bits by their time in seconds, for the moments of
        `needed_times`; smaller than the original by any factor. Without them the report has no photographs.
    units
        ``imperial`` gives loads and stature in pounds, feet and inches.
    blur_faces, video, lesson
        Whether the face is made unrecognisable in all images; the video, for a page that can open it; what became of
        the lesson that was filmed, where it was one.
    """
    catalogue = load()
    track = pose_track(analysis)
    studio = _studio(analysis, frames or {}, track, blur_faces=blur_faces)
    return Report(
        source=analysis.motion.origin.name,
        exercise=catalogue.exercises[analysis.exercise].name,
        duration=f"{analysis.motion.origin.duration_s:.0f} s" if analysis.motion.origin.duration_s else "",
        refused=not analysis.counted,
        video_again=not analysis.counted or not analysis.view.usable,
        paragraph=paragraph(analysis, catalogue=catalogue),
        next_set=_next_set(analysis, catalogue),
        lesson=None if lesson is None else lesson_card(lesson),
        comparison=compare(analysis, catalogue=catalogue, track=track, studio=studio),
        table=repetition_table(analysis, catalogue=catalogue),
        repetitions=repetition_cards(analysis, catalogue=catalogue, studio=studio),
        numbers=numbers_table(analysis, catalogue=catalogue),
        findings=finding_cards(analysis, catalogue=catalogue, studio=studio),
        back=back_section(analysis),
        lessons=_lessons(analysis, catalogue, lesson),
        player=player(analysis, track=track, catalogue=catalogue),
        not_measured=gaps(analysis, catalogue=catalogue),
        method=facts(analysis, provenance=provenance or Provenance(), units=units),
        thresholds=thresholds(analysis, catalogue=catalogue) if analysis.counted else (),
        intended_use=INTENDED_USE,
        video=video,
        seen=seen(analysis),
        back_scale=back_scale(analysis, catalogue=catalogue),
        bar=bar_section(analysis),
        company=company_section(analysis),
        carried=carried_section(analysis),
    )


def _lessons(analysis: Analysis, catalogue: Catalogue, lesson: LessonResult | None) -> tuple[Sheet, ...]:
    if not analysis.counted:
        return ()
    return taught(analysis, catalogue=catalogue, lesson=None if lesson is None else lesson.lesson)


def _studio(
    analysis: Analysis, frames: Mapping[float, Image], track: PoseTrack | None, *, blur_faces: bool
) -> Studio | None:
    if track is None or track.size is None or not frames:
        return None
    height = image_height(len(needed_times(analysis)))
    return Studio(analysis=analysis, frames=frames, track=track, height_px=height, blur_faces=blur_faces)


def _next_set(analysis: Analysis, catalogue: Catalogue) -> NextSet | None:
    advice = analysis.advice
    if advice is None:
        return None
    drill = catalogue.drills.get(advice.drill_id) if advice.drill_id else None
    fault = catalogue.faults.get(advice.finding) if advice.finding else None
    return NextSet(
        finding=None if fault is None else fault.id,
        cue=advice.cue,
        drill=advice.drill or "",
        drill_id=advice.drill_id,
        drill_how=tuple(drill.how) if drill else (),
        next=advice.next,
        why=advice.why if fault is None else " ".join(advice.why.replace(fault.why, " ").split()),
        grade=advice.grade or "",
        grade_words=GRADES.get(advice.grade or "", ""),
    )
