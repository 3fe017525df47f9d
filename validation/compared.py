"""``hiphinge compare`` on rendered people: is a round back named first, and does a copy differ in tempo alone.

``pairs`` takes sets of one person in one place, as ``python -m tools.generator sets`` renders them, and compares the
clean set with the rounded one, and with another clean one where there is one: as two recordings of one day, and as two
of different days. It also shows how far a difference is from the true one. ``copies`` writes videos again slower,
mirrored, encoded again, and all of these, and compares each with its original.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import mean, median, pstdev

import hiphinge
from hiphinge.errors import HiphingeError
from hiphinge.exports.pose import write_pose
from hiphinge.progress.side_by_side import TEMPO
from hiphinge.workflow.comparing import Compared, ComparedSide, compare_sides, read_side
from validation.transformed import Transform, write

__all__ = ["COPIES", "Outcome", "analysed", "compare_pairs", "main", "outcome_of"]

CLEAN, ROUNDED, AGAIN = "clean", "rounded", "again"
ALIKE = "the same"
TRUE = {
    "lumbar_flexion_deg": "lumbar_flexion_deg",
    "thoracic_flexion_deg": "thoracic_flexion_deg",
    "thoracolumbar_flexion_deg": "thoracolumbar_flexion_deg",
    "trunk_inclination_deg": "trunk_deg",
    "pelvis_tilt_deg": "pelvis_tilt_deg",
    "hip_flexion_deg": "hip_flexion_deg",
    "knee_flexion_deg": "knee_flexion_deg",
}
"""What a truth file calls each quantity."""
COPIES: Mapping[str, Transform] = {
    "slower, mirrored, encoded again": Transform(frame=lambda image: image[:, ::-1], slower=2.0),
    "mirrored": Transform(frame=lambda image: image[:, ::-1]),
    "half as fast": Transform(slower=2.0),
    "encoded again": Transform(),
}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a comparison named.

    Attributes
    ----------
    first
        The first family of what belongs together, leaving tempo out; "the same" where nothing else differs.
    has_tempo
        Whether tempo differs.
    """

    first: str = ""
    has_tempo: bool = False


def outcome_of(found: Compared) -> Outcome:
    """Return what a comparison named first, tempo left out."""
    families = [one.family for one in found.families]
    return Outcome(first=next((name for name in families if name != TEMPO), ALIKE), has_tempo=TEMPO in families)


def analysed(video: Path, folder: Path, *, exercise: str | None = None) -> Path:
    """Return the folder of a video's analysis, analysed again from kept poses where there are some."""
    poses = folder / "pose.parquet"
    result = hiphinge.analyze(poses if poses.is_file() else video, exercise=exercise)
    folder.mkdir(parents=True, exist_ok=True)
    if not poses.is_file():
        write_pose(poses, result.analysis.recording or result.analysis.motion)
    (folder / "analysis.json").write_text(result.to_json(), encoding="utf-8")
    return folder


def compared(first: Path, second: Path, *, same_day: bool) -> Compared:
    """Compare the analyses of two folders as ``hiphinge compare`` does."""
    sides: list[ComparedSide] = [read_side(str(folder)) for folder in (first, second)]
    day = "same" if same_day else None
    one, other = (replace(side, day=day) for side in sides)
    return compare_sides(one, other)


def compare_pairs(sets: Path, analyses: Path, *, with_set: str) -> Iterator[dict[str, object]]:
    """Yield a row for each person who has a clean set and ``with_set``."""
    for truth in sorted(sets.glob(f"*_{CLEAN}.json")):
        names = [truth.stem, truth.stem.removesuffix(CLEAN) + with_set]
        if not (sets / f"{names[1]}.json").is_file():
            continue
        truths = [json.loads((sets / f"{name}.json").read_text(encoding="utf-8")) for name in names]
        row: dict[str, object] = {"person": truth.stem.removesuffix(f"_{CLEAN}"), "clothes": truths[0]["clothes"]}
        bottoms = [_at_bottoms(one, TRUE["lumbar_flexion_deg"]) for one in truths]
        row["true lumbar"] = round(bottoms[1] - bottoms[0], 1)
        try:
            folders = [analysed(sets / f"{name}.mp4", analyses / name) for name in names]
            both = {day: compared(*folders, same_day=day == "one day") for day in ("one day", "different days")}
        except HiphingeError as error:
            yield row | {"outcomes": {}, "why": str(error)}
            continue
        yield row | {
            "outcomes": {day: outcome_of(found).first for day, found in both.items()},
            "errors": _errors(both["one day"], truths),
        }


