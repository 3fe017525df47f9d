"""How much is reported, and when: the person's estimate first, then less and less often as practice goes on."""

from dataclasses import dataclass

from hiphinge.catalogue import TrainingRule, load

__all__ = ["Feedback", "asks_first", "feedback_after"]


@dataclass(frozen=True, kw_only=True)
class Feedback:
    """Which repetitions of a set are reported one by one: every ``every``-th, or none of them where it is 0."""

    every: int
    practised: int

    def reports(self, place: int) -> bool:
        """Tell whether the repetition at a place of the set, from 1, is reported by itself."""
        return self.every > 0 and (self.practised + place - 1) % self.every == 0


def feedback_after(practised: int) -> Feedback:
    """Return how the next set is reported, after so many repetitions of practice.

    Feedback after the movement, faded over practice, led to better retention than constant feedback in small trials
    (Aoyagi 2019, n=46); the steps are this program's own choice (training rule ``feedback``).
    """
    steps = _rule().values
    for until, every in (("full_repetitions", 1), ("half_until_repetitions", 2), ("fifth_until_repetitions", 5)):
        if practised < steps[until]:
            return Feedback(every=every, practised=practised)
    return Feedback(every=0, practised=practised)


def asks_first(counted: int) -> bool:
    """Tell whether a person says what they felt in a set of so many repetitions before they see its answer.

    However much was practised: in the one trial of it, the own estimate helped with much and with little feedback
    (training rule ``self_estimate_first``, n=52). A set of fewer repetitions than the rule's has nothing to count.
    """
    return counted >= load().training_rules["self_estimate_first"].values["fewest_repetitions"]


def _rule() -> TrainingRule:
    return load().training_rules["feedback"]
