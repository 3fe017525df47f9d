"""What a logged set says: read from one line, its load and plates, its tempo, its plan, the sets of a week."""

from hiphinge.training_log.loads import POUND_KG, in_kg_and_lb, load_words
from hiphinge.training_log.planning import PlannedAgainstDone, planned_against_done
from hiphinge.training_log.plates import (
    USUAL_RACKS,
    Loading,
    PlateChoice,
    PlateRack,
    choose_plates,
    plate_words,
    rack_from_text,
)
from hiphinge.training_log.preparation import PreparationItem, preparation
from hiphinge.training_log.set_line import LoggedSets, parse_set_line
from hiphinge.training_log.strength import FORMULAS, StrengthEstimate, estimate_strength
from hiphinge.training_log.tempo import TempoPhase, tempo_phases, tempo_words
from hiphinge.training_log.weekdays import WEEKDAYS, weekday_meant
from hiphinge.training_log.weekly import PATTERNS, SetCount, WeekCounts, count_week
from hiphinge.training_log.words import name_words

__all__ = [
    "FORMULAS",
    "PATTERNS",
    "POUND_KG",
    "USUAL_RACKS",
    "WEEKDAYS",
    "Loading",
    "LoggedSets",
    "PlannedAgainstDone",
    "PlateChoice",
    "PlateRack",
    "PreparationItem",
    "SetCount",
    "StrengthEstimate",
    "TempoPhase",
    "WeekCounts",
    "choose_plates",
    "count_week",
    "estimate_strength",
    "in_kg_and_lb",
    "load_words",
    "name_words",
    "parse_set_line",
    "planned_against_done",
    "plate_words",
    "preparation",
    "rack_from_text",
    "tempo_phases",
    "tempo_words",
    "weekday_meant",
]
