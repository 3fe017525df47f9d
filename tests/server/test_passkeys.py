"""Passkeys: added with the password, signed in with once for each question, and refused where anything is not right."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.server.authenticator import PRESENT, Authenticator
from tests.server.gym import PASSWORD, URL, session_of

from hiphinge.server import passkeys
from hiphinge.server.shared import SharedPlace
from hiphinge.store import Role

if TYPE_CHECKING:
    from tests.server.gym import Gym


def added(gym: "Gym", name: str = "ana") -> Authenticator:
    gym.add(name, Role.LIFTER)
    device, browser = Authenticator(URL, "gym.test"), gym.browser(name)
    assert browser.post("/account/passkeys", data={"password": "wrong"}).status_code == 422
    asked = browser.post("/account/passkeys", data={"password": PASSWORD}).json()
    answer = {"credential": device.registered(asked), "name": "phone"}
    assert browser.post("/account/passkeys/answer", data=answer).json() == {"to": "/account?done=passkey"}
    assert browser.post("/account/passkeys/answer", data=answer).status_code == 422, "it counts once"
    return device


def asked(gym: "Gym") -> Any:
    return gym.fresh().post("/sign-in/passkey").json()


def signs_in(gym: "Gym", answer: str) -> bool:
    browser = gym.fresh()
    found = browser.post("/sign-in/passkey/answer", data={"credential": answer, "to": "/log"})
    assert found.status_code == (200 if session_of(browser) else 422), found.text
    return bool(session_of(browser)) and browser.get("/account").status_code == 200


def test_a_passkey_signs_in_and_its_answer_counts_once(gym: "Gym") -> None:
    device = added(gym)
    answer = device.signed(asked(gym))
    assert signs_in(gym, answer)
    assert not signs_in(gym, answer), "replayed"
    assert signs_in(gym, device.signed(asked(gym)))
    kept = gym.store.signing_in.passkeys(gym.store.accounts.all()[0].id)
    assert [(one.name, one.sign_count) for one in kept] == [("phone", 2)]
    gym.browser("ana").post("/account/passkeys/remove", data={"which": kept[0].id})
    assert not signs_in(gym, device.signed(asked(gym)))


def test_what_is_not_right_signs_nobody_in(gym: "Gym", monkeypatch: pytest.MonkeyPatch) -> None:
    device = added(gym)
    other = Authenticator(URL, "gym.test")
    wrong = {
        "another site": replace(device, origin="https://evil.example"),
        "another host": replace(device, host="evil.example"),
        "another key": replace(other, id=device.id),
        "an unknown device": other,
        "nobody was asked for a finger": replace(device, flags=PRESENT),
    }
    for why, one in wrong.items():
        assert not signs_in(gym, one.signed(asked(gym))), why
    assert not signs_in(gym, device.signed({"challenge": "bm9ib2R5IGFza2VkIHRoaXM"})), "never asked"
    assert signs_in(gym, device.signed(asked(gym)))
    device.count = -1
    assert not signs_in(gym, device.signed(asked(gym))), "a copy of the device, whose count goes back"
    device.count = 9
    late = asked(gym)
    monkeypatch.setattr(passkeys, "_CHALLENGE_LASTS_S", -1.0)
    assert not signs_in(gym, device.signed(late)), "too late"


def test_a_question_to_one_account_is_no_question_to_another(gym: "Gym") -> None:
    added(gym)
    gym.add("bo", Role.LIFTER)
    mine = gym.browser("ana").post("/account/passkeys", data={"password": PASSWORD}).json()
    device = Authenticator(URL, "gym.test")
    answer = {"credential": device.registered(mine), "name": "phone"}
    assert gym.browser("bo").post("/account/passkeys/answer", data=answer).status_code == 422
    assert not signs_in(gym, device.signed(mine))


def test_an_address_of_numbers_has_no_passkeys() -> None:
    assert not SharedPlace("https://192.168.1.20:8443").has_name
    assert not SharedPlace("https://[fd00::1]:8443").has_name
    assert SharedPlace("https://gym.example.org").has_name
