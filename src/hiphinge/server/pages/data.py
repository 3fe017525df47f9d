"""What is kept of everybody: exported, imported, checked, thinned out, erased; and who lets videos be kept."""

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Request
from starlette.responses import Response

from hiphinge.errors import UsageError
from hiphinge.people import person_key
from hiphinge.server.access import Who, asker_of, needs
from hiphinge.server.forms import Fields, back_to
from hiphinge.server.site import Here, Site
from hiphinge.server.transfers import Taken, handed_out
from hiphinge.store import Condition, Role
from hiphinge.workflow.about import places_of
from hiphinge.workflow.data_keeping import Holdings, all_holdings, erase_person, holdings_of, remove_old_videos
from hiphinge.workflow.data_transfer import export_person, import_person
from hiphinge.workflow.people import VideoConsent, settle_videos, video_consents

__all__ = ["routes"]

_MOST_DAYS = 36_500
_DAYS_DIGITS = 6


@dataclass(frozen=True, kw_only=True)
class Card:
    """Somebody of whom something is kept; ``consent`` is None for those who are not in the training log.

    Attributes
    ----------
    own
        Whether who asks may export and erase it.
    """

    held: Holdings
    consent: VideoConsent | None
    own: bool


def routes() -> APIRouter:
    """Return the routes."""
    pages = APIRouter()

    @pages.get("/data")
    @needs(Who.SIGNED_IN)
    def _page(request: Request, site: Here, done: str = "") -> Response:
        return _answer(request, site, done=done)

    @pages.post("/data/import")
    @needs(Who.OWNER)
    def _import(site: Here, taken: Taken) -> Response:
        import_person(site.store, taken.place, called=taken.called)
        return back_to("/data?done=imported")

    @pages.post("/data/check")
    @needs(Who.OWNER)
    def _check(request: Request, site: Here) -> Response:
        return _answer(request, site, condition=site.store.upkeep.check())

    @pages.post("/data/backup")
    @needs(Who.OWNER)
    def _backup(site: Here) -> Response:
        name = f"hiphinge-{date.today().isoformat()}.sqlite"  # noqa: DTZ011  # the day on the wall
        return handed_out(site.store.upkeep.back_up, name=name, kind="application/vnd.sqlite3")

    _add_person_routes(pages)
    return pages


def _add_person_routes(pages: APIRouter) -> None:
    """Add what is done with the data of one person."""

    @pages.post("/data/export")
    @needs(Who.SIGNED_IN)
    def _export(request: Request, site: Here, fields: Fields) -> Response:
        name, videos = _own(request, site, fields, did="exported"), fields.get("videos") == "yes"
        return handed_out(
            lambda place: export_person(site.store, name, place, videos=videos),
            name=f"{name}.zip",
            kind="application/zip",
        )

    @pages.post("/data/erase")
    @needs(Who.SIGNED_IN)
    def _erase(request: Request, site: Here, fields: Fields) -> Response:
        name = _own(request, site, fields)
        if person_key(fields.get("typed") or " ") != person_key(name):
            message = f"To erase everything of {name}, type that name. Nothing was erased."
            raise UsageError(message)
        _forget_clips(site, holdings_of(site.store, name).name)
        return _erased(request, site, name)

    @pages.post("/data/videos")
    @needs(Who.SIGNED_IN)
    def _thin_out(request: Request, site: Here, fields: Fields) -> Response:
        days = _days(fields.get("days", ""))
        remove_old_videos(site.store, days=days, name=_own(request, site, fields, did="erased old videos"))
        return back_to("/data?done=thinned")

    @pages.post("/data/consent")
    @needs(Who.SIGNED_IN)
    def _consent(request: Request, site: Here, fields: Fields) -> Response:
        keep = fields.get("keep") == "yes"
        name = _own(request, site, fields, did="changed the agreement to keep videos")
        settle_videos(site.store, site.store.people.named(name), keep=keep)
        return back_to(f"/data?done={'agreed' if keep else 'withdrawn'}")


def _answer(request: Request, site: Site, *, done: str = "", condition: Condition | None = None) -> Response:
    consents = video_consents(site.store)
    asker, people = asker_of(request), {person_key(one.name): one.id for one in site.store.people.all()}
    cards = [
        Card(
            held=one,
            consent=consents.get(person_key(one.name)),
            own=asker.is_owner or asker.may_erase(people.get(person_key(one.name), "")),
        )
        for one in all_holdings(site.store)
    ]
    return site.page(
        request,
        "data.html.j2",
        cards=cards,
        done=done,
        condition=condition,
        kept_at=places_of(site.store),
        largest_bytes=site.settings.largest_upload_bytes,
        backs_up=site.store.database.is_sqlite,
    )


def _who(fields: Fields) -> str:
    name = fields.get("who", "")
    person_key(name)
    return name


def _own(request: Request, site: Site, fields: Fields, *, did: str = "") -> str:
    """Return the name that a form has, where who asks may export and erase what is kept of them; note that they did."""
    name, asker = _who(fields), asker_of(request)
    if asker.is_owner:
        return name
    person = site.store.people.named(name)
    if not asker.may_erase(person.id):
        message = f"{person.name} has an account, and does this themselves. Nothing was done."
        raise UsageError(message)
    if did:
        site.note(request, did, about=person.name, person=person.id)
    return person.name


def _erased(request: Request, site: Site, name: str) -> Response:
    """Erase everything of a person; in shared mode with their account, and their name in the audit log."""
    asker = asker_of(request)
    if asker.is_owner:
        erase_person(site.store, name)
        return back_to("/data?done=erased")
    store, person = site.whole, site.store.people.named(name)
    accounts = store.accounts.of_person(person.id)
    leaves = [one for one in accounts if one.role is Role.LIFTER]
    erase_person(store, name)
    for one in leaves:
        store.accounts.remove(one.id)
    store.audit.forget(person=person.id, accounts=leaves)
    store.audit.add("erased a person", account=None if leaves else asker.account, who="" if leaves else asker.name)
    return back_to("/sign-in" if any(one.id == asker.account for one in leaves) else "/data?done=erased")


def _days(text: str) -> int:
    if not text.isdecimal() or len(text) > _DAYS_DIGITS or int(text) > _MOST_DAYS:
        message = f"Days should be a whole number up to {_MOST_DAYS}, but are {text[:20]!r}. Nothing was erased."
        raise UsageError(message)
    return int(text)


def _forget_clips(site: Site, name: str) -> None:
    """Stop and forget the videos of a person that are still in the queue, with their files."""
    for clip in site.clips.clips():
        if clip.person is not None and person_key(clip.person) == person_key(name):
            if clip.state in {"queued", "running"}:
                site.clips.cancel(clip.id)
            site.clips.discard(clip.id)
