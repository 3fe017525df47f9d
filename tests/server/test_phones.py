"""A code lets one phone in, once and for minutes; guesses are slowed down, and a phone can be removed."""

from dataclasses import dataclass

import pytest

from hiphinge.server.phones import CODE_LASTS_S, SESSION_LASTS_S, Phones, Refusal


@dataclass
class Clock:
    time_s: float = 1_000_000.0

    def __call__(self) -> float:
        return self.time_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def phones(clock: Clock) -> Phones:
    return Phones(clock)


def enter(phones: Phones, text: str, address: str = "192.168.1.7") -> "str | Refusal":
    return phones.let_in(text, address=address, name="iPhone")


def test_a_code_lets_one_phone_in_once(phones: Phones) -> None:
    assert phones.code is None
    code = phones.new_code()
    assert phones.code == code
    token = enter(phones, code.text)
    assert isinstance(token, str)
    found = phones.phone_of(token)
    assert found is not None
    assert (found.name, found.address) == ("iPhone", "192.168.1.7")
    assert phones.code is None
    assert enter(phones, code.text) is Refusal.WRONG
    assert len(phones.all()) == 1


def test_a_code_may_be_typed_as_it_is_read(phones: Phones) -> None:
    words = phones.new_code().words
    assert len(words) == 11
    assert isinstance(enter(phones, f" {words.lower().replace('-', ' ')} "), str)


def test_a_code_is_over_after_ten_minutes(phones: Phones, clock: Clock) -> None:
    code = phones.new_code()
    clock.time_s += CODE_LASTS_S - 0.1
    assert phones.code == code
    clock.time_s += 0.2
    assert phones.code is None
    assert enter(phones, code.text) is Refusal.WRONG


def test_a_new_code_takes_the_place_of_the_old_one(phones: Phones) -> None:
    old, new = phones.new_code(), phones.new_code()
    assert old.text != new.text
    assert enter(phones, old.text) is Refusal.WRONG
    assert isinstance(enter(phones, new.text), str)


def test_codes_have_no_letter_that_is_taken_for_another(phones: Phones) -> None:
    letters = set("".join(phones.new_code().text for _ in range(300)))
    assert letters.isdisjoint("01OIL")
    assert len(letters) == 31


def test_guesses_of_one_address_are_slowed_down_even_when_they_are_right(phones: Phones, clock: Clock) -> None:
    code = phones.new_code()
    assert [enter(phones, "WRONG") for _ in range(6)] == [Refusal.WRONG] * 5 + [Refusal.TOO_MANY]
    assert enter(phones, code.text) is Refusal.TOO_MANY
    assert isinstance(enter(phones, code.text, "192.168.1.8"), str), "another phone is not held up by it"
    code = phones.new_code()
    clock.time_s += 61
    assert isinstance(enter(phones, code.text), str)


def test_guesses_of_many_addresses_are_slowed_down_together(phones: Phones) -> None:
    phones.new_code()
    found = [enter(phones, "WRONG", f"192.168.1.{number}") for number in range(200)]
    assert found.count(Refusal.WRONG) == 30


@pytest.mark.parametrize("text", ["", "é" * 10, "\x00", "-", "\uff12" * 10])
def test_what_is_no_code_is_wrong(phones: Phones, text: str) -> None:
    assert enter(phones, text) is Refusal.WRONG
    phones.new_code()
    assert enter(phones, text) is Refusal.WRONG


def test_a_phone_is_in_until_it_is_removed_or_its_time_is_over(phones: Phones, clock: Clock) -> None:
    first, second = (enter(phones, phones.new_code().text) for _ in range(2))
    assert isinstance(first, str)
    assert isinstance(second, str)
    found = phones.phone_of(first)
    assert found is not None
    phones.remove(found.id)
    assert phones.phone_of(first) is None
    assert phones.phone_of(second) is not None
    phones.remove("nobody")
    clock.time_s += SESSION_LASTS_S
    assert phones.phone_of(second) is None
    assert phones.all() == ()


def test_what_a_phone_shows_is_not_kept(phones: Phones) -> None:
    token = enter(phones, phones.new_code().text)
    assert isinstance(token, str)
    assert len(token) >= 40
    assert token not in repr(vars(phones))
