"""What can be set in the hinge lab: a body, a load and its place, and a bend; each with its range."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Literal, get_args

from hiphinge.anthropometry import ANKLE_HEIGHT, LEG, TRUNK
from hiphinge.dynamics.body import Sex
from hiphinge.dynamics.load import LoadPlace
from hiphinge.errors import UsageError
from hiphinge.motion import Person

__all__ = ["CHOICES", "HEAD_AND_NECK", "SLIDERS", "Group", "Setting", "Slider"]

HEAD_AND_NECK = 1.0 - ANKLE_HEIGHT - LEG - TRUNK
"""What is above the shoulders, share of stature."""

Group = Literal["bend", "load", "body"]


@dataclass(frozen=True, kw_only=True)
class Slider:
    """One number that can be set: its name, unit, range and step; ``says`` is what it means, in a few words."""

    id: str
    name: str
    unit: str
    group: Group
    low: float
    high: float
    step: float
    says: str

    def written(self, value: float) -> str:
        """Return a value with its unit."""
        return f"{value:g}{'' if self.unit == '°' else ' '}{self.unit}"


SLIDERS: Mapping[str, Slider] = MappingProxyType(
    {
        one.id: one
        for one in (
            Slider(
                id="lean",
                name="Trunk lean",
                unit="°",
                group="bend",
                low=0,
                high=95,
                step=1,
                says="The line from hip to shoulder, from upright.",
            ),
            Slider(
                id="knee",
                name="Knee bend",
                unit="°",
                group="bend",
                low=0,
                high=130,
                step=1,
                says="0 is a straight leg.",
            ),
            Slider(
                id="back",
                name="Rounding of the lower back",
                unit="°",
                group="bend",
                low=0,
                high=60,
                step=1,
                says="From how you stand; the lean stays, so that the pelvis tips less.",
            ),
            Slider(
                id="load",
                name="Load",
                unit="kg",
                group="load",
                low=0,
                high=200,
                step=1,
                says="Bar and plates, or a box.",
            ),
            Slider(
                id="bar",
                name="Load in front of the legs",
                unit="cm",
                group="load",
                low=0,
                high=40,
                step=1,
                says="From the front of the leg to the middle of the load.",
            ),
            Slider(
                id="stature", name="Height", unit="cm", group="body", low=140, high=210, step=1, says="Without shoes."
            ),
            Slider(
                id="mass",
                name="Body weight",
                unit="kg",
                group="body",
                low=40,
                high=160,
                step=1,
                says="Without the load.",
            ),
            Slider(
                id="legs",
                name="Legs",
                unit="% of height",
                group="body",
                low=45,
                high=53,
                step=0.5,
                says="Ankle to hip; what they gain, the trunk loses. 49 is usual.",
            ),
            Slider(
                id="thigh",
                name="Thigh",
                unit="% of the leg",
                group="body",
                low=45,
                high=55,
                step=0.5,
                says="Knee to hip; the rest is shin. 50 is usual.",
            ),
        )
    }
)
"""Every slider by its id, in the order in which they are shown."""

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType({"place": get_args(LoadPlace), "table": get_args(Sex)})
"""What is chosen among words: where the load is, and which table of segment masses is used."""


@dataclass(frozen=True, kw_only=True)
class Setting:
    """A body, a load and a bend.

    Attributes
    ----------
    lean, knee, back
        Trunk lean from vertical, knee flexion, and lumbar flexion from standing, degrees.
    load, bar
        Load, kilograms, and how far its middle is in front of the legs, centimetres; ``bar`` counts in the hands only.
    place
        Where the load is.
    stature, mass
        Height, centimetres, and body weight, kilograms.
    legs, thigh
        Ankle to hip as a share of height, and the thigh's share of it, percent. The trunk is what legs, head and neck
        leave of the height.
    table
        Which table of segment masses: of women, of men, or the mean of both (de Leva 1996).

    Raises
    ------
    UsageError
        If a number is outside its slider's range, or a choice is none of those that there are.
    """

    lean: float = 70.0
    knee: float = 20.0
    back: float = 20.0
    load: float = 40.0
    bar: float = 3.0
    place: LoadPlace = "hands"
    stature: float = 175.0
    mass: float = 75.0
    legs: float = 49.0
    thigh: float = 50.0
    table: Sex = "mean"

    def __post_init__(self) -> None:
        """Check every number and choice."""
        for one in SLIDERS.values():
            value = getattr(self, one.id)
            if not one.low <= value <= one.high:
                message = f"{one.name} should be from {one.low:g} to {one.written(one.high)}, but is {value:g}."
                raise UsageError(message)
        for name, known in CHOICES.items():
            if getattr(self, name) not in known:
                message = f"The {name} should be one of {', '.join(known)}, but is {getattr(self, name)!r}."
                raise UsageError(message)

    @classmethod
    def of(cls, values: Mapping[str, str], *, start: "Setting | None" = None) -> "Setting":
        """Return a setting from texts by the names of its fields; what is not named is as in ``start``.

        Raises
        ------
        UsageError
            If a name is none of a setting's, a text is no number, or a value is out of range.
        """
        given: dict[str, float | str] = {} if start is None else {f.name: getattr(start, f.name) for f in fields(cls)}
        known = {f.name for f in fields(cls)}
        for name, text in values.items():
            if name not in known:
                message = f"{name[:40]!r} is nothing that can be set. There are {', '.join(sorted(known))}."
                raise UsageError(message)
            given[name] = text if name in CHOICES else _number(name, text)
        return cls(**given)  # type: ignore[arg-type]  # each is checked by its field

    @classmethod
    def body_texts(cls, person: Person) -> dict[str, str]:
        """Return height, body weight and table of a person as texts, as far as they are known and sliders reach."""
        known = {"stature": 100 * (person.stature_m or 0.0), "mass": person.mass_kg or 0.0}
        found = {id_: f"{value:.0f}" for id_, value in known.items() if SLIDERS[id_].low <= value <= SLIDERS[id_].high}
        return found | {"table": person.coefficients.value} if found else {}

    @property
    def texts(self) -> dict[str, str]:
        """Every value as a text by its name, as `of` reads them."""
        return {name: f"{getattr(self, name):g}" for name in SLIDERS} | {name: getattr(self, name) for name in CHOICES}

    def query(self, side: str) -> str:
        """Return the values as they are in an address of the app, for the side ``a`` or ``b``."""
        return "&".join(f"{side}.{name}={text}" for name, text in self.texts.items())

    @property
    def trunk(self) -> float:
        """Hip to shoulder, share of height."""
        return 1.0 - ANKLE_HEIGHT - HEAD_AND_NECK - self.legs / 100

    @property
    def stature_m(self) -> float:
        """Height, metres."""
        return self.stature / 100

    @property
    def loaded(self) -> bool:
        """Whether there is a load."""
        return self.load > 0.0


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        message = f"{SLIDERS[name].name} should be a number, but is {text[:40]!r}."
        raise UsageError(message) from None
