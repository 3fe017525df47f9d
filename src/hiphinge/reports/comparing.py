"""Two repetitions of a set in step: which images and numbers stand side by side."""

from hiphinge.analysis import Analysis, Repetition
from hiphinge.catalogue import Catalogue
from hiphinge.reports.back_drawing import BACK_QUANTITIES
from hiphinge.reports.charting import CHARTED
from hiphinge.reports.figures import BOTTOM_QUANTITIES, Studio, drawn_for, padded
from hiphinge.reports.frame_words import SHORT_TITLES, number_at
from hiphinge.reports.model import Comparison, ComparisonStep, Figure
from hiphinge.reports.moments import STEP_NAMES, StepName, steps_of
from hiphinge.reports.poses import Box, PoseTrack
from hiphinge.reports.ranking import Pair, further_in_worst, pair_to_compare
from hiphinge.reports.text import clock, listed
from hiphinge.reports.text.sentences import SENTENCES

__all__ = ["compare"]


def compare(
    analysis: Analysis, *, catalogue: Catalogue, track: PoseTrack | None, studio: Studio | None
) -> Comparison | None:
    """Return the best and the worst repetition side by side, or None where there are not two."""
    pair = pair_to_compare(analysis, catalogue=catalogue)
    if pair is None or track is None:
        return None
    left, right = steps_of(pair.best, analysis), steps_of(pair.worst, analysis)
    drawn = _drawn(pair, catalogue)
    cut = _cut(track, pair)
    return Comparison(
        title="First and last repetition, in step" if pair.alike else "Best and worst repetition, in step",
        explanation=_explanation(pair, catalogue),
        left_title=_title(pair.best, "First" if pair.alike else "Best"),
        right_title=_title(pair.worst, "Last" if pair.alike else "Worst"),
        steps=tuple(
            ComparisonStep(
                name=STEP_NAMES[name],
                left=_figure(studio, pair.best, name, left[name], drawn, cut),
                right=_figure(studio, pair.worst, name, right[name], drawn, cut),
                left_time_s=left[name],
                right_time_s=right[name],
                left_numbers=_numbers(analysis, track.index(left[name])),
                right_numbers=_numbers(analysis, track.index(right[name])),
            )
            for name in STEP_NAMES
            if name in left and name in right
        ),
    )


def _title(repetition: Repetition, rank: str) -> str:
    return f"{rank}: repetition {repetition.index}"


def _explanation(pair: Pair, catalogue: Catalogue) -> str:
    if pair.alike:
        return f"{SENTENCES['alike']} {SENTENCES['compared']}"
    better = {f.id for f in pair.best.findings}
    found = {
        "only_in_worst": [f.id for f in pair.worst.findings if f.id not in better],
        "further_in_worst": further_in_worst(pair),
    }
    named = {key: [catalogue.faults[id_].name.lower() for id_ in ids] for key, ids in found.items()}
    sentences = [
        SENTENCES[key].format(best=pair.best.index, worst=pair.worst.index, names=listed(names))
        for key, names in named.items()
        if names
    ]
    return " ".join([*sentences, SENTENCES["compared"]])


def _drawn(pair: Pair, catalogue: Catalogue) -> tuple[str, ...]:
    """Return what is drawn in all images: the back, and what sets the two apart, else trunk and knee."""
    faults = [catalogue.faults[f.id] for f in pair.worst.findings if f.level == "fault"]
    drawn = drawn_for(min(faults, key=lambda f: f.priority)) if faults else BOTTOM_QUANTITIES
    return drawn if {*BACK_QUANTITIES} & {*drawn} else (BACK_QUANTITIES[0], *drawn)


def _cut(track: PoseTrack, pair: Pair) -> Box | None:
    boxes = (track.box(start_s=r.start_s, end_s=r.end_s, with_back=True) for r in (pair.best, pair.worst))
    return padded((b for b in boxes if b is not None), track.size)


def _figure(
    studio: Studio | None,
    repetition: Repetition,
    step: StepName,
    time_s: float,
    drawn: tuple[str, ...],
    cut: Box | None,
) -> Figure | None:
    if studio is None:
        return None
    alt = f"Repetition {repetition.index}, {STEP_NAMES[step].lower()}, {clock(time_s)}."
    return studio.figure(time_s, quantities=drawn, box=cut, alt=alt)


def _numbers(analysis: Analysis, index: int) -> tuple[str, ...]:
    numbers = ((SHORT_TITLES[id_], number_at(analysis, id_, index, still=True)) for id_ in CHARTED)
    return tuple(f"{title} {number}" for title, number in numbers if number is not None)
