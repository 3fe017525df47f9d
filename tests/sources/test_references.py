from pathlib import Path

import pytest

from hiphinge.errors import InputFormatError, InputMissingError
from hiphinge.sources.references import read_references


def table(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def test_readings_and_angles_are_read(tmp_path: Path) -> None:
    rows = read_references(
        table(
            tmp_path / "t.csv",
            "recording,person,moment,time_s,repetition,S2_deg,t12_deg,lumbar_flexion_deg,note",
            "a.mp4,P1,standing,,,12,-8,,straws",
            "a.mp4,P1,bottom,3.2,,58°,61.5,,",
            "",
            "b.mp4,P2,,,2,,,31,",
        )
    )
    parsed = [(r.line, r.standing, r.time_s, r.repetition) for r in rows]
    assert parsed == [(2, True, None, None), (3, False, 3.2, None), (5, False, None, 2)]
    assert dict(rows[1].readings) == {"s2_deg": 58.0, "t12_deg": 61.5}
    assert dict(rows[2].angles) == {"lumbar_flexion_deg": 31.0}
    assert (rows[2].recording, rows[2].person) == ("b.mp4", "P2")


def test_a_table_of_a_country_with_commas_in_its_numbers_is_read(tmp_path: Path) -> None:
    (row,) = read_references(table(tmp_path / "t.csv", "time_s;pelvis_tilt_deg", "3,25;41,5"))
    assert (row.time_s, dict(row.angles)) == (3.25, {"pelvis_tilt_deg": 41.5})


def test_a_line_may_name_markers(tmp_path: Path) -> None:
    (row,) = read_references(table(tmp_path / "t.csv", "recording,markers,offset_s", "a.mp4,a.trc,-1.5"))
    assert (row.markers, row.offset_s) == ("a.trc", -1.5)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (("time_s,lumbar_flexon_deg", "1,2"), "Did you mean lumbar_flexion_deg"),
        (("time_s,person", "1,P1"), "what was measured"),
        (("time_s,pelvis_tilt_deg",), "no lines"),
        (("time_s,pelvis_tilt_deg", "1,much"), "line 2: pelvis_tilt_deg should be a number"),
        (("time_s,pelvis_tilt_deg", "1,"), "has none"),
        (("time_s,pelvis_tilt_deg", ",30"), "one of the two"),
        (("time_s,repetition,pelvis_tilt_deg", "1,1,30"), "one of the two"),
        (("repetition,pelvis_tilt_deg", "0,30"), "below 1"),
        (("moment,time_s,s2_deg", "top,1,30"), "'standing' or 'bottom'"),
        (("time_s,s2_deg", "1,400"), "beyond 180"),
        (("",), "what was measured"),
        (("time_s,pelvis_tilt_deg,pelvis_tilt_deg", "1,30,40"), "'pelvis_tilt_deg' 2 times"),
    ],
)
def test_what_cannot_be_paired_is_refused_with_its_line(tmp_path: Path, lines: tuple[str, ...], message: str) -> None:
    with pytest.raises(InputFormatError, match=message):
        read_references(table(tmp_path / "t.csv", *lines))


def test_a_table_that_is_not_there_is_reported(tmp_path: Path) -> None:
    with pytest.raises(InputMissingError):
        read_references(tmp_path / "t.csv")
