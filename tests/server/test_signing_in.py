"""Coming in, signing in and out, passwords, invitations, and what each account sees of the others: nothing."""

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from tests.server.gym import PASSWORD, URL, session_of

from hiphinge.errors import UsageError
from hiphinge.server.passwords import MOST_OF_BOTH
from hiphinge.server.shared import SESSION_COOKIE, SharedPlace
from hiphinge.store import Role

if TYPE_CHECKING:
    from tests.server.gym import Gym

FIELDS = {"password": "three plates a side", "again": "three plates a side", "adult": "yes", "zone": "Europe/Vienna"}


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(gym: "Gym") -> None:
    gym.add("ana", Role.LIFTER, person=gym.person("Ana"))
    browser = gym.browser()
    answer = browser.get("/log")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?to=/log")
    assert browser.get("/api/clips", headers={"Accept": "application/json"}).status_code == 401
    answer = browser.post("/sign-in", data={"name": "ANA", "password": PASSWORD, "to": "/log"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/log")
    cookie = answer.headers["set-cookie"]
    assert all(part in cookie for part in (SESSION_COOKIE, "HttpOnly", "Secure", "SameSite=lax", "Path=/"))
    assert browser.get("/log").status_code == 200


@pytest.mark.parametrize("to", ["https://evil.example", "//evil.example", "/\\evil.example", "\\/evil", "/sign-out"])
def test_nobody_is_sent_elsewhere_after_signing_in(gym: "Gym", to: str) -> None:
    gym.add("ana", Role.LIFTER)
    answer = gym.browser().post("/sign-in", data={"name": "ana", "password": PASSWORD, "to": to})
    assert answer.headers["location"] == "/"


def test_signing_in_takes_a_new_session_and_ends_the_one_before(gym: "Gym") -> None:
    """Session fixation: what a browser showed before signing in never becomes a session."""
    gym.add("ana", Role.LIFTER)
    browser = gym.fresh()
    browser.cookies.set(SESSION_COOKIE, "chosen-by-somebody-else", domain="gym.test")
    gym.sign_in(browser, "ana")
    first = session_of(browser)
    assert first != "chosen-by-somebody-else"
    assert gym.store.signing_in.account_of("chosen-by-somebody-else") is None
    gym.sign_in(browser, "ana")
    assert session_of(browser) != first
    assert gym.store.signing_in.account_of(first) is None
    browser.post("/sign-out")
    assert gym.store.signing_in.of(gym.store.accounts.all()[0].id) == ()
    assert browser.get("/").status_code == 303


def test_guessing_a_password_is_stopped_and_says_nothing_of_who_has_an_account(gym: "Gym") -> None:
    gym.add("ana", Role.LIFTER)
    answers = {name: gym.sign_in(gym.fresh(), name, "guess number one") for name in ("ana", "nobody here")}
    assert {one.status_code for one in answers.values()} == {403}
    assert answers["ana"].text.replace("ana", "").count("belong") == answers["nobody here"].text.count("belong") == 1
    for _ in range(MOST_OF_BOTH):
        last = gym.sign_in(gym.fresh(), "ana", "guess")
    assert (last.status_code, last.headers["retry-after"]) == (429, "900")
    assert gym.sign_in(gym.fresh(), "ana").status_code == 429, "also the right one, for a while"
    assert [one.did for one in gym.store.audit.newest()].count("sign in failed") == 2 + MOST_OF_BOTH + 1


def test_a_right_password_forgives_the_wrong_ones_before_it(gym: "Gym") -> None:
    gym.add("ana", Role.LIFTER)
    for _ in range(3):
        for _ in range(MOST_OF_BOTH - 1):
            gym.sign_in(gym.fresh(), "ana", "mistyped")
        assert gym.sign_in(gym.fresh(), "ana").status_code == 303


@pytest.mark.parametrize("bad", ["short", "aaaaaaaaaaaa", "password123", "Deadlift 2024!", "anastasia12", "x" * 201])
def test_a_password_that_anybody_would_try_is_not_taken(gym: "Gym", bad: str) -> None:
    with pytest.raises(UsageError):
        gym.shared.passwords.hashed(bad, name="anastasia")


def test_only_argon2_and_hashes_are_kept(gym: "Gym") -> None:
    gym.add("ana", Role.LIFTER)
    token = session_of(gym.browser("ana"))
    kept = gym.shared.passwords.hashed(PASSWORD)
    assert kept.startswith("$argon2id$")
    with gym.store.database.reading() as connection:
        every = "\n".join(connection.connection.driver_connection.iterdump())  # type: ignore[union-attr]  # of SQLite
    assert PASSWORD not in every
    assert token not in every


def test_an_invitation_counts_once(gym: "Gym") -> None:
    coach = gym.add("coach", Role.COACH)
    page = gym.browser("coach").post("/accounts/invite", data={"role": "lifter", "mine": "yes"}).text
    link = page.partition(f"<code>{URL}")[2].partition("</code>")[0]
    assert link.startswith("/invitation/")
    assert link not in gym.browser("coach").get("/accounts").text, "it is shown once"
    browser = gym.fresh()
    assert "coach" in browser.get(link).text
    assert browser.post(link, data={**FIELDS, "name": "Bo", "again": "another"}).status_code == 422
    assert browser.post(link, data={**FIELDS, "name": "Bo", "adult": ""}).status_code == 422
    assert browser.post(link, data={**FIELDS, "name": "Bo"}).status_code == 303
    assert browser.get("/log").status_code == 200
    assert gym.fresh().get(link).status_code == gym.fresh().post(link, data={**FIELDS, "name": "Cy"}).status_code == 404
    bo = gym.store.people.named("bo")
    assert gym.store.accounts.people_of(coach)[0] == {bo.id}
    assert gym.store.accounts.people_of(coach)[1] == frozenset(), "Bo exports and erases by themselves"


def test_an_invitation_that_is_over_does_not_count(gym: "Gym") -> None:
    token = gym.store.invitations.add(role=Role.LIFTER, lasts=timedelta(seconds=-1))
    assert gym.fresh().get(f"/invitation/{token}").status_code == 404
    assert gym.fresh().post(f"/invitation/{token}", data={**FIELDS, "name": "Bo"}).status_code == 404
    assert gym.store.accounts.all() == ()


def test_a_coach_invites_no_admin_and_nobody_to_a_log_that_is_not_theirs(gym: "Gym") -> None:
    gym.add("coach", Role.COACH)
    other = gym.person("Other")
    invite = gym.browser("coach")
    assert invite.post("/accounts/invite", data={"role": "admin"}).status_code == 422
    assert invite.post("/accounts/invite", data={"role": "lifter", "person": other.id}).status_code == 404
    assert gym.store.invitations.all() == ()


def test_a_link_for_a_new_password_signs_everything_else_out(gym: "Gym") -> None:
    ana = gym.add("ana", Role.LIFTER)
    gym.add("boss", Role.ADMIN)
    old = gym.browser("ana")
    page = gym.browser("boss").post(f"/accounts/{ana.id}/password").text
    link = page.partition(f"<code>{URL}")[2].partition("</code>")[0]
    assert gym.fresh().post(link, data={**FIELDS, "name": "ana"}).status_code == 303
    assert old.get("/log").status_code == 303
    assert gym.sign_in(gym.fresh(), "ana").status_code == 403
    assert gym.sign_in(gym.fresh(), "ana", FIELDS["password"]).status_code == 303


def test_a_person_sees_who_sees_them_ends_it_and_erases_everything(gym: "Gym") -> None:
    person = gym.person("Ana")
    coach = gym.add("coach", Role.COACH)
    gym.add("ana", Role.LIFTER, person=person)
    gym.store.accounts.coach(coach.id, person.id)
    ana, watching = gym.browser("ana"), gym.browser("coach")
    assert "coach" in ana.get("/account").text
    assert "Ana" in watching.get("/people").text
    assert watching.post("/data/erase", data={"who": "Ana", "typed": "Ana"}).status_code == 422
    assert watching.post("/data/export", data={"who": "Ana"}).status_code == 422
    assert ana.post("/data/export", data={"who": "Ana"}).content.startswith(b"PK")
    ana.post(f"/accounts/{coach.id}/stop-coaching", data={"person": person.id})
    assert "Ana" not in watching.get("/people").text
    assert ana.post("/data/erase", data={"who": "Ana", "typed": "ana"}).status_code == 303
    assert gym.store.people.all() == ()
    assert gym.store.accounts.named("ana") is None
    assert ana.get("/").status_code == 303
    assert all("Ana" not in (one.about, one.who) for one in gym.store.audit.newest())


def test_the_last_admin_stays(gym: "Gym") -> None:
    boss = gym.add("boss", Role.ADMIN)
    browser = gym.browser("boss")
    assert browser.post(f"/accounts/{boss.id}/role", data={"role": "lifter"}).status_code == 422
    assert browser.post(f"/accounts/{boss.id}/remove").status_code == 422
    other = gym.add("other", Role.COACH)
    assert browser.post(f"/accounts/{other.id}/role", data={"role": "admin"}).status_code == 303
    assert browser.post(f"/accounts/{boss.id}/remove").status_code == 303
    assert browser.get("/accounts").status_code == 303


def test_a_new_password_needs_the_present_one_and_signs_the_others_out(gym: "Gym") -> None:
    gym.add("ana", Role.LIFTER)
    other, browser = gym.fresh(), gym.browser("ana")
    gym.sign_in(other, "ana")
    new = {"new": "a brand new pass phrase", "again": "a brand new pass phrase"}
    assert browser.post("/account/password", data={"password": "wrong", **new}).status_code == 422
    assert browser.post("/account/password", data={"password": PASSWORD, **new}).status_code == 303
    assert browser.get("/account").status_code == 200
    assert other.get("/account").status_code == 303


def test_a_program_signs_in_with_a_text_of_its_own(gym: "Gym") -> None:
    gym.add("ana", Role.LIFTER, person=gym.person("Ana"))
    page = gym.browser("ana").post("/account/programs", data={"name": "script", "password": PASSWORD}).text
    token = page.partition("<code>")[2].partition("</code>")[0]
    program = gym.fresh()
    del program.headers["Origin"]
    bearer = {"Authorization": f"Bearer {token}"}
    assert program.get("/api/clips", headers=bearer).json() == []
    assert program.post("/today/log", data={"line": "", "person": "x"}, headers=bearer).status_code == 404
    assert program.post("/today/log", data={}, headers={"Authorization": "Bearer wrong"}).status_code == 303
    assert program.get("/api/clips", headers={"Accept": "application/json"}).status_code == 401


@pytest.mark.parametrize(
    "url", ["http://gym.test", "gym.test", "https://", "https://gym.test/app", "https://a@gym.test"]
)
def test_the_address_is_encrypted_and_whole(url: str) -> None:
    with pytest.raises(UsageError):
        _ = SharedPlace(url)
