"""The packaged catalogue, read once on first use, and the check of any catalogue folder."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from hiphinge.catalogue.links import broken_links
from hiphinge.catalogue.reading import DOCUMENTS, Catalogue, packaged_data, read
from hiphinge.errors import InputFormatError

__all__ = ["check", "figure", "load", "schemas"]


@cache
def load() -> Catalogue:
    """Return the packaged catalogue; it is read once.

    Raises
    ------
    InputFormatError
        If a file is broken; the message names file and field of every problem.
    """
    catalogue, problems = read(packaged_data())
    if catalogue is None:
        message = "The catalogue should be whole, but it is not. Install hiphinge again. " + "; ".join(problems)
        raise InputFormatError(message)
    return catalogue


def check(folder: Traversable | None = None) -> tuple[str, ...]:
    """Return every problem of a catalogue folder (the packaged one by default) as ``file: field: what is wrong``.

    Fields are checked first; only when all are right, the references between files.
    """
    catalogue, problems = read(packaged_data() if folder is None else folder)
    return problems if catalogue is None else broken_links(catalogue)


def schemas() -> dict[str, dict[str, Any]]:
    """Return the JSON Schema of a file in each folder of the catalogue, for editors that check TOML as it is typed."""
    return {
        folder: {"$schema": "https://json-schema.org/draft/2020-12/schema"} | model.model_json_schema()
        for folder, model in DOCUMENTS.items()
    }


def figure(kind: str, id_: str) -> str | None:
    """Return a packaged drawing as SVG text, or None where there is none.

    Parameters
    ----------
    kind
        The folder: ``exercises``, ``drills``, ``findings``, ``lessons``, ``muscles``, ``joints`` or ``strips``.
    id_
        What is drawn: an id of the catalogue; charts of muscles and joints have the id of the exercise.
    """
    place = files("hiphinge.catalogue") / "figures" / kind / f"{id_}.svg"
    return place.read_text(encoding="utf-8") if place.is_file() else None
