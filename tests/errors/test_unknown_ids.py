"""An unknown name is answered with the names that were probably meant, and with all that are known."""

from collections.abc import Callable

import pytest

from hiphinge.catalogue import load
from hiphinge.errors import UnknownIdError
from hiphinge.estimators import estimator_named
from hiphinge.exports import export_named
from hiphinge.reports.sheets import sheet
from hiphinge.workflow.lessons import lesson_named


def test_the_nearest_names_come_first_and_then_all() -> None:
    error = UnknownIdError.of("aple", kind="fruit", known=("pear", "apple", "pineapple"))
    assert str(error) == "No fruit is called 'aple'. Did you mean apple or pineapple? Known: pear, apple, pineapple."
    assert error.exit_code == 2


def test_other_names_are_offered_where_they_are_near_and_never_listed() -> None:
    error = UnknownIdError.of("Aplle", kind="fruit", known=("pome",), also=("apple",))
    assert str(error) == "No fruit is called 'Aplle'. Did you mean apple? Known: pome."


def test_case_hyphens_and_spaces_do_not_matter() -> None:
    assert "Did you mean good_morning?" in str(
        UnknownIdError.of("Good-Mornng", kind="exercise", known=("good_morning", "swing"))
    )


def test_nothing_is_offered_where_nothing_is_near_or_known() -> None:
    assert str(UnknownIdError.of("xyz", kind="fruit", known=())) == "No fruit is called 'xyz'. Known: none."


@pytest.mark.parametrize(
    ("ask", "name", "meant"),
    [
        (load().exercise, "deadlif", "deadlift"),
        (load().exercise, "romanian_dedlift", "romanian_deadlift"),
        (export_named, "xslx", "xlsx"),
        (estimator_named, "blazpose", "blazepose"),
        (sheet, "back_give", "back_gives"),
    ],
)
def test_what_users_type_is_answered_with_what_they_meant(ask: Callable[[str], object], name: str, meant: str) -> None:
    with pytest.raises(UnknownIdError, match=rf"Did you mean .*\b{meant}\b"):
        ask(name)


def test_a_lesson_is_found_near_its_name() -> None:
    lesson = next(iter(load().lessons.values()))
    with pytest.raises(UnknownIdError, match=rf"Did you mean .*\b{lesson.id}\b"):
        lesson_named(f"{lesson.id}s")
