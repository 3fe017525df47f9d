"""A file for a laboratory says that hiphinge wrote it: the mark is read back, and a newer one is refused."""

import pytest

from hiphinge.documents import ANGLES, MARKERS, angles_marked, markers_mark, near_side_marked
from hiphinge.errors import InputFormatError


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_side_that_was_measured_comes_back(side: str) -> None:
    mark = markers_mark("left" if side == "left" else "right")
    assert "\t" not in mark
    assert near_side_marked(["PathFileType", mark], name="set.trc") == side


def test_files_of_others_have_no_mark() -> None:
    assert near_side_marked(["PathFileType", "4", "(X/Y/Z)"], name="set.trc") is None
    assert not angles_marked(["inDegrees=yes", "endheader"], name="set.mot")


def test_a_mark_without_a_side_says_none() -> None:
    assert near_side_marked([MARKERS.schema], name="set.trc") is None


def test_angles_that_hiphinge_wrote_are_known() -> None:
    assert angles_marked(["inDegrees=yes", f" {ANGLES.schema} "], name="set.mot")


def test_a_newer_mark_is_refused_by_name() -> None:
    with pytest.raises(InputFormatError, match=r"set\.trc.*newer"):
        near_side_marked([f"{MARKERS.name}/99 near_side=left"], name="set.trc")
    with pytest.raises(InputFormatError, match=r"set\.mot.*newer"):
        angles_marked([f"{ANGLES.name}/99"], name="set.mot")
