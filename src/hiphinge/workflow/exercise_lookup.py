"""Finds the exercise that a name means, and the nearest ones where videos of it are not judged yet."""

from hiphinge.catalogue import Catalogue, Exercise, load
from hiphinge.errors import UsageError

__all__ = ["analysed_exercise", "analysed_exercises"]


def analysed_exercises() -> tuple[Exercise, ...]:
    """Return the exercises of which videos are judged, by name."""
    return tuple(sorted((one for one in load().exercises.values() if one.analysed), key=lambda one: one.name))


def analysed_exercise(name: str) -> Exercise:
    """Return the exercise of that name, if videos of it are judged.

    Raises
    ------
    UnknownIdError
        If no exercise is called that.
    UsageError
        If videos of it are not judged yet; the message names the nearest exercises that are.
    """
    catalogue = load()
    exercise = catalogue.exercise(name)
    if exercise.analysed:
        return exercise
    near = _nearest(exercise, catalogue)
    instead = f"Nearest to it: {', '.join(near)}." if near else "`hiphinge exercises` lists those that are judged."
    message = (
        f"Videos of {exercise.id!r} are not judged yet (hiphinge explain {exercise.id} says what it is). {instead}"
    )
    raise UsageError(message)


def _nearest(exercise: Exercise, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the analysed exercises that are the fewest steps (easier, harder) away."""
    seen, ring = {exercise.id}, [exercise.id]
    while ring:
        beyond = (id_ for near in ring for id_ in _neighbours(near, catalogue))
        ring = [id_ for id_ in dict.fromkeys(beyond) if id_ not in seen]
        seen.update(ring)
        if found := tuple(id_ for id_ in ring if catalogue.exercises[id_].analysed):
            return found
    return ()


def _neighbours(id_: str, catalogue: Catalogue) -> tuple[str, ...]:
    exercise = catalogue.exercises[id_]
    return tuple(step.exercise for step in (*exercise.easier, *exercise.harder) if step.exercise is not None)
