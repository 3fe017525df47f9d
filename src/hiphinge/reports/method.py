"""How it was measured, what could not be and why, and where the lines lie: the small print, kept readable."""

from hiphinge.analysis import Analysis, Measurement
from hiphinge.catalogue import Catalogue, Fault
from hiphinge.findings import NotMeasurable, rules_in_use
from hiphinge.measures import BAR_QUANTITIES, quantities_in_use
from hiphinge.motion import CoordinateFrame
from hiphinge.quantities import QUANTITIES
from hiphinge.reports.model import Fact, Gap, Provenance, ThresholdRow
from hiphinge.reports.text import Units, listed, load, spoken, spoken_range, stature
from hiphinge.reports.text.bar_statement import statement_on_the_scale
from hiphinge.reports.text.sensor_statement import sensor_facts
from hiphinge.reports.text.sentences import GRADES, STANDING, VIEWS

__all__ = ["facts", "gaps", "seen", "thresholds"]

_SETTINGS = {"share_measured": "share of the frames that the network looked at"}
"""Settings whose names are not those of options, in words."""


def gaps(analysis: Analysis, *, catalogue: Catalogue) -> tuple[Gap, ...]:
    """Return what could not be measured, one entry for each reason, first what holds for the whole clip.

    Of movements that do not count only where nothing counts: nobody has to film anew for those.
    """
    clip = {(n.id, n.reason, n.do) for n in analysis.not_measurable}
    grouped: dict[tuple[str, str, tuple[int, ...]], list[str]] = {}
    for n in analysis.not_measurable:
        grouped.setdefault((n.reason, n.do, ()), []).append(_name(n.id, catalogue))
    single: dict[tuple[str, str, str], list[int]] = {}
    for repetition in analysis.counted or analysis.repetitions:
        for quantity, m in repetition.measurements.items():
            if quantity in BAR_QUANTITIES and not _asks_for_the_bar(analysis):
                continue
            if isinstance(m, NotMeasurable) and (m.id, m.reason, m.do) not in clip:
                single.setdefault((quantity, m.reason, m.do), []).append(repetition.index)
    for (id_, reason, do), where in single.items():
        grouped.setdefault((reason, do, tuple(where)), []).append(_name(id_, catalogue))
    return tuple(
        Gap(names=tuple(dict.fromkeys(n for n in names if n)), where=_where(where, analysis), reason=reason, do=do)
        for (reason, do, where), names in grouped.items()
    )


def _asks_for_the_bar(analysis: Analysis) -> bool:
    """Tell whether somebody who has no bar would not wonder about it: only then its absence is worth a line."""
    return analysis.bar is not None or analysis.load_kg is not None or analysis.plate_mm is not None


def _name(id_: str, catalogue: Catalogue) -> str:
    """Return the name of a quantity or finding; nothing for a reason that concerns the clip itself."""
    quantities = quantities_in_use()
    if id_ in quantities:
        return quantities[id_].title
    if id_ in catalogue.faults:
        return catalogue.faults[id_].name
    return "" if id_ in catalogue.reasons else id_.replace("_", " ").capitalize()


def _where(repetitions: tuple[int, ...], analysis: Analysis) -> str:
    looked_at = analysis.counted or analysis.repetitions
    if not repetitions or (len(repetitions) == len(looked_at) and len(repetitions) > 1):
        return ""
    return f"repetition{'s' if len(repetitions) > 1 else ''} {listed(repetitions)}"


def facts(analysis: Analysis, *, provenance: Provenance, units: Units) -> tuple[Fact, ...]:
    """Return how the numbers came about, term by term."""
    facts = [
        ("View", _view(analysis)),
        *sensor_facts(analysis),
        ("Your own standing", _standing(analysis)),
        ("Video" if _filmed(analysis) else "Recording", _video(analysis)),
        ("Person and load", _person(analysis, units)),
        ("Scale of the bar's path", statement_on_the_scale(analysis)),
        ("Intervals", _intervals(analysis)),
        ("Repeatability", _repeatability(analysis)),
        (
            "Pose network" if _filmed(analysis) else "Positions" if analysis.motion.sensors is None else "Calibration",
            provenance.model or analysis.motion.origin.estimator or "",
        ),
        ("Settings", "; ".join(f"{_SETTINGS.get(n, n)}: {value}" for n, value in provenance.settings.items())),
        ("Versions", ", ".join(f"{name} {value}" for name, value in provenance.versions.items())),
        (f"Fingerprint of the {'video' if _filmed(analysis) else 'file'}", _fingerprint(analysis)),
    ]
    return tuple(Fact(term=term, text=text) for term, text in facts if text)


def seen(analysis: Analysis) -> tuple[Fact, ...]:
    """Return what was detected in a recording that could not be measured."""
    facts = [("Video", _video(analysis)), ("View", _view(analysis))]
    return tuple(Fact(term=term, text=text) for term, text in facts if text)


def _filmed(analysis: Analysis) -> bool:
    """Return whether a camera recorded it, and not motion capture."""
    return analysis.motion.coordinate_frame is CoordinateFrame.IMAGE_PX


