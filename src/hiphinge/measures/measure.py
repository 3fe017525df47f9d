"""What a measure is: a quantity, the function that gives it for one repetition, and what that reads."""

from collections.abc import Callable
from dataclasses import dataclass

from hiphinge.catalogue import Exercise
from hiphinge.measures.measurement import Measured
from hiphinge.measures.series import MotionSeries
from hiphinge.measures.set_comparison import SetComparison
from hiphinge.motion import Person
from hiphinge.repetitions import Span

__all__ = ["LiftContext", "Measure", "RepetitionInput"]


@dataclass(frozen=True, kw_only=True)
class LiftContext:
    """What is given or assumed about the recording: exercise, person and load in kilograms (None: not given)."""

    exercise: Exercise
    person: Person
    load_kg: float | None


@dataclass(frozen=True, kw_only=True, eq=False)
class RepetitionInput:
    """What a measure may read: one movement of a set, with the set's comparison and the lift's context.

    ``place`` is the movement's place in the set, from 0.
    """

    series: MotionSeries
    comparison: SetComparison
    place: int
    context: LiftContext

    @property
    def span(self) -> Span:
        """The movement that is measured."""
        return self.comparison.spans[self.place]


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
        Names of the series that it reads (`MotionSeries.values`); a source that has none of them cannot give it.
    needs_view
        Whether it needs a view from which angles can be measured; durations do not.
    """

    quantity: str
    function: Callable[[RepetitionInput], Measured]
    inputs: tuple[str, ...] = ()
    needs_view: bool = True