def _at_bottoms(truth: Mapping[str, object], name: str) -> float:
    """Return the median over the repetitions of a true angle in the middle of the bottom, degrees."""
    angles, repetitions = truth["truth"], truth["repetitions"]
    assert isinstance(angles, dict)  # noqa: S101  # as every truth file has it
    assert isinstance(repetitions, list)  # noqa: S101  # likewise
    return float(median(angles[name][(r["bottom_start"] + r["bottom_end"]) // 2] for r in repetitions))


def _errors(found: Compared, truths: Sequence[Mapping[str, object]]) -> dict[str, float]:
    """Return how far each measured difference is from the true one, degrees."""
    measured = {one.quantity: one.difference for one in found.differences}
    true = {id_: _at_bottoms(truths[1], name) - _at_bottoms(truths[0], name) for id_, name in TRUE.items()}
    return {id_: round(measured[id_] - true[id_], 2) for id_ in TRUE if id_ in measured}


def compare_copies(videos: Iterable[Path], analyses: Path) -> Iterator[dict[str, object]]:
    """Yield a row for each video and copy; the copy is deleted again, its analysis kept."""
    for video in videos:
        for name, transform in COPIES.items():
            row: dict[str, object] = {"video": video.stem, "copy": name}
            try:
                original = analysed(video, analyses / video.stem)
                copy = _copy(video, transform, analyses / f"{video.stem} {name}")
                found = compared(original, copy, same_day=True)
            except HiphingeError as error:
                yield row | {"why": str(error)}
                continue
            clear = {one.quantity: round(one.difference, 2) for one in found.differences if one.is_clear}
            yield row | {"first": outcome_of(found).first, "tempo": outcome_of(found).has_tempo, "clear": clear}


def _copy(video: Path, transform: Transform, folder: Path) -> Path:
    path = folder.with_name(f"{folder.name}.mp4")
    if not (folder / "pose.parquet").is_file():
        folder.parent.mkdir(parents=True, exist_ok=True)
        write(video, transform, path)
    try:
        return analysed(path, folder)
    finally:
        path.unlink(missing_ok=True)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a row of JSON for each comparison, then the sums."""
    options = _parser().parse_args(arguments)
    if options.what == "copies":
        videos = sorted(options.folder.glob("*.mp4"))[: options.most]
        rows = _printed(compare_copies(videos, options.analyses))
        said = Counter(f"{row['copy']}: {row.get('first', 'not compared')}" for row in rows)
        _say("\n".join(f"{words} {count}" for words, count in sorted(said.items())))
        return
    for with_set in (ROUNDED, AGAIN):
        rows = _printed(compare_pairs(options.folder, options.analyses, with_set=with_set))
        _say_sums(with_set, rows)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m validation.compared", description=__doc__)
    parser.add_argument("what", choices=("pairs", "copies"))
    parser.add_argument("folder", type=Path, help="folder of videos")
    parser.add_argument("--analyses", type=Path, required=True, help="folder for poses and analyses, which are kept")
    parser.add_argument("--most", type=int, help="how many videos, for copies (all)")
    return parser


def _printed(rows: Iterable[dict[str, object]]) -> list[dict[str, object]]:
    kept = []
    for row in rows:
        _say(json.dumps(row))
        kept.append(row)
    return kept


def _say_sums(with_set: str, rows: Sequence[dict[str, object]]) -> None:
    outcomes = [known for row in rows if isinstance(known := row["outcomes"], dict)]
    for day in ("one day", "different days"):
        said = Counter(known.get(day, "not compared") for known in outcomes)
        words = ", ".join(f"{word} {count}" for word, count in said.most_common())
        _say(f"clean against {with_set}, {day}, of {len(rows)}: {words}")
    for id_ in TRUE:
        errors = [known[id_] for row in rows if isinstance(known := row.get("errors"), dict) and id_ in known]
        if len(errors) > 1:
            _say(f"  {id_}: error of the difference {mean(errors):+.1f}, SD {pstdev(errors):.1f}, of {len(errors)}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
