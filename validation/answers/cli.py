"""The command: score a folder of analyses, and answers that know nothing beside them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from validation.answers.baselines import BASELINES
from validation.answers.clips import Clip, read_clips
from validation.answers.page import page
from validation.answers.scores import Score, scores

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every score; return 1 if one falls short, or if answers that know nothing reach all that they change."""
    parser = argparse.ArgumentParser(prog="python -m validation.answers", description=__doc__)
    parser.add_argument(
        "folders",
        type=Path,
        nargs="+",
        metavar="FOLDER",
        help="pairs: truth files of rendered people, NAME.json, and what `hiphinge analyze` wrote, NAME/analysis.json",
    )
    parser.add_argument(
        "--unseen",
        type=Path,
        nargs="+",
        default=[],
        metavar="FOLDER",
        help="the same of people never looked at",
    )
    parser.add_argument("--page", type=Path, metavar="FILE", help="also write the page of the documentation")
    parser.add_argument("--note", default="", help="a paragraph of the page: which of the people were looked at before")
    asked = parser.parse_args(arguments)
    if len(asked.folders) % 2 or len(asked.unseen) % 2:
        parser.error("Each folder of clips needs one of analyses after it.")
    unseen = _read(asked.unseen)
    clips = _read(asked.folders) + unseen
    usual = scores(clips)
    print(table(usual))
    if asked.page is not None:
        asked.page.write_text(page(clips, unseen, note=asked.note), encoding="utf-8")
    passed = []
    for name, changed in BASELINES.items():
        theirs = scores([changed(clip) for clip in clips])
        short = [one.name for one, ours in zip(theirs, usual, strict=True) if not one.met and _differs(one, ours)]
        print(f"\n{name}: falls short in {', '.join(short) or 'nothing'}")
        passed += [] if short else [name]
    return int(bool(passed) or not all(score.met for score in usual))


def _read(folders: Sequence[Path]) -> list[Clip]:
    pairs = zip(folders[::2], folders[1::2], strict=True)
    return [clip for folder, analyses in pairs for clip in read_clips(folder, analyses)]


def _differs(one: Score, other: Score) -> bool:
    return repr(one.value) != repr(other.value)


def table(found: Iterable[Score]) -> str:
    """Return scores as Markdown."""
    rows = [
        f"| {s.name} | {s.value:.3f} | {'at most' if s.at_most else 'at least'} {s.goal:g} | {s.cases} | "
        f"{'met' if s.met else 'short'} |"
        for s in found
    ]
    return "\n".join(["| score | value | goal | cases | |", "| --- | --- | --- | --- | --- |", *rows])
