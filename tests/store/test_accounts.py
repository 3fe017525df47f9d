"""Accounts and the people whom they see, added together or not at all."""

import pytest

from hiphinge.errors import InputMissingError, UsageError
from hiphinge.store import Role, Store


def test_whom_a_coach_adds_is_seen_by_them_from_the_beginning(store: Store) -> None:
    coach = store.accounts.add("coach", role=Role.COACH, password="kept")  # noqa: S106  # of nobody
    ana = store.accounts.add_coached(coach.id, "Ana", adult=True, zone="Europe/Vienna")
    assert store.accounts.people_of(coach)[0] == {ana.id}
    with pytest.raises(UsageError, match="already a person called"):
        store.accounts.add_coached(coach.id, "ana", adult=True, zone="UTC")
    with pytest.raises(UsageError, match="18 or older"):
        store.accounts.add_coached(coach.id, "Bo", adult=False, zone="UTC")
    assert store.people.all() == (ana,)


def test_nobody_is_added_for_an_account_that_is_gone(store: Store) -> None:
    with pytest.raises(InputMissingError, match="may have been removed"):
        store.accounts.add_coached("0" * 32, "Ana", adult=True, zone="UTC")
    assert store.people.all() == ()
