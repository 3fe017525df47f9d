"""What is said of the hinge lab: the numbers of a setting with their ranges, and in a sentence what another changes."""

from collections.abc import Iterator
from dataclasses import dataclass

from hiphinge.catalogue import load
from hiphinge.lab import DRIFT_CM, MOST_HELD_NM, SLIDERS, Answer, Difference, Ranged, difference
from hiphinge.reports.text.numbers import listed

__all__ = ["LabRow", "bend_words", "difference_words", "lab_rows", "method_words", "note_words"]

_LETTERS = "AB"
_UPRIGHT_DEG, _SAME_CM, _FAR_CM = 0.5, 0.5, 3.0


@dataclass(frozen=True, kw_only=True)
class LabRow:
    """One quantity: its name, what it means, and its value in each setting."""

    name: str
    says: str
    values: tuple[str, ...]


def lab_rows(*answers: Answer) -> tuple[LabRow, ...]:
    """Return every number of one setting or two, each in words."""
    rows = (
        ("Hips back", "From where they are in standing, with the same load.", _travel),
        ("Shins", "From upright. They follow from balance.", _shins),
        ("Lower back", "Moment at L5/S1 that the muscles of the back hold.", lambda one: _range(one.back_nm, "N m")),
        ("Compression at L5/S1", "On the lowest disc. Static estimate, ±30 % or worse.", _compression),
        ("Hips", "Moment that both hips hold.", lambda one: _range(one.hips_nm, "N m")),
        ("Knees", "Moment that both knees hold, and what holds it.", _knees),
        ("Hamstrings", "Longer than in standing, by hip and knee.", _hamstrings),
        ("Load in front of the lower back", "Horizontally, from L5/S1.", _ahead),
        (f"Load {DRIFT_CM:g} cm farther away", "What that adds for the lower back.", _drift),
    )
    return tuple(LabRow(name=name, says=says, values=tuple(of(one) for one in answers)) for name, says, of in rows)


def bend_words(found: Answer) -> str:
    """Return a setting in a sentence, for those who do not see the figure."""
    setting = found.setting
    words = [f"{SLIDERS[id_].name.lower()} {_set(found, id_)}" for id_ in ("lean", "knee", "back")]
    carried = f"{setting.load:g} kg {'in the hands' if setting.place == 'hands' else 'on the back'}" * setting.loaded
    return f"{listed([*words, *filter(None, [carried])])}. Hips {_travel(found)} back, shins {_shins(found)}"


def difference_words(first: Answer, second: Answer) -> tuple[str, ...]:
    """Return what changes from the first setting to the second and why: the lower back first, then hips and knees."""
    phrases = load().phrases
    notes = note_words(first, second)
    found = difference(first, second)
    if not found.changed:
        return (*notes, phrases["lab_same"].text)
    if not (first.figure.balanced and second.figure.balanced):
        return notes
    return (*notes, _of_back(found), *_beside(first, second))


def method_words() -> tuple[str, ...]:
    """Return how the numbers come about, and what they are not for."""
    phrases = load().phrases
    return phrases["lab_static"].text, phrases["lab_ranges"].text


def note_words(*answers: Answer) -> tuple[str, ...]:
    """Return in which settings the body topples, or would have to hold more than anybody does."""
    phrases, found = load().phrases, list[str]()
    for letter, one in zip(_LETTERS, answers, strict=False):
        if not one.figure.balanced:
            found.append(phrases["lab_topples"].say(which=letter))
        if one.back_nm.value > MOST_HELD_NM:
            found.append(phrases["lab_nobody"].say(which=letter, most=f"{MOST_HELD_NM:.0f}"))
    return tuple(found)


