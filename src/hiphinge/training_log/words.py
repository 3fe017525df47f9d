"""The name under which a logged exercise is shown."""

__all__ = ["name_words"]


def name_words(written: str, exercise: str | None) -> str:
    """Return an exercise as it was written, with the catalogue's in brackets where that is another name."""
    known = "" if exercise is None else exercise.replace("_", " ")
    same = known in {"", written.casefold().replace("-", " ")}
    return written if same else f"{written} ({known})"
