"""What a measure is: a quantity, the function that gives it for one repetition, and what that reads."""

from collections.abc import Callable
from dataclasses import dataclass

from hiphinge.catalogue import Exercise
from hiphinge.measures.measurement import Measured
from hiphinge.measures.series import MotionSeries
from hiphinge.measures.set_comparison import SetComparison
from hiphinge.motion import FloatArray, Person
from hiphinge.quantities import Quantity
from hiphinge.repetitions import Span

__all__ = ["LiftContext", "Measure", "RepetitionInput"]


@dataclass(frozen=True, kw_only=True)
class LiftContext:
    """What is given or assumed about the recording: exercise, person, load and plate.

    ``load_kg`` in kilograms and ``plate_mm``, the diameter of the largest plate, in millimetres; None: not given.
    """

    exercise: Exercise
    person: Person
    load_kg: float | None
    plate_mm: float | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class RepetitionInput:
    """What a measure may read: one movement of a set, with the set's comparison and the lift's context.

    ``index_in_set`` is the movement's place in the set, from 0; ``exercise_given`` tells whether the person named the
    exercise.
    """

    series: MotionSeries
    comparison: SetComparison
    index_in_set: int
    context: LiftContext
    exercise_given: bool = True

    @property
    def span(self) -> Span:
        """The movement that is measured."""
        return self.comparison.spans[self.index_in_set]


@dataclass(frozen=True, kw_only=True)
class Measure:
    """How one quantity is measured for one repetition.

    Attributes
    ----------
    quantity
        Id of the quantity. A frame quantity is measured at the bottom.
    function
        Returns the measurement or the reason why there is none; it raises nothing.
    inputs
        Names of the series that it reads (`MotionSeries.values`); from a source that has none of them the quantity is
        not measurable. The fold, which tells where the bottom is, need not be named.
    needs_view
        Whether it needs a view from which angles can be measured; durations do not.
    record
        What the quantity is, where it is not one of hiphinge's own: unit, title, meaning, sign.
    per_frame
        For a quantity per frame that is not one of hiphinge's own: returns it ``[time]`` in its unit, NaN where not
        measured. It becomes one of the series that measures read, under the quantity's id.
    """

    quantity: str
    function: Callable[[RepetitionInput], Measured]
    inputs: tuple[str, ...] = ()
    needs_view: bool = True
    record: Quantity | None = None
    per_frame: Callable[[MotionSeries], FloatArray] | None = None

    @property
    def id(self) -> str:
        """The quantity's id, which is the name of a plug-in's entry point too."""
        return self.quantity