def _view(analysis: Analysis) -> str:
    view = analysis.view
    if analysis.motion.sensors is not None:
        return ""
    if not _filmed(analysis):
        side = "" if analysis.side is None else f" The numbers are those of the {analysis.side.near_side} side."
        return f"Motion capture, projected onto the plane in which the person faces.{side}"
    text = f"Seen {VIEWS[view.label]}"
    if view.facing != "unknown" and view.label in {"side", "oblique"}:
        text += f", facing {view.facing}"
    if view.yaw_deg is not None:
        error = "" if view.yaw_error_deg is None else f" (give or take {view.yaw_error_deg:.0f}°)"
        text += f"; turned about {abs(view.yaw_deg):.0f}°{error} off a true side view"
    if view.turned:
        return f"{text}. The numbers are those of the middle of both sides, turned into a side view."
    if analysis.side is not None and view.label in {"side", "oblique"}:
        text += f". The numbers are those of the {analysis.side.near_side} side, which is nearer to the camera"
    return f"{text}."


def _standing(analysis: Analysis) -> str:
    standing = analysis.standing
    text = STANDING[standing.kind].format(duration=spoken(standing.duration_s, "s"), recording=standing.recording)
    end = "" if standing.kind == "none" else "; changes from standing count from there"
    return f"{text[0].upper()}{text[1:]}{end}."


def _video(analysis: Analysis) -> str:
    origin = analysis.motion.origin
    parts = []
    if origin.duration_s:
        parts.append(f"{origin.duration_s:.1f} s")
    if origin.fps:
        parts.append(f"{origin.fps:.4g} {'frames' if analysis.motion.sensors is None else 'samples'} per second")
    if origin.size_px is not None:
        parts.append(f"{origin.size_px[0]} \N{MULTIPLICATION SIGN} {origin.size_px[1]} pixels")
    if origin.format != "unknown":
        parts.append(origin.format)
    text = ", ".join(parts)
    return " ".join([f"{text}." if text else "", *origin.warnings]).strip()


def _person(analysis: Analysis, units: Units) -> str:
    person, parts = analysis.person, []
    if person.stature_m is not None:
        parts.append(f"{stature(person.stature_m, units)} tall")
    if person.mass_kg is not None:
        parts.append(f"{load(person.mass_kg, units)}")
    if analysis.load_kg is not None:
        parts.append(f"lifting {load(analysis.load_kg, units)}")
    sentence = f"{', '.join(parts)}." if parts else ""
    assumed = f"Assumed: {', '.join(analysis.assumed)}." if analysis.assumed else ""
    return f"{sentence} {assumed}".strip()


def _intervals(analysis: Analysis) -> str:
    measured = (m for r in analysis.repetitions for m in r.measurements.values())
    if not any(isinstance(m, Measurement) and m.interval for m in measured):
        return ""
    return (
        "\N{LEFT DOUBLE QUOTATION MARK}About 62°, could be 58 to 66°\N{RIGHT DOUBLE QUOTATION MARK}: nine times out "
        "of ten, the true angle should be in that range. This was checked on rendered people only. "
        "Camera, clothes and body shape shift all numbers of a recording the same way."
    )


def _repeatability(analysis: Analysis) -> str:
    """Say how large a difference within this clip has to be before it counts."""
    known: dict[str, float] = {}
    for repetition in analysis.repetitions:
        for id_, m in repetition.measurements.items():
            if isinstance(m, Measurement) and m.repeatability is not None and id_ in QUANTITIES and m.unit == "deg":
                known[id_] = max(known.get(id_, 0.0), m.repeatability)
    if not known:
        return ""
    each = listed([f"{QUANTITIES[id_].title.lower()} {spoken(v, 'deg')}" for id_, v in known.items()][:4])
    return (
        "Repetitions in one video share those shifts, so the difference between two of them is more certain. "
        f"A difference smaller than this may be chance: {each}."
    )


def _fingerprint(analysis: Analysis) -> str:
    digest = analysis.motion.origin.sha256
    return f"{analysis.motion.origin.name}, SHA-256 {digest[:16]}…" if digest else ""


def thresholds(analysis: Analysis, *, catalogue: Catalogue) -> tuple[ThresholdRow, ...]:
    """Return the threshold of each finding that is looked for in this exercise."""
    return tuple(
        _threshold(fault, analysis, catalogue)
        for fault in catalogue.faults.values()
        if fault.id in rules_in_use() and fault.silence(analysis.exercise) is None
    )


def _threshold(fault: Fault, analysis: Analysis, catalogue: Catalogue) -> ThresholdRow:
    band = fault.band(analysis.exercise)
    usual = "" if band.usual is None else spoken_range(*band.usual, fault.unit)
    return ThresholdRow(
        name=fault.name,
        line=f"{fault.direction} {spoken(band.threshold, fault.unit)}",
        usual=usual,
        grade=band.grade,
        grade_words=GRADES[band.grade],
        own_choice=band.unverified,
        sources=tuple(catalogue.evidence[c].citation for c in band.citations if c in catalogue.evidence),
        note=band.note or "",
    )
