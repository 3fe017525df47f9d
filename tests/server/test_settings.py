"""The settings: what is chosen is kept and used, what cannot be is refused, and networks are fetched meanwhile."""

import threading
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

import pytest

from hiphinge.errors import ModelMissingError, UnknownIdError, UsageError
from hiphinge.estimators.models import NETWORKS, Progress
from hiphinge.workflow.about import needed_packages, own_package
from hiphinge.workflow.networks import NetworkShelf
from hiphinge.workflow.profile import profile_of
from hiphinge.workflow.stores import person_files

if TYPE_CHECKING:
    from tests.server.conftest import Opened

NETWORK = "blazepose-heavy"


def test_units_zone_and_profile_are_kept(opened: "Opened") -> None:
    person = opened.add()
    fields = {"unit": "lb", "zone": "Europe/Madrid", "stature_m": "1,82", "mass_kg": "80.5", "back_aim": "same"}
    assert opened.send("/settings/person", person=person.id, **fields) == (303, "/settings?saved=yes")
    (kept,) = opened.store.people.all()
    assert (kept.unit, kept.zone) == ("lb", "Europe/Madrid")
    profile = profile_of("Ana", person_files(opened.store))
    assert (profile.stature_m, profile.mass_kg, profile.back_aim) == (1.82, 80.5, "same")
    text = opened.browser.get("/settings").text
    assert 'value="1.82"' in text
    assert '<option value="lb" selected>' in text
    assert opened.send("/settings/person", person=person.id, unit="kg")[0] == 303
    assert profile_of("Ana", person_files(opened.store)).stature_m is None


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stature_m", "tall"),
        ("stature_m", "182"),
        ("mass_kg", "-4"),
        ("mass_kg", "nan"),
        ("back_aim", "none"),
        ("coefficients", "x"),
        ("zone", "Mars/X"),
        ("unit", "st"),
    ],
)
def test_what_cannot_be_is_refused(opened: "Opened", field: str, value: str) -> None:
    person = opened.add()
    fields = {"unit": "lb", "zone": "Europe/Madrid"} | {field: value}
    assert opened.send("/settings/person", person=person.id, **fields)[0] == 422
    assert opened.store.people.all() == (person,)
    assert opened.store.documents.read("Ana", "profile") is None


def test_settings_work_before_anybody_is_there(opened: "Opened") -> None:
    assert "Add yourself" in opened.browser.get("/settings").text


def test_light_and_dark_are_chosen(opened: "Opened") -> None:
    for theme, other in (("dark", "light"), ("light", "dark")):
        assert opened.send("/settings/theme", theme=theme)[0] == 303
        text = opened.browser.get("/settings").text
        assert f'<meta name="color-scheme" content="{theme}">' in text
        assert f"/{theme}.look.css" in text
        assert f"/{other}.look.css" not in text
        sheet = opened.browser.get(f"/static/{opened.app.state.site.assets.digest}/{theme}.look.css").text
        assert "prefers-color-scheme" not in sheet
        assert f"color-scheme: {theme}" in sheet
        assert ("@media all" in sheet) == (theme == "dark")
    assert opened.send("/settings/theme", theme="")[0] == 303
    assert '<meta name="color-scheme" content="light dark">' in opened.browser.get("/settings").text
    assert opened.send("/settings/theme", theme="pink")[0] == 404
    opened.browser.cookies.set("theme", "../../x")
    assert "/look.css" in opened.browser.get("/settings").text


def test_where_things_are_and_what_they_are_made_of(opened: "Opened") -> None:
    text = opened.browser.get("/settings").text
    assert opened.store.database.place in text
    assert opened.store.files.address in text
    assert all(one in text for one in NETWORKS)
    assert own_package().version in text
    assert {"numpy", "pydantic"} <= {one.name for one in needed_packages()}
    assert {one.name: one for one in needed_packages()}["numpy"].licence


def waited(shelf: NetworkShelf) -> None:
    end = time.monotonic() + 5
    while time.monotonic() < end and not (shelf.fetching and (shelf.fetching.done or shelf.fetching.failed)):
        time.sleep(0.01)


def test_a_network_is_fetched_with_its_progress() -> None:
    begun, go_on = threading.Event(), threading.Event()

    def fetch(ids: Sequence[str], progress: Progress) -> None:
        assert list(ids) == [NETWORK]
        progress("the package", 0.25)
        begun.set()
        assert go_on.wait(5)

    shelf = NetworkShelf(fetch)
    assert shelf.fetching is None
    shelf.start(NETWORK)
    assert begun.wait(5)
    now = shelf.fetching
    assert now is not None
    assert (now.id, now.doing, now.share, now.done) == (NETWORK, "the package", 0.25, False)
    with pytest.raises(UsageError, match="being fetched"):
        shelf.start("blazepose-full")
    go_on.set()
    waited(shelf)
    assert shelf.fetching is not None
    assert shelf.fetching.done


@pytest.mark.parametrize("error", [ModelMissingError("no way there"), ZeroDivisionError("no way there")])
def test_a_network_that_cannot_be_fetched_says_why_and_can_be_tried_again(error: Exception) -> None:
    def fetch(_ids: Sequence[str], _progress: Progress) -> None:
        raise error

    shelf = NetworkShelf(fetch)
    for _ in range(2):
        shelf.start(NETWORK)
        waited(shelf)
        assert shelf.fetching is not None
        assert "no way there" in shelf.fetching.failed


def test_only_networks_of_the_table_are_fetched(opened: "Opened") -> None:
    with pytest.raises(UnknownIdError):
        NetworkShelf().start("https://example.com/x")
    assert opened.send("/settings/networks", id="../x")[0] == 404
    assert opened.browser.get("/settings/networks.json").json() is None
