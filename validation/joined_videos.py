"""Videos joined from stretches of different views: whether the usable one is found, and nothing counts across a cut.

Each video holds one clip from the side whole, and parts of clips from other views and short parts of other clips from
the side around it, each shown as large as it fits into the same frame. The whole clip is the usable stretch.
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

import hiphinge
from hiphinge.analysis import Analysis
from hiphinge.exports.pose import write_pose
from hiphinge.sources.video import open_video

__all__ = ["Joined", "join", "main", "measure"]

SIZE_PX = 480
FPS = 30
WITHIN_S = 0.3
SHORT_S = (1.0, 3.0)


@dataclass(frozen=True, kw_only=True)
class Joined:
    """A joined video: the usable stretch and the cuts, seconds, and how many repetitions its clip shows alone."""

    path: Path
    start_s: float
    end_s: float
    cuts_s: tuple[float, ...]
    clip: str
    repetitions: int


def _frames(clip: Path, *, start_s: float, end_s: float) -> Iterator[np.ndarray]:
    """Yield frames at `FPS`, letter-boxed into a square."""
    import cv2  # noqa: PLC0415 - only where videos are written

    due_s: float | None = None
    for frame in open_video(clip, max_side_px=SIZE_PX):
        due_s = frame.time_s if due_s is None else due_s
        if frame.time_s >= end_s:
            return
        if frame.time_s < start_s or frame.time_s < due_s - 1e-3:
            continue
        due_s = max(due_s, start_s) + 1 / FPS
        height, width = frame.image_rgb.shape[:2]
        scale = SIZE_PX / max(height, width)
        small = cv2.resize(frame.image_rgb, (round(width * scale), round(height * scale)))
        canvas = np.zeros((SIZE_PX, SIZE_PX, 3), dtype=np.uint8)
        top, left = (SIZE_PX - small.shape[0]) // 2, (SIZE_PX - small.shape[1]) // 2
        canvas[top : top + small.shape[0], left : left + small.shape[1]] = small
        yield canvas


def join(parts: Sequence[tuple[Path, float, float]], path: Path) -> list[float]:
    """Write one video from parts of clips (file, start, end); return where each part begins, then the end, seconds."""
    import av  # noqa: PLC0415 - only where videos are written

    edges = []
    count = 0
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=Fraction(FPS))
        stream.width = stream.height = SIZE_PX
        stream.pix_fmt = "yuv420p"
        for clip, start_s, end_s in parts:
            edges.append(count / FPS)
            for image in _frames(clip, start_s=start_s, end_s=end_s):
                container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
                count += 1
        container.mux(stream.encode())
    return [*edges, count / FPS]


def _composed(number: int, *, side: Sequence[Path], others: Sequence[Path], out: Path) -> Joined:
    """Write one video whose composition follows from its number."""
    choose = random.Random(number)  # noqa: S311 - not for secrets
    whole = side[number % len(side)]
    around = [_short(choose.choice(others), choose) for _ in range(choose.randint(1, 3))]
    around += [_short(choose.choice(side), choose) for _ in range(choose.randint(0, 1))]
    choose.shuffle(around)
    place = choose.randint(0, len(around))
    parts = [*around[:place], (whole, 0.0, float("inf")), *around[place:]]
    path = out / f"joined_{number:02}.mp4"
    edges = join(parts, path)
    alone = _analysis(whole, poses=out / "alone" / f"{whole.stem}.parquet")
    return Joined(
        path=path,
        start_s=edges[place],
        end_s=edges[place + 1],
        cuts_s=tuple(edges[1:-1]),
        clip=whole.stem,
        repetitions=len(alone.counted),
    )


def _short(clip: Path, choose: random.Random) -> tuple[Path, float, float]:
    start_s = choose.uniform(0.0, 1.0)
    return clip, start_s, start_s + choose.uniform(*SHORT_S)


def _analysis(video: Path, *, poses: Path) -> Analysis:
    """Analyse a video; its poses are kept, so that another run is quick."""
    if poses.is_file():
        return hiphinge.analyze(poses).analysis
    analysis = hiphinge.analyze(video).analysis
    poses.parent.mkdir(parents=True, exist_ok=True)
    write_pose(poses, analysis.recording or analysis.motion)
    return analysis


def measure(joined: Joined) -> dict[str, object]:
    """Analyse one joined video: how far off the stretch is, what was counted, and what crosses a cut."""
    analysis = _analysis(joined.path, poses=joined.path.with_suffix(".parquet"))
    first, last = (float(analysis.motion.time_s[at]) for at in (0, -1))
    crossing = sum(any(r.start_s < cut < r.end_s for cut in joined.cuts_s) for r in analysis.repetitions)
    off_s = max(abs(first - joined.start_s), abs(last - joined.end_s))
    return {
        "video": joined.path.stem,
        "clip": joined.clip,
        "off_s": round(off_s, 3),
        "found": off_s <= WITHIN_S,
        "crossing": crossing,
        "repetitions": len(analysis.counted),
        "alone": joined.repetitions,
        "cuts": [round(cut, 2) for cut in joined.cuts_s],
        "stretches": [[round(s.start_s, 2), round(s.end_s, 2), s.view, s.repetitions] for s in analysis.stretches],
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Join videos, analyse them, and print a row of JSON for each and a line of sums."""
    parser = argparse.ArgumentParser(prog="python -m validation.joined_videos", description=__doc__)
    parser.add_argument("--side", type=Path, nargs="+", required=True, help="clips from the side with repetitions")
    parser.add_argument("--others", type=Path, nargs="+", required=True, help="clips from other views")
    parser.add_argument("--out", type=Path, required=True, help="folder for the joined videos")
    parser.add_argument("--count", type=int, default=20)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    rows = []
    for number in range(options.count):
        rows.append(measure(_composed(number, side=options.side, others=options.others, out=options.out)))
        sys.stdout.write(json.dumps(rows[-1]) + "\n")
        sys.stdout.flush()
    found, crossing = (sum(bool(row[key]) for row in rows) for key in ("found", "crossing"))
    same = sum(row["repetitions"] == row["alone"] for row in rows)
    sys.stdout.write(
        f"Of {len(rows)} stretches, {found} are found within {WITHIN_S} s, {same} with the count of the clip alone; "
        f"{crossing} videos have a repetition across a cut.\n"
    )


if __name__ == "__main__":
    main()
