"""What limits a comparison of two sides, in sentences."""

from collections.abc import Sequence

from hiphinge.catalogue import load

__all__ = ["comparison_notes"]


def comparison_notes(exercises: Sequence[frozenset[str]], *, has_back: Sequence[bool]) -> tuple[str, ...]:
    """Return what limits a comparison: a back that was not measured, exercises that were guessed differently.

    Parameters
    ----------
    exercises
        Ids of the exercises of A and of B, at least one each.
    has_back
        Whether the lower back was measured in A and in B.
    """
    notes = []
    lacking = [name for name, has in zip(("A", "B"), has_back, strict=True) if not has]
    if lacking:
        notes.append(f"The back could not be measured in {' and '.join(lacking)}, so whether it differs is not known.")
    one, other = exercises
    if not one & other:
        first, second = (load().exercise(min(ids)).name for ids in exercises)
        notes.append(
            f"A was taken for {first} and B for {second}, by a guess: they are compared as one exercise. "
            "Name it in `analyze` to be certain."
        )
    return tuple(notes)
