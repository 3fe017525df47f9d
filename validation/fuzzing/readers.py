"""The table of readers: what each is given, how it is called, and which answers are refusals in plain words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hiphinge.errors import HiphingeError

__all__ = ["READERS", "Reader"]

Shape = Literal["json", "cells", "boxes", "bytes", "frames", "parquet", "requests"]
Read = Callable[[Path], object]
_MOST_FRAMES = 40
_LONGEST_S, _LARGEST_PX = 7_200.0, 100_000_000


@dataclass(frozen=True, kw_only=True)
class Reader:
    """One reader.

    Attributes
    ----------
    read
        Reads the file at a path; raises HiphingeError where it refuses it.
    endings
        The endings of its files; a case has the first one, and files of all are its seeds.
    shape
        What a case is built of, so that changes reach behind the first check.
    minutes
        Processor time of a campaign.
    longest
        The most bytes of one case.
    """

    read: Read
    endings: tuple[str, ...]
    shape: Shape = "bytes"
    minutes: float = 10.0
    longest: int = 1 << 15
    refusals: tuple[type[BaseException], ...] = (HiphingeError,)


def _video(path: Path) -> None:
    """Read a video as `hiphinge analyze` and the app do, up to some frames of it."""
    from hiphinge.sources.video import check_extent, frame_at, open_video, probe, recorded_at  # noqa: PLC0415

    check_extent(path, longest_s=_LONGEST_S, largest_frame_px=_LARGEST_PX)
    info = probe(path)
    recorded_at(path)
    for number, _ in enumerate(open_video(path, threads=1, max_side_px=64)):
        if number >= _MOST_FRAMES:
            break
    frame_at(path, (info.start_s, info.start_s + info.duration_s / 2), max_side_px=64, threads=1)


def _motion(format_id: str | None) -> Read:
    def read(path: Path) -> None:
        from hiphinge.sources.formats import read_motion  # noqa: PLC0415

        read_motion(path, format_id=format_id, size_px=(640, 480), fps=30.0)

    return read


def _folder(path: Path) -> None:
    """Read a folder of frames: the parts of a file between lines of dashes are its files."""
    from hiphinge.sources.formats import read_motion  # noqa: PLC0415

    folder = path.with_suffix(".folder")
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for number, part in enumerate(path.read_bytes().split(b"\n---\n")[:20]):
        (folder / f"frame_{number:012d}_keypoints.json").write_bytes(part)
    read_motion(folder, format_id="openpose-folder", size_px=(640, 480), fps=30.0)


def _log(app: str) -> Read:
    def read(path: Path) -> None:
        from hiphinge.sources.training_logs import Hints, read_training_log  # noqa: PLC0415

        read_training_log(path, app=app, hints=Hints(unit="kg", dates="day-first"))

    return read


def _document(name: str) -> Read:
    """Return a reader of documents by the name of its function."""

    def read(path: Path) -> object:
        from hiphinge import documents  # noqa: PLC0415

        return getattr(documents, name)(path.read_bytes(), name="the file")

    return read


def _plan(path: Path) -> None:
    from hiphinge.documents.plan import plan_from_json  # noqa: PLC0415

    plan_from_json(path.read_bytes(), name="the plan")


def _training_log(path: Path) -> None:
    from hiphinge.documents.training_log import log_from_json  # noqa: PLC0415

    log_from_json(path.read_bytes(), name="the log")


def _profile(path: Path) -> None:
    from hiphinge.documents import person_from_toml  # noqa: PLC0415

    person_from_toml(path.read_bytes(), name="the profile")


def _marks(path: Path) -> None:
    from hiphinge.sources.marks import read_marks  # noqa: PLC0415

    read_marks(path)


def _references(path: Path) -> None:
    from hiphinge.sources.references import read_references  # noqa: PLC0415

    read_references(path)


def _analysis_file(path: Path) -> None:
    from hiphinge.sources.analysis_files import read_analysis_file  # noqa: PLC0415

    read_analysis_file(path)


def _list(path: Path) -> None:
    from hiphinge.batch.lists import read_list  # noqa: PLC0415
    from hiphinge.batch.plan import Parameters  # noqa: PLC0415

    read_list(path, parameters=Parameters())


def _set_line(path: Path) -> None:
    """Read the first line of a file as a set that somebody types."""
    from hiphinge.training_log.set_line import parse_set_line  # noqa: PLC0415

    parse_set_line(path.read_text(encoding="utf-8", errors="surrogateescape"))


def _catalogue(path: Path) -> None:
    from validation.fuzzing.catalogue import read_as_each_kind  # noqa: PLC0415

    read_as_each_kind(path)


def _requests(path: Path) -> None:
    from validation.fuzzing.requests import answer  # noqa: PLC0415

    answer(path.read_bytes())


def _table() -> Iterator[tuple[str, Reader]]:
    videos = (".mp4", ".mov", ".mkv", ".webm", ".avi", ".ts", ".mpg", ".flv", ".wmv", ".gif")
    yield "video", Reader(read=_video, endings=videos, shape="boxes", minutes=60.0, longest=1 << 17)
    for name, endings, shape in (
        ("mediapipe-csv", (".csv",), "cells"),
        ("mediapipe-json", (".json",), "json"),
        ("openpose-json", (".json",), "json"),
        ("coco-json", (".json",), "json"),
        ("pose-parquet", (".parquet",), "parquet"),
        ("trc", (".trc",), "cells"),
        ("c3d", (".c3d",), "bytes"),
        ("opensim-mot", (".mot", ".sto"), "cells"),
    ):
        longest = 1 << 17 if shape == "parquet" else 1 << 15
        yield name, Reader(read=_motion(name), endings=endings, shape=shape, longest=longest)  # type: ignore[arg-type]  # shapes
    yield "any-motion", Reader(read=_motion(None), endings=(".json", ".csv", ".trc"), shape="json")
    yield "openpose-folder", Reader(read=_folder, endings=(".frames",), shape="frames")
    yield "catalogue", Reader(read=_catalogue, endings=(".toml",), shape="cells")
    for app in ("fitnotes", "hevy", "liftosaur", "strong"):
        yield app, Reader(read=_log(app), endings=(f".{app}",), shape="cells")
    yield "wger", Reader(read=_log("wger"), endings=(".wger",), shape="json")
    for document in ("analysis", "calibration", "corrections", "notes", "pose_document", "series_document"):
        named = document.replace("_", "-")
        read = _document(f"{document}_from_json")
        yield f"{named}-file", Reader(read=read, endings=(f".{named}",), shape="json")
    yield "training-log-file", Reader(read=_training_log, endings=(".log",), shape="json")
    yield "plan-file", Reader(read=_plan, endings=(".plan",), shape="json")
    yield "profile", Reader(read=_profile, endings=(".profile",), shape="cells")
    yield "marks", Reader(read=_marks, endings=(".csv", ".json"), shape="cells")
    yield "references", Reader(read=_references, endings=(".csv",), shape="cells")
    yield "earlier-analysis", Reader(read=_analysis_file, endings=(".parquet",), shape="parquet", longest=1 << 17)
    yield "list-of-clips", Reader(read=_list, endings=(".list",), shape="cells")
    yield "set-line", Reader(read=_set_line, endings=(".line",))
    yield "requests", Reader(read=_requests, endings=(".requests",), shape="requests")


READERS: Mapping[str, Reader] = dict(_table())
"""Every reader by name, in the order in which campaigns run."""
