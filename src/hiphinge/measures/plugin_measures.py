"""Measures from plug-ins: each one measures a quantity that hiphinge does not have, and brings its record."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib.metadata import EntryPoint
from typing import ParamSpec

import numpy as np

from hiphinge.catalogue import load
from hiphinge.frozen_mapping import FrozenMapping
from hiphinge.measures.measure import Measure
from hiphinge.measures.measurement import Measured, Measurement, NotMeasurable, not_measurable
from hiphinge.measures.registry import MEASURES, quantities_of, registered
from hiphinge.measures.series import MotionSeries
from hiphinge.motion import FloatArray
from hiphinge.plugins import PluginProblem, Plugins, guarded, load_group, without
from hiphinge.quantities import QUANTITIES, Quantity

__all__ = [
    "GROUP",
    "guarded_value",
    "lift_quantities",
    "measure_packages",
    "measure_problems",
    "measures_in_use",
    "quantities_in_use",
    "reason_against",
]

GROUP = "hiphinge.measures"
"""Entry points of this group name a `Measure`; the name is the id of its quantity."""
_ID = re.compile(r"[a-z][a-z0-9_]*")
_RESERVED = ("_low", "_high")
"""Endings of the columns that hold the interval of a quantity."""
_P = ParamSpec("_P")
_PerFrame = Callable[[MotionSeries], FloatArray]
_FAILED = "plug_in_failed"
"""The catalogue's reason where a plug-in gives nothing that can be used."""


def measures_in_use() -> Mapping[str, Measure]:
    """Return every measure by quantity id, those of plug-ins last; one of hiphinge is never replaced."""
    return registered([*MEASURES.values(), *_usable().found.values()])


def quantities_in_use() -> Mapping[str, Quantity]:
    """Return every quantity by id, those of plug-ins last."""
    return quantities_of(_usable().found)


def lift_quantities() -> Mapping[str, Quantity]:
    """Return every quantity that a lift can have by id, those of plug-ins last: all but the self-tests' own."""
    return FrozenMapping({id_: one for id_, one in quantities_in_use().items() if one.scope != "test"})


def measure_problems() -> tuple[PluginProblem, ...]:
    """Return the plug-ins that cannot be used as a measure, and why."""
    return _usable().problems


def measure_packages() -> Mapping[str, str]:
    """Return the versions of the packages whose measures are in use, by name."""
    return _usable().packages


def reason_against(found: Measured, *, unit: str) -> str | None:
    """Return why what a plug-in gave cannot be used in place of a measurement in ``unit``, or None."""
    if isinstance(found, NotMeasurable):
        return None if found.id in load().reasons else f"its reason {found.id!r} is not in the catalogue"
    if not isinstance(found, Measurement):
        return f"it should give a Measurement or a NotMeasurable, but gives {type(found).__name__}"
    if found.unit != unit:
        return f"it should give a value in {unit!r}, but gives {found.unit!r}"
    return None if math.isfinite(found.value) else f"it should give a number, but gives {found.value}"


def guarded_value(function: Callable[_P, Measured], *, entry: EntryPoint, unit: str) -> Callable[_P, Measured]:
    """Return a plug-in's function that is not measurable where it fails or gives no value in ``unit``."""

    def nothing(*_: _P.args, **__: _P.kwargs) -> Measured:
        return not_measurable(_FAILED)

    return guarded(function, entry=entry, reason_of=lambda found: reason_against(found, unit=unit), otherwise=nothing)


@cache
def _usable() -> Plugins[Measure]:
    plugins = without(load_group(GROUP, Measure), _reason)
    found = {name: _guarded(measure, plugins.entries[name]) for name, measure in plugins.found.items()}
    return replace(plugins, found=found)


def _reason(name: str, measure: Measure) -> str | None:
    record = measure.record
    if name in QUANTITIES:
        return "hiphinge measures this quantity"
    if record is None or record.id != name:
        return "it should bring the record of its quantity, with the same id"
    if not _ID.fullmatch(name) or name.endswith(_RESERVED) or name == "time_s":
        return "its id should be lower-case words joined by underscores, and not end in _low or _high"
    if (record.scope == "frame") != (measure.per_frame is not None):
        return "a quantity per frame should come with per_frame, any other without"
    if record.needs is not None and record.needs not in load().reasons:
        return f"what its quantity needs ({record.needs!r}) is no reason of the catalogue"
    return None


def _guarded(measure: Measure, entry: EntryPoint) -> Measure:
    """Return the same measure, which says that it is not measurable where it would fail."""
    unit = "" if measure.record is None else measure.record.unit
    function = guarded_value(measure.function, entry=entry, unit=unit)
    if measure.per_frame is None:
        return replace(measure, function=function)
    return replace(measure, function=function, per_frame=_guarded_frames(measure.per_frame, entry))


def _guarded_frames(per_frame: _PerFrame, entry: EntryPoint) -> _PerFrame:
    """Return the same function, which gives NaN throughout where it would fail."""

    def checked(series: MotionSeries) -> FloatArray:
        values = np.asarray(per_frame(series), dtype=np.float64)
        if values.shape != series.time_s.shape or np.isinf(values).any():
            message = f"one finite number or NaN per frame was expected, {series.time_s.shape}, not {values.shape}"
            raise ValueError(message)
        return values

    def nothing(series: MotionSeries) -> FloatArray:
        return np.full(len(series), np.nan)

    return guarded(checked, entry=entry, reason_of=lambda _: None, otherwise=nothing)
