"""Identifiers sort by age, whatever the clock does."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from hiphinge.store.columns import ENTRY_DIGITS, new_id, new_ids


@pytest.mark.parametrize("back_ms", [0, 5_000])
def test_identifiers_sort_by_age_within_a_millisecond_and_where_the_clock_is_set_back(
    back_ms: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = new_id()
    still = time.time_ns() - back_ms * 1_000_000
    monkeypatch.setattr("hiphinge.store.columns.time.time_ns", lambda: still)
    ids = [before, *(new_id() for _ in range(5_000))]
    assert ids == sorted(ids)
    assert len({id_[:ENTRY_DIGITS] for id_ in ids}) == len(ids)
    assert {len(id_) for id_ in ids} == {32}


def test_what_is_entered_at_once_shares_its_first_digits_with_nothing_else() -> None:
    first, second = new_ids(3), new_ids(3)
    assert [id_[:ENTRY_DIGITS] for id_ in first] == [first[0][:ENTRY_DIGITS]] * 3
    assert [*first, *second] == sorted({*first, *second})
    assert first[0][:ENTRY_DIGITS] != second[0][:ENTRY_DIGITS]


def test_threads_never_share_an_identifier() -> None:
    with ThreadPoolExecutor(4) as pool:
        ids = [id_ for many in pool.map(lambda _: [new_id() for _ in range(2_000)], range(4)) for id_ in many]
    assert len(set(ids)) == 8_000
