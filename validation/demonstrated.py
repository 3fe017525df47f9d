"""``hiphinge compare demonstration`` on rendered people: is the one planted difference named first.

Takes clips of ``python -m tools.generator planted``; each shows the demonstration's hip hinge but for one difference.
With ``--real FOLDER`` it compares pairs of real videos in that folder with the demonstration and with one another, too.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from hiphinge.errors import HiphingeError
from hiphinge.workflow.comparing import compare_sides, read_side
from hiphinge.workflow.demonstrations import demonstration
from validation.compared import analysed, outcome_of

__all__ = ["FAMILY_OF", "main", "planted_rows"]

EXERCISE = "hip_hinge"
FAMILY_OF = {"back": "back", "knees": "knees and shins", "lean": "lean of the trunk", "head": "head"}
"""What a comparison calls each planted difference."""


def planted_rows(clips: Path, analyses: Path) -> Iterator[dict[str, object]]:
    """Yield a row for each clip: what was planted, what is named first, and all that is named."""
    for truth in sorted(clips.glob("planted_*.json")):
        planted = json.loads(truth.read_text(encoding="utf-8"))["planted"]
        row: dict[str, object] = {"clip": truth.stem, "planted": FAMILY_OF[planted]}
        try:
            filmed = read_side(str(analysed(clips / f"{truth.stem}.mp4", analyses / truth.stem, exercise=EXERCISE)))
            found = compare_sides(demonstration(EXERCISE), filmed)
        except HiphingeError as error:
            yield row | {"why": str(error)}
            continue
        sizes = {one.quantity: (round(one.difference, 1), round(one.size, 2)) for one in found.differences[:4]}
        yield row | {"first": outcome_of(found).first, "named": [f.family for f in found.families], "largest": sizes}


def real_rows(videos: Sequence[Path], analyses: Path) -> Iterator[dict[str, object]]:
    """Yield what is named first of each pair of videos of one person, the first being the reference."""
    sides = [replace(read_side(str(analysed(video, analyses / video.stem))), day="same") for video in videos]
    for side in sides[1:]:
        try:
            found = compare_sides(sides[0], side)
        except HiphingeError as error:
            yield {"pair": f"{sides[0].name} {side.name}", "why": str(error)}
            continue
        yield {"pair": f"{sides[0].name} {side.name}", "named": [f.family for f in found.families]}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a row for each clip, and how often the planted difference is named first."""
    parser = argparse.ArgumentParser(prog="python -m validation.demonstrated", description=__doc__)
    parser.add_argument("clips", type=Path)
    parser.add_argument("--analyses", type=Path, required=True, help="folder for the analyses, kept")
    parser.add_argument("--real", type=Path, nargs="+", help="videos of one person; the first is the reference")
    asked = parser.parse_args(arguments)
    rows = list(planted_rows(asked.clips, asked.analyses))
    for row in [*rows, *(real_rows(asked.real, asked.analyses) if asked.real else ())]:
        sys.stdout.write(json.dumps(row) + "\n")
    first = sum(row.get("first") == row["planted"] for row in rows)
    sys.stdout.write(f"The planted difference is named first in {first} of {len(rows)} clips.\n")


if __name__ == "__main__":
    main()
