"""What every part of the API shares: a page of a list, a problem, who asks, whether the server is well."""

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import ConfigDict, Field

from hiphinge.documents.log_fields import Id, Record

__all__ = ["Fault", "Page", "Problem", "Shape", "StandingView", "WhoView"]

T = TypeVar("T")


class Shape(Record):
    """What goes over the wire; what is said below a field describes it in the description of the interface."""

    model_config = ConfigDict(use_attribute_docstrings=True)


class Page(Shape, Generic[T]):
    """A part of a list whose order does not change while it is read."""

    items: tuple[T, ...]
    next: str | None
    """Given as `cursor`, it brings the items that follow; null at the end."""


class Fault(Shape):
    """One thing that is wrong with a request."""

    where: str
    """The field, with those that it is in before it, such as `load.value`."""
    message: str


class Problem(Shape):
    """Why a request was not done, as RFC 9457 describes it; nothing was changed, unless it says so."""

    type: str
    """Always the same for the same kind of problem, such as `urn:hiphinge:problem:not-found`."""
    title: str
    """What kind of problem it is."""
    status: Annotated[int, Field(ge=400, le=599)]
    """The status of the answer."""
    detail: str
    """What was expected, what came, and what to do about it."""
    faults: tuple[Fault, ...] = ()
    """Each field that is wrong, where fields are."""


class StandingView(Shape):
    """Whether the server answers and can read what it keeps."""

    store: Literal["readable"]
    version: str
    """Of hiphinge."""
    api: Literal["v1"]


class WhoView(Shape):
    """Who asks."""

    role: Literal["owner", "lifter", "coach", "admin"]
    """The owner of the machine may do everything; the others are roles of accounts."""
    account: Id | None
    """Null for the owner of the machine."""
    name: str
    people: tuple[Id, ...] | None
    """Whose data they see and change; null for everybody's."""
