"""The first cases of each reader: files that the tests write, small sound videos, a request for every route."""

import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from validation.fuzzing.readers import READERS
from validation.fuzzing.requests import BETWEEN, ready_app

__all__ = ["write_seeds"]

_TESTS = ("tests/sources", "tests/documents", "tests/batch/test_inputs.py")
_ROOT = Path(__file__).parents[2]
_DOCUMENTS = _ROOT / "tests/data/documents"
_LONGEST_TEXT, _FIRST_LINES = 8_000, 24
_SEED_LIMIT = 150


def write_seeds(folder: Path, name: str) -> int:
    """Write the seeds of a reader into a folder that exists, and return how many they are."""
    reader = READERS[name]
    contents = _contents(name, folder.parent.parent)
    found = dict.fromkeys(content for content in contents if len(content) <= reader.longest)
    for number, content in enumerate(list(found)[:_SEED_LIMIT]):
        (folder / f"seed_{number:03d}").write_bytes(content)
    return min(len(found), _SEED_LIMIT)


def _contents(name: str, home: Path) -> Iterator[bytes]:
    if name == "video":
        yield from _videos(home)
    elif name == "requests":
        yield from _requests()
    elif name == "catalogue":
        yield from (next(kind.glob("*.toml")).read_bytes() for kind in sorted(_catalogue().iterdir()))
    elif name in {"fitnotes", "hevy", "liftosaur", "strong", "wger"}:
        yield from _logs(name)
    elif name == "openpose-folder":
        yield from _folders(home)
    else:
        yield from _documents(name)
        yield from _files(name, home)


def _catalogue() -> Path:
    return _ROOT / "src/hiphinge/catalogue/data"


def _logs(name: str) -> Iterator[bytes]:
    from tests.sources.training_logs import exported  # noqa: PLC0415  # needs the repository's folder

    for one in exported.__all__:
        if one.lower().startswith(name):
            value = getattr(exported, one)
            yield (value if isinstance(value, str) else json.dumps(value)).encode()


def _documents(name: str) -> Iterator[bytes]:
    """Yield documents that the tests keep of each version, and a line, a list and a plan."""
    for path in sorted(_DOCUMENTS.iterdir()):
        if name.startswith(path.name.rpartition("-")[0]) and name.endswith(("-file", "profile")):
            yield path.read_bytes()
    if name == "set-line":
        yield from (b"rdl 3x8 60kg rpe 7", b"deadlift 5,5,5 135lb # belt", b"plank 3x60s")
    if name == "list-of-clips":
        yield b"path,person,session,exercise,load_kg,stature_m\na.mp4,ana,2026-03-02,romanian_deadlift,60,1.7\n"
    if name == "pose-parquet":
        yield _poses()
    if name == "plan-file":
        yield _plan()
    if name == "training-log-file":
        yield _log()


def _poses() -> bytes:
    """Return the poses of a synthetic lifter as `analyze` writes them, some frames of them."""
    from hiphinge.exports import write_pose  # noqa: PLC0415  # loaded where it is needed
    from hiphinge.testing import SQUAT, Plan, record_video  # noqa: PLC0415  # likewise

    with tempfile.TemporaryDirectory() as folder:
        poses = Path(folder) / "pose.parquet"
        write_pose(poses, record_video(Plan(movement=SQUAT)).motion)
        return _first_rows(poses)


def _plan() -> bytes:
    from hiphinge.documents.plan import bare_plan  # noqa: PLC0415  # loaded where it is needed
    from hiphinge.planning import Settings  # noqa: PLC0415  # likewise

    return json.dumps(bare_plan(Settings(start=739_677, weekdays=(0, 3)), ())).encode()


def _log() -> bytes:
    """Return the log of somebody with a session, a set and a body weight, as an export has it."""
    id_, moment = "0" * 32, "2026-03-02T17:30:00Z"
    own = {"id": id_, "person": id_}
    weight = {"value": 60.0, "unit": "kg"}
    document = {
        "schema": "hiphinge.log/1",
        "person": {"id": id_, "name": "Ana", "adult": True, "created_at": moment},
        "consents": [{**own, "to": "keep_videos", "given_at": moment}],
        "sessions": [{**own, "started_at": moment, "zone": "Europe/Vienna"}],
        "sets": [
            {
                **own, "session": id_, "position": 0, "performed_at": moment, "exercise": "romanian_deadlift",
                "exercise_name": "rdl", "load": weight, "repetitions": 8, "rpe": 7.0, "tempo": "3-1-1-0",
            }
        ],
        "body_weights": [{**own, "measured_at": moment, "weight": weight}],
        "exercise_names": [{"person": id_, "name": "rdl", "exercise": None}],
        "recordings": [{**own, "sha256": "0" * 64, "name": "a.mp4", "filed_at": moment}],
        "kept": [{"key": "ana", "kind": "profile", "changed_at": moment}],
    }  # fmt: skip
    return json.dumps(document).encode()


