"""Hips and back of each repetition: contour over reference posture, the angles in words, or why there are none."""

from hiphinge.analysis import Analysis, Measurement, Repetition
from hiphinge.findings import NotMeasurable
from hiphinge.motion import FloatArray
from hiphinge.reports.contours import DorsalContours, contour, dorsal_contours_of, reference_contour
from hiphinge.reports.model import BackCard, BackPart, BackSection, Contour, Gap
from hiphinge.reports.text import clock
from hiphinge.reports.text.of_back import (
    PARTS,
    TRUST,
    TRUST_SENSORS,
    against_standing,
    is_rough,
    share_words,
    spread_words,
    value_words,
)
from hiphinge.reports.text.sensor_statement import warning_of_sensors, who_measured

__all__ = ["back_section"]

_LUMBAR, _SHARE = "lumbar_flexion_deg", "lumbar_share"
_NAMES = {**{id_: words[0] for id_, words in PARTS.items()}, _SHARE: "Hips' share of the bend"}
_MAX_OPEN = 2
"""So many repetitions are shown at once; of more, those whose lower back differs least and most from standing."""
_ROUGH = "Take these numbers as rough. Film in fitted clothes and square to your side, and the ranges get narrower."
_STANDS_ELSEWHERE = "Your standing shape comes from another recording, so only this repetition is drawn."
_COUNTED_ELSEWHERE = "The drawing shows your standing shape in this video; the numbers count from the other recording."
_STANDING_HIDDEN = (
    "Something hides the shape of your back where you stand, so only this repetition is drawn. The numbers count from "
    "your standing all the same."
)
_LOCKOUT = (
    "You never stood still in this video: your standing shape is your back at the top of your repetitions, and every "
    "change counts from there."
)
_MORE, _MORE_SENSORS = "What is measured of the back, and how far to trust it", "How motion sensors measure the back"
_NO_STANDING = "This video does not show your standing shape, so only this repetition is drawn."


def back_section(analysis: Analysis) -> BackSection | None:
    """Return hips and back of every repetition that counts; None where none does."""
    repetitions = analysis.counted
    if not repetitions:
        return None
    is_worn = analysis.motion.sensors is not None or any(
        check.id == _LUMBAR and check.used == "sensors" for check in analysis.sensor_checks
    )
    trust, more = (TRUST_SENSORS, _MORE_SENSORS) if is_worn else (TRUST, _MORE)
    measured = [r for r in repetitions if any(isinstance(r.measurements.get(id_), Measurement) for id_ in PARTS)]
    if not measured:
        return BackSection(cards=(), note="", spread="", not_measurable=_gaps(repetitions), trust=trust, more=more)
    tags = _tags(measured)
    edges = dorsal_contours_of(analysis)
    own = None if edges is None else reference_contour(analysis, edges)
    cards = tuple(
        _card(r, analysis, edges, own, tag=tags.get(r.index, ""), is_open=not tags or r.index in tags)
        for r in repetitions
    )
    return BackSection(
        cards=cards,
        note=" ".join(
            part
            for part in (
                who_measured(analysis),
                warning_of_sensors(analysis),
                _ROUGH if _mostly_rough(cards) and not is_worn else "",
            )
            if part
        ),
        spread=spread_words([m for r in measured if isinstance(m := r.measurements.get(_LUMBAR), Measurement)]),
        not_measurable=(),
        trust=trust,
        more=more,
    )


def _mostly_rough(cards: tuple[BackCard, ...]) -> bool:
    rough = [part.rough for card in cards for part in card.parts if part.id == _LUMBAR]
    return 2 * sum(rough) >= max(len(rough), 1)


def _tags(measured: list[Repetition]) -> dict[int, str]:
    """Return labels for the repetitions that represent many; none where all are shown."""
    if len(measured) <= _MAX_OPEN:
        return {}
    away = {r.index: abs(m.value) for r in measured if isinstance(m := r.measurements.get(_LUMBAR), Measurement)}
    if not away:
        return {measured[0].index: "first", measured[-1].index: "last"}
    least, most = min(away, key=away.__getitem__), max(away, key=away.__getitem__)
    return {least: "lower back changed least", most: "lower back changed most"}


def _card(
    repetition: Repetition,
    analysis: Analysis,
    edges: DorsalContours | None,
    own: FloatArray | None,
    *,
    tag: str,
    is_open: bool,
) -> BackCard:
    parts = tuple(_parts(repetition))
    drawn = _drawn(repetition, edges, own) if parts else None
    share = repetition.measurements.get(_SHARE)
    return BackCard(
        index=repetition.index,
        title=f"Repetition {repetition.index}",
        time_s=repetition.bottom_s,
        time=clock(repetition.bottom_s),
        tag=tag,
        is_open=is_open,
        contour=drawn,
        no_contour="" if drawn is None else _note_on_reference(analysis, drawn),
        parts=parts,
        share=share_words(share) if isinstance(share, Measurement) and parts else "",
        not_measurable=_gaps((repetition,)),
    )


def _parts(repetition: Repetition) -> list[BackPart]:
    found = ((id_, repetition.measurements.get(id_)) for id_ in PARTS)
    return [
        BackPart(
            id=id_,
            name=PARTS[id_][0],
            value=value_words(m.value, m.interval),
            against=against_standing(id_, m.value, m.interval),
            rough=is_rough(m.interval),
        )
        for id_, m in found
        if isinstance(m, Measurement)
    ]


def _drawn(repetition: Repetition, edges: DorsalContours | None, own: FloatArray | None) -> Contour | None:
    if edges is None:
        return None
    lumbar = repetition.measurements.get(_LUMBAR)
    words = f": lower back {value_words(lumbar.value, lumbar.interval)}" if isinstance(lumbar, Measurement) else ""
    over = "" if own is None else " over your standing shape"
    alt = f"Contour of the back at the bottom of repetition {repetition.index}{over}, turned upright{words}."
    return contour(edges, own=own, time_s=repetition.bottom_s, alt=alt)


def _note_on_reference(analysis: Analysis, drawn: Contour) -> str:
    """Return the note about the reference contour that is drawn, or is not."""
    if drawn.own:
        return {"calibration": _COUNTED_ELSEWHERE, "lockout": _LOCKOUT}.get(analysis.standing.kind, "")
    return {"calibration": _STANDS_ELSEWHERE, "none": _NO_STANDING}.get(analysis.standing.kind, _STANDING_HIDDEN)


def _gaps(repetitions: tuple[Repetition, ...]) -> tuple[Gap, ...]:
    """Return what is not measurable in these repetitions, one entry for each reason."""
    grouped: dict[tuple[str, str], list[str]] = {}
    for repetition in repetitions:
        for id_, name in _NAMES.items():
            m = repetition.measurements.get(id_)
            if isinstance(m, NotMeasurable):
                grouped.setdefault((m.reason, m.do), []).append(name)
    return tuple(
        Gap(names=tuple(dict.fromkeys(names)), where="", reason=reason, do=do)
        for (reason, do), names in grouped.items()
    )
