"""Tables by yaw: what a clip shows is in its row, and half-widths are of those who were filmed at an angle."""

from dataclasses import replace

from validation.view.scoring import QUANTITIES_SEEN, ClipScore
from validation.view.tables import half_widths, table

from hiphinge.motion import View

OBLIQUE = View(label="oblique", facing="left", yaw_deg=44.0, yaw_error_deg=8.0, usable=True, toward=False)
SCORE = ClipScore(
    name="one",
    kind="hinge",
    true_yaw_deg=-40.0,
    view=OBLIQUE,
    counts=(3, 2, 2),
    patterns=(True, False, None),
    from_standing_deg=dict.fromkeys(QUANTITIES_SEEN, 3.0),
    bottoms=dict.fromkeys(QUANTITIES_SEEN, ((2.0, 1.0, True), (6.0, 5.0, False))),
)


def test_a_row_of_each_yaw() -> None:
    other = replace(SCORE, true_yaw_deg=5.0, view=replace(OBLIQUE, label="side", yaw_deg=6.0))
    head, _, near, front, far = table([SCORE, other, replace(SCORE, true_yaw_deg=70.0)]).splitlines()
    assert near.startswith("| 0 to 20° | 1 | 1 | 1.0° |")
    held = " | ".join(["50% of 2"] * 4)
    assert far == f"| 40 to 60°, from behind | 1 | 1 | 4.0° | 0.800 | 1 of 2 | 3.0° | 3.0° | 3.0° | {held} |"
    assert front.startswith("| 60 to 90° | 1 | 1 | 26.0° |")
    assert head.count("|") == far.count("|")


def test_half_widths_are_of_views_at_an_angle() -> None:
    lines = half_widths([SCORE, replace(SCORE, view=replace(OBLIQUE, label="side"))])
    assert "| trunk_inclination_deg | 40 to 60° | 2 | 5.6 | 4.6 | 4 |" in lines


def test_a_line_says_the_clip() -> None:
    assert SCORE.line().startswith("one hinge")
    assert "-44" in SCORE.line()
