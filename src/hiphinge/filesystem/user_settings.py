"""Where this user's data and caches are, and what the environment sets; below the command line nobody else asks it."""

import os
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

__all__ = [
    "MODELS_VARIABLE",
    "THREAD_VARIABLES",
    "cache_folder",
    "data_folder",
    "database_address",
    "files_address",
    "keep_ray_silent",
    "local_zone",
    "models_folder",
    "ray_reports_usage",
    "subprocess_environment",
    "with_one_thread",
    "with_token_for_ray",
]

MODELS_VARIABLE = "HIPHINGE_MODELS"
"""Environment variable: a folder that holds the networks' files, searched before the cache."""

THREAD_VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")
"""Environment variables that say how many threads numerical libraries use."""

_DATABASE_VARIABLE = "HIPHINGE_DATABASE"
_FILES_VARIABLE = "HIPHINGE_FILES"
_RAY_REPORTS = "RAY_USAGE_STATS_ENABLED"
_NAME = "hiphinge"
_LOCAL_TIME = Path("/etc/localtime")
_ZONES = "zoneinfo/"


def data_folder() -> Path:
    """Return the folder of what is kept for the user, whether it exists or not.

    ``XDG_DATA_HOME`` where it is set, on every system; otherwise where the system keeps such data: ``~/.local/share``
    on Linux, ``~/Library/Application Support`` on macOS, the user's local application data on Windows.
    """
    import platformdirs  # noqa: PLC0415  # seldom needed, and `import hiphinge` is quick

    return _folder_of("XDG_DATA_HOME") or _local() or platformdirs.user_data_path(_NAME, appauthor=False)


def cache_folder() -> Path:
    """Return the folder of what can be fetched again, whether it exists or not.

    ``XDG_CACHE_HOME`` where it is set, on every system; otherwise where the system keeps caches: ``~/.cache`` on Linux,
    ``~/Library/Caches`` on macOS, the user's local application data on Windows.
    """
    import platformdirs  # noqa: PLC0415  # as above

    return _folder_of("XDG_CACHE_HOME") or _local("Cache") or platformdirs.user_cache_path(_NAME, appauthor=False)


def models_folder() -> Path | None:
    """Return the folder of networks' files that the user set, or None."""
    given = os.environ.get(MODELS_VARIABLE)
    return Path(given) if given else None


def database_address() -> str | None:
    """Return the address of the training log's database that the user set in ``HIPHINGE_DATABASE``, or None."""
    return os.environ.get(_DATABASE_VARIABLE) or None


def files_address() -> str | None:
    """Return where videos and poses go as the user set it in ``HIPHINGE_FILES``, or None."""
    return os.environ.get(_FILES_VARIABLE) or None


def local_zone() -> str:
    """Return the system's time zone by its name in the IANA database; UTC where the system does not say one."""
    said = (os.environ.get("TZ", "").lstrip(":"), str(_LOCAL_TIME.resolve()).rpartition(_ZONES)[2])
    return next((name for name in said if _is_zone(name)), "UTC")


def _is_zone(name: str) -> bool:
    try:
        return bool(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False


def subprocess_environment(*, temporary: Path) -> dict[str, str]:
    """Return the environment for a process that is started, with its temporary files in a folder."""
    return {**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(temporary))}


def keep_ray_silent() -> None:
    """Have Ray, where this process starts or joins it, send no usage report.

    Ray would also report that reports are off: it gets an address at which nothing listens, where none is set.
    """
    os.environ[_RAY_REPORTS] = "0"
    os.environ.setdefault("RAY_USAGE_STATS_REPORT_URL", "http://127.0.0.1:9")


def ray_reports_usage() -> bool:
    """Return whether Ray, as it was started where this runs, sends usage reports to its maker."""
    return os.environ.get(_RAY_REPORTS) != "0"


def _folder_of(variable: str) -> Path | None:
    """Return our folder below that of an XDG variable; a relative one counts, too, as it always has."""
    home = os.environ.get(variable)
    return Path(home) / _NAME if home else None


def _local(*below: str) -> Path | None:
    """Return the folder below ``LOCALAPPDATA`` if it is there: it may be elsewhere than the system itself says."""
    home = os.environ.get("LOCALAPPDATA") if sys.platform == "win32" else None
    folder = Path(home, _NAME, *below) if home else None
    return folder if folder is not None and folder.is_dir() else None


@contextmanager
def with_one_thread() -> Iterator[None]:
    """Let numerical libraries of the processes that are started in the block use one thread each."""
    before = {name: os.environ[name] for name in THREAD_VARIABLES if name in os.environ}
    os.environ.update(dict.fromkeys(THREAD_VARIABLES, "1"))
    try:
        yield
    finally:
        for name in THREAD_VARIABLES:
            os.environ.pop(name, None)
        os.environ.update(before)


@contextmanager
def with_token_for_ray() -> Iterator[None]:
    """Let a Ray cluster that is started in the block ask for a token of its own, which nobody keeps.

    Without one Ray writes a token to the home folder, and clusters that are started later ask for that. What the user
    has set of their own counts.
    """
    if any(name.startswith("RAY_AUTH_") for name in os.environ):
        yield
        return
    os.environ["RAY_AUTH_TOKEN"] = secrets.token_hex(32)
    try:
        yield
    finally:
        os.environ.pop("RAY_AUTH_TOKEN", None)
