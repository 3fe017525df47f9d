"""`pose.parquet`: the document in the metadata of its file; its columns are `hiphinge.motion.columns`."""

from typing import Any, Final

from hiphinge.documents.versions import DocumentKind, parsed

__all__ = ["POSE", "pose_document_from_json"]

POSE: Final = DocumentKind(
    name="hiphinge.pose",
    version=1,
    title="the poses that `analyze` wrote",
    advice="Give the pose.parquet that `analyze` wrote.",
)
"""Name, version and upgrades of the document that says what the columns are."""


def pose_document_from_json(text: str | bytes, *, name: str) -> dict[str, Any]:
    """Return the document of a pose file of any known version, as the present one.

    Raises
    ------
    InputFormatError
        If it is of another kind, or newer than what is known.
    """
    return parsed(text, kind=POSE, name=name)
