"""Names and versions of documents: which are known, how older ones become the present one, what to say of others."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from hiphinge.errors import InputFormatError

__all__ = ["DocumentKind", "Upgrade", "checked_document", "parsed"]

M = TypeVar("M", bound=BaseModel)
Upgrade = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes the fields of one version, and returns those of the next; the ``schema`` field is set by the caller."""


@dataclass(frozen=True, kw_only=True)
class DocumentKind:
    """One kind of document: ``upgrades[N]`` turns version N into N + 1, up to ``version``, the present one.

    ``title`` is what messages call it; ``advice`` says what to do about a document that cannot be used.
    """

    name: str
    version: int
    title: str
    advice: str
    upgrades: Mapping[int, Upgrade] = field(default_factory=dict)

    @property
    def schema(self) -> str:
        """Name with the present version."""
        return f"{self.name}/{self.version}"

    def upgraded(self, fields: Mapping[str, Any], *, name: str) -> dict[str, Any]:
        """Return the fields of a document in the present version; ``name`` is what its file is called in messages.

        Raises
        ------
        InputFormatError
            If it is of another kind, or newer than what is known.
        """
        version = self._version_of(fields.get("schema"), name=name)
        now = dict(fields)
        while version < self.version:
            now = {**self.upgrades[version](now), "schema": f"{self.name}/{version + 1}"}
            version += 1
        return now

    def _version_of(self, schema: object, *, name: str) -> int:
        came = "nothing" if schema is None else repr(schema)
        kind, _, number = str(schema).rpartition("/")
        if kind != self.name or not number.isascii() or not number.isdigit() or int(number) < 1:
            message = f"{name} should be of the schema {self.schema!r}, but says {came}. {self.advice}"
            raise InputFormatError(message)
        if int(number) > self.version:
            message = (
                f"{name} should be of the schema {self.schema!r}, but says {came}: a newer hiphinge wrote it. Update "
                f"hiphinge to read it. Otherwise: {self.advice}"
            )
            raise InputFormatError(message)
        return int(number)


def parsed(text: str | bytes, *, kind: DocumentKind, name: str) -> dict[str, Any]:
    """Return the fields of a document in JSON, in the present version of its kind.

    Raises
    ------
    InputFormatError
        If it is no JSON object, of another kind, or newer than what is known.
    """
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{name} should be {kind.title} in JSON, but is not: {error}. {kind.advice}"
        raise InputFormatError(message) from error
    if not isinstance(fields, dict):
        message = f"{name} should be {kind.title} in JSON, but is not: it holds no object. {kind.advice}"
        raise InputFormatError(message)
    return kind.upgraded(fields, name=name)


def checked_document(model: type[M], fields: Mapping[str, Any], *, kind: DocumentKind, name: str, should: str) -> M:
    """Return a document whose fields are what they should be.

    Parameters
    ----------
    fields
        As `parsed` returns them.
    should
        What messages say of it after "should", such as "be a plan".

    Raises
    ------
    InputFormatError
        If one of them is not: the message names the first.
    """
    try:
        return model.model_validate_json(json.dumps(fields))
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        place = ".".join(map(str, problem["loc"])) or "the whole file"
        message = f"{name} should {should}, but {place} is wrong: {problem['msg']}. {kind.advice}"
        raise InputFormatError(message) from error
