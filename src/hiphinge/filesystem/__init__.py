"""The user's folders and settings, one way to write files whole, and locks; it knows nothing of files' contents."""

from hiphinge.filesystem.locking import locked
from hiphinge.filesystem.user_settings import (
    MODELS_VARIABLE,
    cache_folder,
    data_folder,
    database_address,
    files_address,
    keep_ray_silent,
    local_zone,
    models_folder,
    ray_reports_usage,
    subprocess_environment,
)
from hiphinge.filesystem.whole_files import (
    DISK_FULL,
    check_writable,
    move_into_place,
    read_bytes,
    read_secret,
    remove_unfinished,
    staged_folder,
    write_bytes,
    write_secret,
    writing_file,
)

__all__ = [
    "DISK_FULL",
    "MODELS_VARIABLE",
    "cache_folder",
    "check_writable",
    "data_folder",
    "database_address",
    "files_address",
    "keep_ray_silent",
    "local_zone",
    "locked",
    "models_folder",
    "move_into_place",
    "ray_reports_usage",
    "read_bytes",
    "read_secret",
    "remove_unfinished",
    "staged_folder",
    "subprocess_environment",
    "write_bytes",
    "write_secret",
    "writing_file",
]
