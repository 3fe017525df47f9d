"""Videos transformed as people's phones and sites do it: whether the answer stays the same.

Each clip is written again as it is, turned, mirrored, faster, slower, small, and letter-boxed, and analysed. What the
answers then have in common with that of the clip itself is counted. "unclear" is where one of the two says why it
cannot tell the pattern or measure the back, or that the neighbouring word could be right as well: not the same, and no
contradiction.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import hiphinge
from hiphinge.analysis import Analysis, Repetition
from hiphinge.exports.pose import write_pose
from hiphinge.findings import BackComparison
from hiphinge.measures import Measurement
from hiphinge.sources.video import open_video

__all__ = ["TRANSFORMS", "Transform", "compare", "main", "write"]

Image = NDArray[np.uint8]

COMPARED = ("count", "pattern", "back in degrees", "back in words")
WITHIN_DEG = 5.0
LARGEST_PX = 4096
SMALL_LINES = 240
CLOCK = 90_000
"""Ticks of a second in the written videos."""
QUALITY = "18"
"""Constant rate factor of H.264: what is lost is hardly visible."""


@dataclass(frozen=True, kw_only=True)
class Transform:
    """What is done to each frame, and by how much time is stretched."""

    frame: Callable[[Image], Image] = np.asarray
    slower: float = 1.0


def _small(image: Image) -> Image:
    import cv2  # noqa: PLC0415 - only where videos are written

    height, width = image.shape[:2]
    scale = SMALL_LINES / min(height, width)
    size = (round(width * scale), round(height * scale))
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)


def _boxed(image: Image) -> Image:
    height, width = image.shape[:2]
    bar = max(height, width) // 4
    edges = ((0, 0), (bar, bar)) if height > width else ((bar, bar), (0, 0))
    return np.pad(image, (*edges, (0, 0)))


TRANSFORMS = {
    "encoded again": Transform(),
    "turned by 90": Transform(frame=lambda image: np.rot90(image, -1)),
    "turned by 180": Transform(frame=lambda image: np.rot90(image, 2)),
    "turned by 270": Transform(frame=lambda image: np.rot90(image, 1)),
    "mirrored": Transform(frame=lambda image: image[:, ::-1]),
    "1.25 times as fast": Transform(slower=0.8),
    "half as fast": Transform(slower=2.0),
    "240 lines": Transform(frame=_small),
    "letter-boxed": Transform(frame=_boxed),
}


def write(clip: Path, transform: Transform, path: Path) -> None:
    """Write a clip transformed, each frame at its own time."""
    import av  # noqa: PLC0415 - only where videos are written

    with av.open(str(path), "w") as container:
        stream = None
        for image, time_s in _frames(clip, transform):
            if stream is None:
                stream = container.add_stream("libx264", rate=30, options={"crf": QUALITY, "preset": "veryfast"})
                stream.height, stream.width = image.shape[:2]
                stream.pix_fmt = "yuv420p"
                stream.codec_context.time_base = Fraction(1, CLOCK)
            frame = av.VideoFrame.from_ndarray(image, format="rgb24")
            frame.pts, frame.time_base = round(time_s * CLOCK), Fraction(1, CLOCK)
            container.mux(stream.encode(frame))
        if stream is not None:
            container.mux(stream.encode())


def _frames(clip: Path, transform: Transform) -> Iterator[tuple[Image, float]]:
    first_s: float | None = None
    for frame in open_video(clip, max_side_px=LARGEST_PX):
        first_s = frame.time_s if first_s is None else first_s
        image = transform.frame(frame.image_rgb)
        height, width = (side // 2 * 2 for side in image.shape[:2])
        yield np.ascontiguousarray(image[:height, :width]), (frame.time_s - first_s) * transform.slower


def compare(before: Analysis, after: Analysis) -> dict[str, str]:
    """Return what became of count, patterns, degrees and words of backs: "same", "unclear", "different"."""
    one, other = before.counted, after.counted
    if len(one) != len(other):
        return {"count": "different", **dict.fromkeys(COMPARED[1:], "not compared")}
    pairs = list(zip(one, other, strict=True))
    return {
        "count": "same",
        "pattern": _worst(_patterns(a.pattern.label, b.pattern.label) for a, b in pairs),
        "back in degrees": _worst(_backs(_lumbar_deg(a), _lumbar_deg(b)) for a, b in pairs),
        "back in words": _worst(_words(a.back, b.back) for a, b in pairs),
    }


def _worst(words: Iterator[str]) -> str:
    said = set(words)
    return next((word for word in ("different", "unclear") if word in said), "same")


def _patterns(before: str, after: str) -> str:
    return "same" if before == after else "unclear" if "unclear" in (before, after) else "different"


def _backs(before: float | None, after: float | None) -> str:
    if before is None or after is None:
        return "same" if before is after else "unclear"
    return "same" if abs(before - after) <= WITHIN_DEG else "different"


def _words(before: BackComparison | None, after: BackComparison | None) -> str:
    if before is None or after is None:
        return "same" if before is after else "unclear"
    if before.label == after.label:
        return "same"
    if {before.label, after.label} == {"below", "above"}:
        return "different"
    either = "not_measurable" in (before.label, after.label) or before.near or after.near
    return "unclear" if either or before.may_be_above or after.may_be_above else "different"


def _lumbar_deg(repetition: Repetition) -> float | None:
    measured = repetition.measurements.get("lumbar_flexion_deg")
    return measured.value if isinstance(measured, Measurement) else None


def _analysis(video: Path, *, poses: Path) -> Analysis:
    """Analyse a video; its poses are kept, so that another run is quick."""
    if poses.is_file():
        return hiphinge.analyze(poses).analysis
    analysis = hiphinge.analyze(video).analysis
    poses.parent.mkdir(parents=True, exist_ok=True)
    write_pose(poses, analysis.recording or analysis.motion)
    return analysis


def _row(clip: Path, name: str, out: Path) -> dict[str, object]:
    before = _analysis(clip, poses=out / clip.stem / "as it is.parquet")
    path = out / clip.stem / f"{name}.mp4"
    poses = path.with_suffix(".parquet")
    if not poses.is_file() and not path.is_file():
        write(clip, TRANSFORMS[name], path)
    after = _analysis(path, poses=poses)
    path.unlink(missing_ok=True)
    return {"clip": clip.stem, "transform": name, **compare(before, after), **_shown(before, after)}


def _shown(before: Analysis, after: Analysis) -> dict[str, object]:
    """Return what both say of view, patterns and backs."""
    return {
        "views": [before.view.label, after.view.label],
        "patterns": [[r.pattern.label for r in one.counted] for one in (before, after)],
        "backs": [[_lumbar_deg(r) for r in one.counted] for one in (before, after)],
        "words": [[r.back.label if r.back else None for r in one.counted] for one in (before, after)],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Transform and analyse clips, and print a row of JSON for each, then a table of sums."""
    parser = argparse.ArgumentParser(prog="python -m validation.transformed", description=__doc__)
    parser.add_argument("folder", type=Path, help="folder of videos")
    parser.add_argument("--out", type=Path, required=True, help="folder for the poses")
    parser.add_argument("--only", choices=TRANSFORMS, nargs="+", default=list(TRANSFORMS))
    options = parser.parse_args(arguments)
    said: dict[str, Counter[str]] = {}
    for clip in sorted(options.folder.glob("*.mp4")):
        for name in options.only:
            row = _row(clip, name, options.out)
            sys.stdout.write(json.dumps(row) + "\n")
            sys.stdout.flush()
            said.setdefault(name, Counter()).update(f"{what} {row[what]}" for what in COMPARED)
    for name, words in said.items():
        sys.stdout.write(f"{name}: " + ", ".join(f"{word} {n}" for word, n in sorted(words.items())) + "\n")


if __name__ == "__main__":
    main()