def _of_back(found: Difference) -> str:
    phrases = load().phrases
    if found.back.clear == "alike" or found.cause is None:
        return phrases["lab_alike"].text
    low, high = sorted(abs(end) for end in (found.back.interval.low, found.back.interval.high))
    heavier = "heavier" if found.amount > 0 else "lighter"
    farther = "farther in front of it" if found.amount > 0 else "nearer to it"
    by_mass = found.cause in {"load_mass", "body"}
    return phrases[f"lab_{found.cause}"].say(
        percent=_percent(low, high),
        more=found.back.clear,
        amount=f"{abs(found.amount):.0f} kg" if by_mass else f"{abs(found.amount):.0f} cm",
        way=heavier if by_mass else farther,
    )


def _beside(first: Answer, second: Answer) -> Iterator[str]:
    """Yield what else differs: who holds the knees, how far the hips go back, how long the hamstrings are."""
    phrases, answers = load().phrases, (first, second)
    fronts = [one.knees_nm.low > 0 for one in answers]
    backs = [one.knees_nm.high < 0 for one in answers]
    if any(fronts) and any(backs):
        front = _LETTERS[fronts.index(True)]
        yield phrases["lab_knees"].say(front=front, back=_LETTERS[backs.index(True)])
    travel = second.hip_travel_cm - first.hip_travel_cm
    if abs(travel) >= _FAR_CM:
        yield phrases["lab_travel"].say(which=_LETTERS[travel > 0], amount=f"{abs(travel):.0f} cm")
    longer = second.hamstrings_cm.value - first.hamstrings_cm.value
    if abs(longer) >= _SAME_CM * 2:
        yield phrases["lab_hamstrings"].say(which=_LETTERS[longer > 0], amount=f"{abs(longer):.0f} cm")


def _percent(low: float, high: float) -> str:
    if round(100 * low) == round(100 * high):
        return f"{100 * low:.0f} %"
    return f"{100 * low:.0f} to {100 * high:.0f} %"


def _set(found: Answer, id_: str) -> str:
    return SLIDERS[id_].written(getattr(found.setting, id_))


def _travel(found: Answer) -> str:
    return f"{_zero(found.hip_travel_cm)} cm ({_zero(100 * found.hip_travel_share)} % of the leg)"


def _shins(found: Answer) -> str:
    angle = found.figure.shank_deg
    if abs(angle) < _UPRIGHT_DEG:
        return "upright"
    return f"{abs(angle):.0f}° {'forward' if angle > 0 else 'back'}"


def _compression(found: Answer) -> str:
    return f"{found.compression_n.low / 1000:.1f} to {found.compression_n.high / 1000:.1f} kN"


def _knees(found: Answer) -> str:
    knees = found.knees_nm
    if knees.low > 0:
        return f"{_range(knees, 'N m')}, front of the thighs"
    if knees.high < 0:
        turned = Ranged(value=-knees.value, low=-knees.high, high=-knees.low)
        return f"{_range(turned, 'N m')}, back of the legs"
    return f"near 0 ({_range(knees, 'N m')})"


def _hamstrings(found: Answer) -> str:
    low, high = found.hamstrings_cm.low, found.hamstrings_cm.high
    if high < _SAME_CM:
        return "as in standing" if low > -_SAME_CM else "shorter"
    return f"{_zero(low)} to {_zero(high)} cm longer"


def _ahead(found: Answer) -> str:
    return f"{_zero(100 * found.figure.load_ahead_m)} cm" if found.setting.loaded else "no load"


def _drift(found: Answer) -> str:
    if not found.setting.loaded:
        return "no load"
    if found.setting.place == "back":
        return "cannot drift on the back"
    if found.drift_nm is None:
        return "as far away as it can be"
    share = f"{100 * found.drift_share:+.0f} %, " if found.drift_share is not None else ""
    return f"{share}{found.drift_nm:+.0f} N m"


def _range(found: Ranged, unit: str) -> str:
    return f"{_zero(found.low)} to {_zero(found.high)} {unit}"


def _zero(value: float) -> str:
    text = f"{value:.0f}"
    return "0" if text == "-0" else text.replace("-", "\N{MINUS SIGN}")
