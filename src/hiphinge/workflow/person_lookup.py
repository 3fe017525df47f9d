"""Whose training log is meant: the person of a name, or the only one there is."""

from typing import TYPE_CHECKING

from hiphinge.errors import UsageError

if TYPE_CHECKING:
    from hiphinge.documents.training_log import PersonRecord
    from hiphinge.store import Store

__all__ = ["person_named"]


def person_named(store: "Store", name: str | None) -> "PersonRecord":
    """Return the person of that name; without a name the only one in the log.

    Raises
    ------
    InputMissingError
        If nobody is called that.
    UsageError
        If no name was given and there is nobody, or more than one person.
    """
    if name is not None:
        return store.people.named(name)
    everybody = store.people.all()
    if len(everybody) == 1:
        return everybody[0]
    known = ", ".join(person.name for person in everybody)
    message = (
        f"Several people are in the training log: {known}. Say whom you mean with --person NAME."
        if everybody
        else "Nobody is in the training log yet. Add a person first: hiphinge people add NAME"
    )
    raise UsageError(message)
