"""What is known of a person before they are filmed: their profile, and how they stood and bent when calibrated."""

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from hiphinge.motion import Person
from hiphinge.workflow.calibrations import is_calibrated, read_calibration
from hiphinge.workflow.profile import profile_of

if TYPE_CHECKING:
    from hiphinge.analysis import Calibration, StandingReference
    from hiphinge.people import PersonFiles

__all__ = ["KnownPerson", "calibrated", "known_person"]


@dataclass(frozen=True, kw_only=True, eq=False)
class KnownPerson:
    """A person as an analysis takes them; ``standing`` is how they stand in another recording, None where not known."""

    person: Person = field(default_factory=Person)
    standing: "StandingReference | None" = None

    @property
    def changes_numbers(self) -> bool:
        """Whether an analysis of somebody of whom nothing is known would be another one."""
        return self.standing is not None or self.person != Person()


def known_person(name: str, files: "PersonFiles") -> KnownPerson:
    """Return what is kept of a person of that name; nothing is known where there is neither profile nor calibration.

    Raises
    ------
    UsageError
        If it is no name that can be used.
    InputFormatError
        If one of the two is damaged.
    """
    profile = profile_of(name, files)
    if not is_calibrated(name, files):
        return KnownPerson(person=profile)
    return calibrated(profile, read_calibration(name, files).calibration())


def calibrated(person: Person, calibration: "Calibration") -> KnownPerson:
    """Return a person with the maximum and the standing of a calibration."""
    bend = calibration.full_bend
    return KnownPerson(
        person=replace(person, lumbar_maximum_deg=bend.lumbar_flexion_deg, lumbar_maximum_interval=bend.interval),
        standing=calibration.standing if calibration.standing.angles else None,  # sensors give none
    )
