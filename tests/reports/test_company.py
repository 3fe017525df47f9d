"""Who is in the video: the image of everybody's place, and how to follow another."""

from dataclasses import replace

from hiphinge.analysis import Analysis
from hiphinge.motion import EVERYBODY
from hiphinge.reports.build import build_report
from hiphinge.reports.company import company_section
from hiphinge.reports.page import html_page


def among(analysis: Analysis, *boxes: list[float] | None) -> Analysis:
    """Return the analysis of a video in which everybody is in these boxes, pixels; the second is followed."""
    origin = analysis.motion.origin
    details = {**origin.details, EVERYBODY: {"time_s": 2.0, "followed": 2, "boxes_px": list(boxes)}}
    seen = replace(origin, size_px=(640, 480), details=details)
    return replace(analysis, motion=replace(analysis.motion, origin=seen), recording=None)


def test_everybody_is_drawn_to_the_scale_of_the_image(five_hinges: Analysis) -> None:
    section = company_section(among(five_hinges, [10.0, 20.0, 100.0, 200.0], [300.0, 40.0, 120.0, 240.0]))
    assert section is not None
    assert (section.width, section.height) == (320, 240)
    assert [(one.number, one.followed, one.box) for one in section.people] == [
        (1, False, (5.0, 10.0, 50.0, 100.0)),
        (2, True, (150.0, 20.0, 60.0, 120.0)),
    ]


def test_one_person_needs_no_image(five_hinges: Analysis) -> None:
    assert company_section(among(five_hinges, [10.0, 20.0, 100.0, 200.0])) is None
    assert company_section(five_hinges) is None


def test_a_tap_says_how_to_follow_another(five_hinges: Analysis) -> None:
    boxes = ([10.0, 20.0, 100.0, 200.0], [300.0, 40.0, 120.0, 240.0], None)
    page = html_page(build_report(among(five_hinges, *boxes)))
    assert 'href="#follow-1"' in page
    assert "--follow 1</code>" in page
    assert "Person 2 was followed" in page
    assert "--follow 2</code>" not in page
    assert 'id="follow-3"' not in page
