"""The command: run the network on folders of clips, measure, write tables or the page of the documentation."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from validation.accuracy.back import back_clip, calibrating
from validation.accuracy.back_tables import at_bottoms, back_by_group, measured_summary
from validation.accuracy.errors import ClipErrors, clip_errors
from validation.accuracy.groups import BY, without_load, worn
from validation.accuracy.observing import observe
from validation.accuracy.page import Evidence, write_page
from validation.accuracy.tables import by_depth, by_group, correction, found, intervals, pattern_share

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables of one folder, or write the page of the documentation from several."""
    parser = argparse.ArgumentParser(prog="python -m validation.accuracy", description=__doc__)
    parser.add_argument("folder", type=Path, help="videos of held-out people, with truth files beside them")
    parser.add_argument("--model", default="full", help="size of the network; the page takes the usual one")
    parser.add_argument("--jobs", type=int, default=1, help="processes that run the network")
    parser.add_argument("--out", type=Path, help="file to write; printed if not given")
    parser.add_argument("--page", action="store_true", help="write the page of the documentation")
    parser.add_argument("--trained", type=Path, help="for the page: the other people")
    parser.add_argument("--captured", type=Path, help="for the page: recorded motion on rendered people")
    parser.add_argument("--markers", type=Path, nargs="*", default=[], help="for the page: marker files")
    parser.add_argument("--sizes", type=Path, help="for the page: a folder to measure with every network size")
    parser.add_argument("--elsewhere", type=Path, help="for the page: results of `python -m validation.elsewhere`")
    asked = parser.parse_args(arguments)
    if asked.page and not (asked.trained and asked.captured and asked.markers and asked.sizes):
        parser.error("the page needs --trained, --captured, --markers and --sizes: its text describes all of them")
    began = time.monotonic()
    text = _page(asked) if asked.page else tables(measured(asked.folder, model=asked.model, jobs=asked.jobs))
    if asked.out is None:
        print(text)
    else:
        asked.out.write_text(text + "\n", encoding="utf-8")
        print(f"{asked.out}: {time.monotonic() - began:.0f} s")


def measured(folder: Path, *, model: str = "full", jobs: int = 1) -> list[ClipErrors]:
    """Return the errors of every clip of a folder."""
    return [clip_errors(video, motion) for video, motion in observe(folder, model=model, jobs=jobs)]


def tables(clips: Sequence[ClipErrors]) -> str:
    """Return every table of one folder."""
    plain = without_load(clips)
    parts = [by_group(clips, "load", BY["load"])]
    parts += [f"Without load:\n\n{by_group(plain, what, by)}" for what, by in BY.items() if what != "load"]
    parts += [by_depth(plain), correction({"no load": plain, "all": clips}), intervals(plain), found(clips)]
    backs = [back_clip(c) for c in clips]
    parts += ["The back:", measured_summary(backs), back_by_group(backs, "worn and held", worn), at_bottoms(backs)]
    return "\n\n".join([*parts, f"Pattern right, stoops left out: {pattern_share(clips):.3f}."])


def _page(asked: argparse.Namespace) -> str:
    evidence = Evidence(
        held_out=measured(asked.folder, jobs=asked.jobs),
        trained=measured(asked.trained, jobs=asked.jobs),
        captured=measured(asked.captured, jobs=asked.jobs),
        markers=tuple(asked.markers),
        sizes={m: measured(asked.sizes, model=m, jobs=asked.jobs) for m in ("lite", "full", "heavy")},
        calibrating=calibrating(asked.folder, jobs=asked.jobs),
        elsewhere=asked.elsewhere,
    )
    return write_page(evidence)
