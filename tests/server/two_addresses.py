"""The app at both its addresses at once, answered by the servers that the command starts, over real connections."""

import asyncio
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import httpx2
from tests.server.ports import on_a_free_port
from tests.server.waiting_analysis import analyse

from hiphinge.jobs import Jobs, JobSettings
from hiphinge.server import Settings, create_app, uploads_router
from hiphinge.server.entrances import PhoneAccess, PhoneAddress, phone_access
from hiphinge.server.serving import answering, listening, listening_for_phones, servers_of
from hiphinge.store import Store, open_store

PATIENCE_S = 60.0
AT = "127.0.0.1"
"""In place of an address of the local network, which not every machine has."""


@dataclass(frozen=True)
class Both:
    """What a test reaches: both addresses, and what is behind them."""

    settings: Settings
    access: PhoneAccess
    store: Store
    jobs: Jobs
    go_on: Path

    @property
    def computer(self) -> str:
        return self.settings.address.rstrip("/")

    @property
    def phone(self) -> str:
        return self.access.place.address.rstrip("/")

    def trusting(self) -> ssl.SSLContext:
        """Return what a phone has that installed the authority."""
        return ssl.create_default_context(cadata=self.access.identity.authority)

    @contextmanager
    def on_phone(self, *, let_in: bool = False) -> Iterator[httpx2.Client]:
        headers = {"Accept": "text/html", "User-Agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X)"}
        with httpx2.Client(base_url=self.phone, verify=self.trusting(), trust_env=False, headers=headers) as client:
            if let_in:
                assert self.enter(client, self.access.phones.new_code().text).status_code == 303
            yield client

    def enter(self, client: httpx2.Client, code: str) -> httpx2.Response:
        return client.post("/enter", data={"code": code}, headers={"Origin": self.phone})

    @contextmanager
    def on_computer(self) -> Iterator[httpx2.Client]:
        with httpx2.Client(base_url=self.computer, trust_env=False, headers={"Accept": "text/html"}) as client:
            yield client


@contextmanager
def both_addresses(folder: Path, *, workers: bool = False) -> Iterator[Both]:
    """Serve the app at both addresses until the block ends."""
    go_on = folder / "go-on"
    with (
        open_store() as store,
        on_a_free_port(lambda port: listening(Settings(port=port))) as (port, socket_),
        on_a_free_port(lambda port: listening_for_phones(PhoneAddress([AT], port))) as (phone_port, sockets),
    ):
        settings, place = Settings(port=port), PhoneAddress([AT], phone_port)
        jobs = Jobs(open_store, JobSettings(folder=folder / "work", idle_s=0.1), analyse=partial(analyse, go_on=go_on))
        access = phone_access(folder / "phone", place)
        routers = (uploads_router(jobs, settings),)
        app = create_app(settings, store=store, clips=jobs, routers=routers, phone=access)
        servers = servers_of(app, socket_, access, sockets)
        thread = threading.Thread(target=lambda: asyncio.run(answering(servers)), daemon=True)
        thread.start()
        until = time.monotonic() + PATIENCE_S
        while not all(server.started for server, _ in servers):
            assert time.monotonic() < until
            time.sleep(0.02)
        if workers:
            jobs.start_workers()
        yield Both(settings, access, store, jobs, go_on)
        servers[0][0].should_exit = True  # the other one ends with it
        thread.join(PATIENCE_S)
        jobs.close()
        assert not thread.is_alive()
