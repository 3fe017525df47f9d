"""A person's own lift as a setting of the lab: the bottom of their repetitions, their body and their load."""

from statistics import median

from hiphinge.analysis import Analysis, Measurement
from hiphinge.catalogue import load
from hiphinge.lab.setting import SLIDERS, Setting

__all__ = ["setting_of"]

_MEASURED = {"lean": "trunk_inclination_deg", "knee": "knee_flexion_deg", "back": "lumbar_flexion_deg"}
_NEEDED = ("lean", "knee")


def setting_of(analysis: Analysis) -> Setting | None:
    """Return the bottom of the repetitions that count, each number their median, as the sliders reach and step.

    What was not measured or given is as the lab begins. None where lean or knees were not measured.
    """
    medians = {name: _median(analysis, id_) for name, id_ in _MEASURED.items()}
    if any(medians[name] is None for name in _NEEDED):
        return None
    place = load().exercises[analysis.exercise].load_place if analysis.exercise in load().exercises else "hands"
    person = analysis.person
    known = {
        **medians,
        "load": 0.0 if place == "none" and analysis.load_kg is None else analysis.load_kg,
        "stature": None if person.stature_m is None else 100 * person.stature_m,
        "mass": person.mass_kg,
    }
    texts = {name: _on_slider(name, value) for name, value in known.items() if value is not None}
    texts["place"] = "back" if place == "back" else "hands"
    return Setting.of(texts | {"table": person.coefficients.value}, start=Setting())


def _median(analysis: Analysis, id_: str) -> float | None:
    found = [m.value for one in analysis.counted if isinstance(m := one.measurements.get(id_), Measurement)]
    return median(found) if found else None


def _on_slider(name: str, value: float) -> str:
    slider = SLIDERS[name]
    steps = round((min(max(value, slider.low), slider.high) - slider.low) / slider.step)
    return f"{slider.low + steps * slider.step:g}"
