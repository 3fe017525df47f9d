"""Reads a protocol, and finds the clips that it names."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from hiphinge.batch import Listed, Parameters
from hiphinge.documents.study import StudyClip, StudyDocument, study_from_toml
from hiphinge.errors import InputFormatError, InputMissingError, UnknownIdError, UsageError
from hiphinge.measures import lift_quantities
from hiphinge.motion import Person, check_load
from hiphinge.sources.files import checked_file
from hiphinge.store.addresses import is_address, local_place
from hiphinge.workflow.exercise_lookup import analysed_exercise

__all__ = ["Protocol", "read_protocol"]

_LARGEST_BYTES = 16 << 20
_WILDCARDS = frozenset("*?[")


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """A protocol that can be carried out.

    Attributes
    ----------
    text
        The file as it is.
    clips
        Each clip with what is known of it; `labels` hold person, condition and session.
    quantities
        Which are summarised; empty is all that were measured.
    references
        Tables of `hiphinge validate`, each with what measured them.
    """

    text: bytes
    document: StudyDocument
    clips: tuple[Listed, ...]
    quantities: tuple[str, ...]
    references: tuple[tuple[Path, str], ...]

    @property
    def parameters(self) -> Parameters:
        """What holds for every clip."""
        return Parameters(exercise=self.document.exercise, every_frame=self.document.every_frame)


def read_protocol(path: Path) -> Protocol:
    """Read a protocol, and find its clips; their paths count from its folder.

    Raises
    ------
    InputError
        If it cannot be read, something in it is wrong, or a clip or table is not there.
    """
    if checked_file(path).stat().st_size > _LARGEST_BYTES:
        message = f"{path} should be the protocol of a study, but is larger than {_LARGEST_BYTES >> 20} MB."
        raise InputFormatError(message)
    text = path.read_bytes()
    document = study_from_toml(text, name=str(path))
    clips = [
        listed
        for number, clip in enumerate(document.clips, start=1)
        for listed in _listed(clip, document, where=f"{path}, clip {number}", home=path.parent)
    ]
    sources = [clip.source for clip in clips]
    for source in sources:
        if sources.count(source) > 1:
            message = f"{path} names {source} twice. One clip is of one person in one condition."
            raise InputFormatError(message)
    return Protocol(
        text=text,
        document=document,
        clips=tuple(clips),
        quantities=_quantities(document, path),
        references=tuple((checked_file(path.parent / one.table), one.by) for one in document.references),
    )


def _listed(clip: StudyClip, document: StudyDocument, *, where: str, home: Path) -> Iterator[Listed]:
    person = document.people[clip.person]
    parameters = Parameters(
        exercise=_exercise(clip.exercise or document.exercise, where),
        load_kg=clip.load_kg,
        stature_m=person.stature_m,
        mass_kg=person.mass_kg,
        every_frame=document.every_frame,
    )
    try:
        check_load(parameters.load_kg)
        Person(stature_m=parameters.stature_m, mass_kg=parameters.mass_kg)
    except UsageError as error:
        message = f"{where}: {error}"
        raise InputFormatError(message) from error
    labels: Mapping[str, str] = {"person": clip.person, "condition": clip.condition, "session": clip.session}
    one = Listed(source=clip.path, parameters=parameters, labels={k: v for k, v in labels.items() if v})
    if is_address(clip.path):
        place = local_place(clip.path)
        yield one if place is None else replace(one, source=str(place))
        return
    for place in _places(clip.path, home, where):
        yield replace(one, source=str(place))


def _places(path: str, home: Path, where: str) -> list[Path]:
    if not _WILDCARDS & set(path):
        found = [home / path]
    elif Path(path).is_absolute():
        message = f"{where}: a path with wildcards should begin in the folder of the protocol, but is {path!r}."
        raise InputFormatError(message)
    else:
        found = sorted(match for match in home.glob(path) if match.is_file())
    if not found or not all(place.is_file() for place in found):
        message = f"{where}: there is no file {path} in the folder of the protocol ({home}). Check the name."
        raise InputMissingError(message)
    return found


def _exercise(name: str | None, where: str) -> str | None:
    try:
        return None if name is None else analysed_exercise(name).id
    except UsageError as error:
        message = f"{where}: {error}"
        raise InputFormatError(message) from error


def _quantities(document: StudyDocument, path: Path) -> tuple[str, ...]:
    known = lift_quantities()
    for name in document.quantities:
        if name not in known:
            message = f"{path}: {UnknownIdError.of(name, kind='quantity', known=known)}"
            raise InputFormatError(message)
    return tuple(dict.fromkeys(document.quantities))
