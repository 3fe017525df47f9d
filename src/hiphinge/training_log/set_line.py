"""Sets written in one line, such as ``rdl 3x8 60kg rpe 7``."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from hiphinge.errors import UsageError

__all__ = ["EXAMPLE", "LoggedSets", "parse_set_line"]

EXAMPLE = "rdl 3x8 60kg rpe 7"
_MOST_SETS, _MOST_REPETITIONS = 50, 1000
_NUMBER = r"\d+(?:[.,]\d+)?"
_UNIT = r"kg|kgs|kilo|kilos|lb|lbs|pound|pounds|#"
_KILOGRAMS = {"kg", "kgs", "kilo", "kilos"}


@dataclass(frozen=True, kw_only=True)
class LoggedSets:
    """One or more sets of one exercise as they were written down.

    Attributes
    ----------
    name
        The exercise in the writer's own words.
    repetitions
        Of each set; None where it was held for a time instead.
    duration_s
        How long each set was held.
    load
        Value and unit; the unit is None where it was not written; None for bodyweight or nothing written.
    rpe
        From 1 to 10; ``rir 2`` is 8.
    counting
        Whether it was done while counting backwards aloud.
    pain_before, pain_after
        From 0 to 10; pain that is not said to be of before is of after.
    """

    name: str
    repetitions: tuple[int | None, ...] = ()
    duration_s: float | None = None
    load: tuple[float, Literal["kg", "lb"] | None] | None = None
    rpe: float | None = None
    rest_s: float | None = None
    tempo: str | None = None
    warm_up: bool = False
    counting: bool = False
    pain_before: int | None = None
    pain_after: int | None = None
    note: str = ""


def parse_set_line(line: str) -> LoggedSets:
    """Return the sets that a line says.

    Parameters
    ----------
    line
        The exercise's name; then, in any order: sets and repetitions (``3x8``, ``8,8,6``, ``3x30s``), the load
        (``60kg``, ``135 lb``, ``bw``), ``rpe 7`` or ``rir 3``, ``rest 2min``, ``tempo 3-1-1-0``, ``warm-up``,
        ``counting``, ``before 0 after 1`` or ``pain 1``; ``note`` begins free text.

    Raises
    ------
    UsageError
        If something is missing, twice there, impossible, or not understood.
    """
    text, note = _split_note(line.strip().replace("\N{MULTIPLICATION SIGN}", "x"))
    found = LoggedSets(name="", note=note)
    name, rest = _name_and_rest(text)
    if not name:
        message = f"The line should begin with the exercise, as in {EXAMPLE!r}, but is {line.strip()!r}."
        raise UsageError(message)
    found = replace(found, name=name)
    while rest:
        for pattern, read in _PARTS.items():
            if match := re.match(rf"(?:{pattern})(?=$|[\s;])[\s;]*", rest, re.IGNORECASE):
                found = read(found, match)
                rest = rest[match.end() :]
                break
        else:
            message = f"{rest.split()[0]!r} is not understood in {line.strip()!r}. A line looks like {EXAMPLE!r}."
            raise UsageError(message)
    if not found.repetitions:
        message = f"{line.strip()!r} should say sets and repetitions, as in {EXAMPLE!r}."
        raise UsageError(message)
    return found


def _split_note(text: str) -> tuple[str, str]:
    parts = re.split(r"\s+note:?\s+", text, maxsplit=1, flags=re.IGNORECASE)
    return parts[0], parts[1].strip() if len(parts) > 1 else ""


def _name_and_rest(text: str) -> tuple[str, str]:
    """Return the words before the first part that is understood, and everything from there."""
    words = list(re.finditer(r"\S+", text))
    for word in words:
        rest = text[word.start() :]
        if any(re.match(rf"(?:{pattern})(?=$|[\s;])", rest, re.IGNORECASE) for pattern in _PARTS):
            return text[: word.start()].strip(" ,;:"), rest
    return text.strip(" ,;:"), ""


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _once(found: LoggedSets, **fields: object) -> LoggedSets:
    for name in fields:
        present = getattr(found, name)
        if present is not None and present is not False and present != ():
            message = f"The line says {_SPOKEN.get(name, name)} twice. Log each exercise and load in a line of its own."
            raise UsageError(message)
    return replace(found, **fields)  # type: ignore[arg-type]  # the names are those of the fields


_SPOKEN = {
    "repetitions": "sets and repetitions",
    "load": "the load",
    "rpe": "the effort",
    "rest_s": "the rest",
    "warm_up": "warm-up",
    "pain_before": "the pain before",
    "pain_after": "the pain after",
}


def _sets_of(found: LoggedSets, match: re.Match[str]) -> LoggedSets:
    sets, repetitions = int(match["sets"]), int(match["reps"])
    if not (1 <= sets <= _MOST_SETS and 1 <= repetitions <= _MOST_REPETITIONS):
        message = (
            f"Sets should be 1 to {_MOST_SETS} and repetitions 1 to {_MOST_REPETITIONS}, but it says {match[0]!r}."
        )
        raise UsageError(message)
    found = _once(found, repetitions=(repetitions,) * sets)
    return found if match["times"] is None else _load_of(found, match)


def _listed(found: LoggedSets, match: re.Match[str]) -> LoggedSets:
    repetitions = tuple(int(part) for part in re.split(r"[,/]\s*", match["list"]))
    if not all(1 <= count <= _MOST_REPETITIONS for count in repetitions) or len(repetitions) > _MOST_SETS:
        message = f"Repetitions should be 1 to {_MOST_REPETITIONS} in each set, but it says {match['list']!r}."
        raise UsageError(message)
    return _once(found, repetitions=repetitions)


def _held(found: LoggedSets, match: re.Match[str]) -> LoggedSets:
    sets = int(match["held_sets"] or 1)
    if not 1 <= sets <= _MOST_SETS:
        message = f"Sets should be 1 to {_MOST_SETS}, but it says {match[0]!r}."
        raise UsageError(message)
    length_s = _number(match["length"]) * (60.0 if match["in"].startswith("m") else 1.0)
    return _once(found, repetitions=(None,) * sets, duration_s=length_s)


def _load_of(found: LoggedSets, match: re.Match[str]) -> LoggedSets:
    unit = (match["unit"] or "").lower()
    known: Literal["kg", "lb"] | None = None if not unit else "kg" if unit in _KILOGRAMS else "lb"
    return _once(found, load=(_number(match["load"]), known))


def _two_weights(_found: LoggedSets, match: re.Match[str]) -> LoggedSets:
    said = match[0].strip()
    message = f"{said!r} could be sets or two weights. Write sets and repetitions (3x8), and the whole load (48kg)."
    raise UsageError(message)


def _effort(found: LoggedSets, match: re.Match[str]) -> LoggedSets:
    value = _number(match["effort"])
    rpe = 10.0 - value if match["scale"] and match["scale"].lower() == "rir" else value
    if not 1.0 <= rpe <= 10.0:  # noqa: PLR2004 - the scale's ends
        message = f"RPE should be 1 to 10, and RIR 0 to 9, but it says {match[0].strip()!r}."
        raise UsageError(message)
    return _once(found, rpe=rpe)


def _rest(found: LoggedSets, match: re.Match[str]) -> LoggedSets:
    if match["clock"]:
        minutes, seconds = match["clock"].split(":")
        return _once(found, rest_s=60.0 * int(minutes) + int(seconds))
    return _once(found, rest_s=_number(match["rest"]) * (60.0 if match["rest_in"].startswith("m") else 1.0))


def _tempo(found: LoggedSets, match: re.Match[str]) -> LoggedSets:
    text = match["tempo"].lower()
    counts = re.findall(r"\d+|x", text) if re.search("[-/]", text) else list(text)
    return _once(found, tempo="-".join(counts))


def _pain(found: LoggedSets, match: re.Match[str]) -> LoggedSets:
    value = int(match["pain"])
    if value > 10:  # noqa: PLR2004 - the scale's end
        message = f"Pain should be 0 to 10, but it says {value}."
        raise UsageError(message)
    before = (match["when"] or "").lower() == "before"
    return _once(found, **{"pain_before" if before else "pain_after": value})


_PARTS: Mapping[str, Callable[[LoggedSets, re.Match[str]], LoggedSets]] = {
    rf"(?P<held_sets>\d+)\s*x\s*(?P<length>{_NUMBER})\s*(?P<in>s|sec|min|m)": _held,
    rf"(?P<held_sets>)(?P<length>{_NUMBER})\s*(?P<in>sec|min)": _held,
    rf"\d+\s*x\s*{_NUMBER}\s*(?:{_UNIT})": _two_weights,
    rf"(?P<sets>\d+)\s*x\s*(?P<reps>\d+)(?P<times>\s*[x@]\s*(?P<load>{_NUMBER})\s*(?P<unit>{_UNIT})?)?": _sets_of,
    rf"@?\s*(?P<load>{_NUMBER})\s*(?P<unit>{_UNIT})": _load_of,
    r"(?P<list>\d+(?:[,/]\s*\d+)+)(?:\s*reps)?": _listed,
    r"(?P<list>\d+)\s*reps": _listed,
    r"(?:bw|bodyweight)": lambda found, _: found,
    rf"(?:(?P<scale>rpe|rir)\s*@?\s*|@\s*)(?P<effort>{_NUMBER})": _effort,
    rf"rest\s*(?:(?P<clock>\d+:\d\d)|(?P<rest>{_NUMBER})\s*(?P<rest_in>s|sec|min|m))": _rest,
    r"tempo\s*(?P<tempo>[\dx](?:[-/]?[\dx]){2,3})": _tempo,
    r"(?P<warm>warm-?up)": lambda found, _: _once(found, warm_up=True),
    r"counting": lambda found, _: _once(found, counting=True),
    r"(?:pain\s+)?(?P<when>before|after)\s*(?P<pain>\d+)(?:/10)?": _pain,
    r"(?P<when>)pain\s*(?P<pain>\d+)(?:/10)?": _pain,
}
"""What a part of a line looks like, and what it does; the first that fits is taken."""
