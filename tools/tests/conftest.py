"""People that several tests share; the network is closed for all of them."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import numpy as np
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tools.generator.bodies import Body
    from tools.generator.people import Person


@pytest.fixture(scope="session", autouse=True)
def _closed_network() -> Iterator[None]:
    """Refuse every connection from here on: nothing in the generator may need one."""

    def refuse(*_: object, **__: object) -> None:
        message = "the generator tried to reach the network"
        raise OSError(message)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket, "getaddrinfo", refuse)
        yield


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Give the body model an empty cache, so that everything in it was made by these tests."""
    folder = tmp_path_factory.mktemp("body_model")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HIPHINGE_VALIDATION_CACHE", str(folder))
        patch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
        yield folder


@pytest.fixture(scope="session")
def people(cache: Path) -> list[tuple[Person, Body]]:
    """Six grown people of different shapes, all on the rig for training."""
    from tools.generator.bodies import build_body
    from tools.generator.people import draw_person

    assert cache.exists()
    found = []
    for seed in range(40):
        person = draw_person(np.random.default_rng(seed))
        body = build_body(person)
        if 1.45 < body.stature_m < 2.0:
            found.append((person, body))
        if len(found) == 6:
            return found
    pytest.fail("no grown people among the first forty")
