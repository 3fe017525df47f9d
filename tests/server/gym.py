"""A gym over a store of its own: accounts in each role, a browser for each, and somebody whom none of them may see."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher
from fastapi import APIRouter, FastAPI
from fastapi.testclient import TestClient

from hiphinge.documents.training_log import PersonRecord
from hiphinge.jobs import Jobs, JobSettings
from hiphinge.server import Settings, api_router, create_app, live_router, uploads_router
from hiphinge.server.passwords import Passwords
from hiphinge.server.shared import SESSION_COOKIE, Shared, SharedPlace
from hiphinge.store import Account, NewAnalysis, Role, Store, open_store

URL = "https://gym.test"
PASSWORD = "heels down and hips back"  # noqa: S105  # of a gym in tests
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def quick_passwords() -> Passwords:
    return Passwords(hasher=QUICK)


@dataclass(frozen=True)
class Gym:
    app: FastAPI
    store: Store
    jobs: Jobs
    shared: Shared
    browsers: dict[str, TestClient] = field(default_factory=dict)

    def browser(self, name: str = "") -> TestClient:
        """Return the browser in which somebody is signed in, one for each; of nobody where there is no name."""
        if name not in self.browsers:
            self.browsers[name] = self.fresh()
            if name:
                assert self.sign_in(self.browsers[name], name).status_code == 303
        return self.browsers[name]

    def fresh(self) -> TestClient:
        headers = {"Accept": "text/html", "Origin": URL}
        return TestClient(self.app, base_url=URL, headers=headers, follow_redirects=False)

    def sign_in(self, browser: TestClient, name: str, password: str = PASSWORD) -> Any:
        return browser.post("/sign-in", data={"name": name, "password": password})

    def add(self, name: str, role: Role, *, person: PersonRecord | None = None) -> Account:
        kept = QUICK.hash(PASSWORD)
        return self.store.accounts.add(name, role=role, password=kept, person=None if person is None else person.id)

    def person(self, name: str) -> PersonRecord:
        return self.store.people.add(name, adult=True, zone="Europe/Vienna")

    def analysis(self, person: PersonRecord | None, *, sha256: str, files: Path | None = None) -> str:
        """File an analysis that is nobody's real one, with a video where a file is given; return its id."""
        new = NewAnalysis(
            sha256=sha256,
            name=f"set of {'nobody' if person is None else person.name}.mp4",
            hiphinge_version="0.1",
            schema="hiphinge.analysis/3",
            exercise="romanian_deadlift",
            repetitions=3,
            document=b"{}",
            video=files,
        )
        return self.store.recordings.file(person, new).id


@contextmanager
def opened_gym(folder: Path, *, url: str = URL, routers: tuple[APIRouter, ...] = ()) -> Iterator[Gym]:
    settings, shared = Settings(), Shared(place=SharedPlace(url), passwords=quick_passwords())
    with open_store() as store:
        jobs = Jobs(open_store, JobSettings(folder=folder / "work", least_free_bytes=0))
        every = (uploads_router(jobs, settings), live_router(open_store), api_router(jobs, settings), *routers)
        yield Gym(create_app(settings, store=store, clips=jobs, routers=every, shared=shared), store, jobs, shared)
        jobs.close()


def session_of(browser: TestClient) -> str:
    return str(browser.cookies.get(SESSION_COOKIE) or "")
