"""What is kept of people behind one interface: calibrations, notes with the answers before the start, profiles."""

from hiphinge.people.person_files import FILE_ENDINGS, KINDS, KeptFile, Kind, PersonFiles, person_key
from hiphinge.people.person_folder import HandedOver, PersonFolder

__all__ = ["FILE_ENDINGS", "KINDS", "HandedOver", "KeptFile", "Kind", "PersonFiles", "PersonFolder", "person_key"]
