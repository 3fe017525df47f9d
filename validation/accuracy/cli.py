"""The command: observe a folder of clips, measure, print tables."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from validation.accuracy.errors import TRUTH_OF, ClipErrors, clip_errors, rms
from validation.accuracy.observing import observe

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

GROUPS: dict[str, Callable[[ClipErrors], bool]] = {
    "all": lambda _: True,
    "without iron": lambda c: c.kind["iron"] is None,
    "without iron, skin or fitted": lambda c: c.kind["iron"] is None and c.kind["clothes"] in {"skin", "fitted"},
    "without iron, loose or hoodie": lambda c: c.kind["iron"] is None and c.kind["clothes"] in {"loose", "hoodie"},
    "bar in the hands": lambda c: c.kind["iron"] == "bar",
    "bar on the back": lambda c: c.kind["iron"] == "back",
    "bell": lambda c: c.kind["iron"] == "bell",
    "yaw over 10 degrees": lambda c: abs(c.kind["camera"]["yaw"]) > 10,  # noqa: PLR2004 - the group's own line
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure a folder and print its tables as Markdown."""
    parser = argparse.ArgumentParser(prog="python -m validation.accuracy", description=__doc__)
    parser.add_argument("folder", type=Path, help="films with truth files beside them")
    parser.add_argument("--model", default="full", help="size of the network")
    parser.add_argument("--jobs", type=int, default=1, help="processes that observe")
    parser.add_argument("--out", type=Path, help="file to write; printed if not given")
    asked = parser.parse_args(arguments)
    clips = [clip_errors(film, motion) for film, motion in observe(asked.folder, model=asked.model, jobs=asked.jobs)]
    page = tables(clips)
    if asked.out is None:
        print(page)
    else:
        asked.out.write_text(page + "\n", encoding="utf-8")


def tables(clips: Sequence[ClipErrors]) -> str:
    """Return the tables of a set of clips: errors by group and by movement, repetitions, patterns."""
    movements = sorted({str(c.kind["movement"]) for c in clips})
    by_movement = {m: [c for c in clips if c.kind["movement"] == m and c.kind["iron"] is None] for m in movements}
    lines = ["| clips | number | trunk | knee | shin | frames measured |", "| --- | --- | --- | --- | --- | --- |"]
    groups = {name: [c for c in clips if belongs(c)] for name, belongs in GROUPS.items()}
    groups |= {f"{name}, without iron": some for name, some in by_movement.items()}
    lines += [_row(name, some) for name, some in groups.items() if some]
    true, found, matched = (sum(getattr(c, k) for c in clips) for k in ("true", "found", "matched"))
    told = [a == b for c in clips for a, b in c.patterns if a != "stoop"]
    lines += [
        "",
        f"Repetitions: {true} true, {found} found, {matched} matched (F1 {2 * matched / max(true + found, 1):.3f}).",
        f"Pattern right, stoops left out: {sum(told) / max(len(told), 1):.3f} of {len(told)}.",
    ]
    return "\n".join(lines)


def _row(name: str, clips: Sequence[ClipErrors]) -> str:
    errors = " | ".join(f"{rms(c.error[id_] for c in clips):.1f}°" for id_ in TRUTH_OF)
    covered = [share for c in clips for share in c.covered.values()]
    return f"| {name} | {len(clips)} | {errors} | {sum(covered) / max(len(covered), 1):.0%} |"
