"""The study of the bar: its table, and what counts as exact enough."""

from validation.bar.scoring import BarScore, RiseScore, table, within

EXACT = RiseScore(height_m=0.003, mean_velocity=-0.004, peak_velocity=0.01, shape_m=0.002, scale=0.006)
OFF = RiseScore(height_m=-0.03, mean_velocity=0.05, peak_velocity=0.1, shape_m=0.02, scale=-0.03)
SCORES = [
    BarScore(name="a", yaw_deg=4.0, why_not="", rises=(EXACT, OFF)),
    BarScore(name="b", yaw_deg=-9.0, why_not="plate_not_found", rises=()),
]


def test_the_table_has_a_row_for_each_quantity_and_counts_rises() -> None:
    lines = table(SCORES).splitlines()
    assert len(lines) == 7
    assert lines[3].startswith("| mean velocity | 2 | 0.027 m/s |")
    assert all("| - |" in line for line in table(SCORES[1:]).splitlines()[2:])


def test_it_says_how_many_clips_are_measured_and_how_many_rises_are_exact() -> None:
    assert within(SCORES) == "1 of 2 clips measured; as exact as is asked: mean velocity 50%, path 50%, scale 50%."
    assert within(SCORES[1:]) == "0 of 1 clips measured; as exact as is asked: -."


def test_a_line_names_the_clip_and_why_it_has_nothing() -> None:
    assert SCORES[1].line().startswith("b yaw -9 plate_not_found")
    assert "scale +0.6%" in SCORES[0].line()