def _files(name: str, home: Path) -> Iterator[bytes]:
    """Yield what the tests wrote for this reader: what it reads first, then what it refuses."""
    reader, refused = READERS[name], []
    for path in _written_files(home, reader.endings):
        content = path.read_bytes()
        if len(content) > _LONGEST_TEXT and path.suffix in {".trc", ".csv", ".mot", ".sto"}:
            content = b"\n".join(content.split(b"\n")[:_FIRST_LINES])
        if path.suffix == ".parquet":
            content = _first_rows(path)
        try:
            reader.read(path)
        except reader.refusals:
            refused.append(content)
        else:
            yield content
    yield from refused


def _first_rows(path: Path) -> bytes:
    """Return a table with its first rows only."""
    import pyarrow.parquet as pq  # noqa: PLC0415  # a heavy library

    written = io.BytesIO()
    pq.write_table(pq.read_table(path).slice(0, _FIRST_LINES), written)
    return written.getvalue()


def _written_files(home: Path, endings: tuple[str, ...]) -> list[Path]:
    """Return the files of these endings that the tests left, the shortest first."""
    found = [path for path in _written(home).rglob("*") if path.suffix in endings and path.is_file()]
    return sorted((one for one in found if one.stat().st_size), key=lambda one: (one.stat().st_size, str(one)))


def _folders(home: Path) -> Iterator[bytes]:
    for folder in sorted({path.parent for path in _written(home).rglob("*.json")}):
        files = sorted(folder.glob("*.json"))[:6]
        if len(files) > 1:
            yield b"\n---\n".join(file.read_bytes() for file in files)


def _written(home: Path) -> Path:
    """Run the tests of readers once, and return the folder in which they left their files; and the tests' data."""
    folder = home / "tests"
    if not folder.exists():
        rest = ["-n", "0", "-q", f"--basetemp={folder}", "-o", "tmp_path_retention_policy=all", "-p", "no:randomly"]
        subprocess.run([sys.executable, "-m", "pytest", *rest, *_TESTS], cwd=_ROOT, check=False)  # noqa: S603  # ours
        shutil.copytree(_ROOT / "tests/data", folder / "data")
    return folder


def _videos(home: Path) -> Iterator[bytes]:
    from validation.hostile.clips import encoded, sound_clips  # noqa: PLC0415  # a heavy library

    yield from sound_clips().values()
    yield encoded("mp4", "libx264", "yuv420p", frames=3)
    yield from (path.read_bytes() for path in _written_files(home, READERS["video"].endings))


def _requests() -> Iterator[bytes]:
    """Yield a request for each route, with every field that a page has; and an upload from its beginning to its end."""
    from tests.server.test_guarding import every  # noqa: PLC0415  # needs the repository's folder

    upload = (
        b"POST /uploads\nUpload-Length: 5\nUpload-Metadata: filename YS5tcDQ=,person QW5h\n\n",
        b"PATCH /uploads/@\nContent-Type: application/offset+octet-stream\nUpload-Offset: 0\n\nabc",
        b"HEAD /uploads/@\n\n",
        b"PATCH /uploads/@\nContent-Type: application/offset+octet-stream\nUpload-Offset: 3\n\nde",
        b"DELETE /uploads/@\n\n",
    )
    yield BETWEEN.join(upload)
    yield from upload
    yield b"OPTIONS /uploads\n\n"
    server = _ROOT / "src/hiphinge/server"
    pages = "\n".join(path.read_text(encoding="utf-8") for path in sorted(server.rglob("*.j2")))
    names = sorted(set(re.findall(r'\bname="(\w+)"', pages)))
    fields = "&".join(f"{name}=1" for name in names).encode()
    for method, path in every(ready_app()):
        if path == "/clips/events":
            continue  # it is answered for as long as somebody listens
        form = b"\nContent-Type: application/x-www-form-urlencoded\n\nperson=Ana&" + fields
        yield f"{method} {path}?person=Ana".encode() + (form if method == "POST" else b"\nAccept: text/html\n\n")
