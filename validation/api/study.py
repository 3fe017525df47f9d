"""The app with two people, one of them filmed, asked as each role: the owner of the machine, accounts, nobody."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from hiphinge.exports import write_pose
from hiphinge.jobs import Jobs, JobSettings
from hiphinge.server import Settings, api_router, create_app
from hiphinge.server.access import ASKER, NOBODY, OWNER, Asker
from hiphinge.server.shared import asker_from
from hiphinge.store import Role, Store, open_store
from hiphinge.testing import Camera, record_video
from hiphinge.workflow import Result
from hiphinge.workflow.analyzing import analyze
from hiphinge.workflow.filing import file_result
from hiphinge.workflow.log_keeping import log_sets
from validation.api.asking import Asked, ask_everything

__all__ = ["study", "table"]

_TOKEN, _HOST = "a-token-of-a-study", "127.0.0.1:8765"  # it counts nowhere else
_FAULTS_SHOWN = 20


def study(folder: Path, *, examples: int, seed: int) -> dict[str, Asked]:
    """Return what came of it, by role; each role asks an app of its own."""
    found = {}
    for name in ("owner", "lifter", "coach", "admin", "nobody"):
        home = folder / name
        home.mkdir()
        with open_store(f"sqlite:///{home / 'log.sqlite'}", files=str(home / "files")) as store:
            known = _filled(store, home)
            app = _app(store, home, _asker(store, name, known["person"][0]))
            headers = {"Host": _HOST} | ({} if name == "nobody" else {"Authorization": f"Bearer {_TOKEN}"})
            found[name] = ask_everything(app, headers=headers, known=known, examples=examples, seed=seed)
    return found


def _filled(store: Store, home: Path) -> dict[str, list[str]]:
    """Fill a store with two people, and return the ids that there are; the first is of what an account sees."""
    people = [store.people.add(name, adult=True) for name in ("Ana", "Bo")]
    analyses, result = [], _measured(home)
    for person in people:
        log_sets(store, person, "rdl 3x8x60kg @8")
        filed = file_result(store, person, result)
        analyses.append(filed.analysis.id)
    recordings = [store.corrections.recording(one).recording for one in analyses]
    sets = [one.id for person in people for one in store.log.sets(person)]
    named = {"person": [one.id for one in people], "analysis": analyses, "recording": recordings, "set_": sets}
    return named | {"table": ["drills", "exercises"], "item": ["dowel"]}


def _measured(home: Path) -> Result:
    poses = home / "pose.parquet"
    write_pose(poses, record_video(camera=Camera(size_px=(72, 128), stature_px=85.0)).motion)
    return analyze(poses)


def _asker(store: Store, name: str, person: str) -> Callable[[], Asker]:
    """Return what says who asks: an account in a role sees one of the two people, its own or one whom it coaches."""
    if name in {"owner", "nobody"}:
        return lambda: OWNER if name == "owner" else NOBODY
    role = Role(name)
    account = store.accounts.add(name, role=role, password="", person=person if role is Role.LIFTER else None)
    if role is not Role.LIFTER:
        store.accounts.coach(account.id, person)
    return lambda: asker_from(store, account)


def _app(store: Store, home: Path, asker: Callable[[], Asker]) -> Any:
    settings = Settings()
    jobs = Jobs(lambda: store, JobSettings(folder=home / "work", least_free_bytes=1 << 20))
    app = create_app(settings, store=store, clips=jobs, routers=(api_router(jobs, settings),), api_token=lambda: _TOKEN)
    is_shared = not asker().is_owner
    app.state.site = replace(app.state.site, shared=cast("Any", asker) if is_shared else None)

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        """Say who asks, as the door of shared mode does."""
        if scope["type"] == "http" and is_shared:
            shows = dict(scope["headers"]).get(b"authorization", b"") == f"Bearer {_TOKEN}".encode()
            scope.setdefault("state", {})[ASKER] = asker() if shows else NOBODY
        await app(scope, receive, send)

    return asked


def table(found: Mapping[str, Asked]) -> str:
    """Return what came of it as Markdown."""
    statuses = sorted({status for one in found.values() for _, status in one.statuses})
    lines = [
        f"| role | requests | routes | {' | '.join(map(str, statuses))} | not as described |",
        "| --- " * (len(statuses) + 4) + "|",
    ]
    for role, one in found.items():
        counts = [sum(n for (_, status), n in one.statuses.items() if status == wanted) for wanted in statuses]
        cells = (role, one.statuses.total(), len(one.routes), *counts, len(one.wrong))
        lines.append(f"| {' | '.join(map(str, cells))} |")
    faults = [f"{role}: {words}" for role, one in found.items() for words in one.wrong[:_FAULTS_SHOWN]]
    return "\n".join((*lines, "", *faults))
