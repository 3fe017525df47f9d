"""SUMediPose: six cameras and Vicon markers of 28 people who squat, lift and lunge.

Harvard Dataverse, doi:10.7910/DVN/GRRROM. The data set's own readme lists the columns of ``SUMediPose.csv`` (a line
for each image: camera, subject, action, speed, index of the frame of markers, paths), its authors' published program
the rest: ``WCS/S1/S1A3D1.json`` is a list of frames, each with ``point_ids`` and ``xyz`` in millimetres, the second
number up, with second and third of Vicon's own axes changed for each other. Nobody has tried this on the data. How many
frames there are in a second is not said in either: it is to be given, and so is the camera at the side.
"""

from __future__ import annotations

import csv
import json
import os
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from validation.elsewhere.trials import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from hiphinge.motion import FloatArray

__all__ = ["ACTIONS", "TITLE", "Wanted", "sumedipose_trials"]

TITLE = "SUMediPose (Schreuder et al., Stellenbosch University)"
TABLE = "SUMediPose.csv"
ACTIONS = {"A3": "squat", "A4": "deadlift"}
"""The actions used here, by the authors' own numbers."""


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which camera (``C1`` to ``C6``) is at the side, frames in a second, and actions by number."""

    camera: str
    hz: float
    actions: tuple[str, ...] = tuple(ACTIONS)


@dataclass(frozen=True, kw_only=True)
class Image:
    """An image of a video and the index of its frame among the markers."""

    path: str
    index: int


def sumedipose_trials(folder: Path, out: Path, *, wanted: Wanted) -> Iterator[Trial]:
    """Yield trials of the unpacked data set; a video and a marker file of each are written into ``out`` once.

    An image is in the video at the time of its frame of markers, so that both have one clock.
    """
    for (subject, action, speed, markers), images in sorted(_images(folder, wanted).items()):
        name = f"{subject}{action}{speed}{wanted.camera}"
        video, trc = out / "videos" / f"{name}.mp4", out / "markers" / f"{name}.trc"
        if not trc.exists():
            _whole(trc, trc_text(json.loads((folder / markers).read_text(encoding="utf-8")), hz=wanted.hz).encode())
        if not video.exists():
            write_video(video, folder, images, hz=wanted.hz)
        yield Trial(name=name, person=subject, video=video, markers=trc, offset_s=0.0)


def _images(folder: Path, wanted: Wanted) -> Mapping[tuple[str, str, str, str], list[Image]]:
    """Return the images of the wanted camera and actions in order, by subject, action, speed and marker file."""
    found: dict[tuple[str, str, str, str], list[Image]] = {}
    with (folder / TABLE).open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            if line["cam"] == wanted.camera and line["action"] in wanted.actions:
                key = (line["subject"], line["action"], line["speed"], line["wcs_path"])
                found.setdefault(key, []).append(Image(path=line["path"], index=int(line["index"])))
    return {key: sorted(some, key=lambda image: image.index) for key, some in found.items()}


def trc_text(frames: Sequence[Mapping[str, Any]], *, hz: float) -> str:
    """Return frames of markers as a TRC file, y up, millimetres; a marker without a place is an empty cell."""
    names = list(dict.fromkeys(name for frame in frames for name in frame["point_ids"]))
    lines = [
        "PathFileType\t4\t(X/Y/Z)\tmarkers.trc",
        "DataRate\tCameraRate\tNumFrames\tNumMarkers\tUnits\tOrigDataRate\tOrigDataStartFrame\tOrigNumFrames",
        f"{hz:g}\t{hz:g}\t{len(frames)}\t{len(names)}\tmm\t{hz:g}\t1\t{len(frames)}",
        "Frame#\tTime\t" + "\t\t\t".join(names),
        "\t\t" + "\t".join(f"{axis}{n + 1}" for n in range(len(names)) for axis in "XYZ"),
    ]
    for place, frame in enumerate(frames):
        there = {name: _right_handed(xyz) for name, xyz in zip(frame["point_ids"], frame["xyz"], strict=True)}
        cells = [_cell(value) for name in names for value in there.get(name, np.full(3, np.nan))]
        lines.append("\t".join([str(place + 1), f"{place / hz:.5f}", *cells]))
    return "\n".join(lines) + "\n"


def _right_handed(xyz: Sequence[float | None]) -> FloatArray:
    """Return a place on right-handed axes: the file's two changed axes mirror left and right."""
    x, y, z = (float("nan") if value is None else float(value) for value in xyz)
    return np.array([x, y, -z])


def _cell(value: float) -> str:
    return f"{value:.3f}" if np.isfinite(value) else ""


def write_video(path: Path, folder: Path, images: Sequence[Image], *, hz: float) -> None:
    """Write images as a video, each at the time of its frame of markers."""
    import av  # noqa: PLC0415  # a compiled library, needed only where a video is written

    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part.mp4")
    rate = Fraction(hz).limit_denominator(1001)
    with av.open(str(part), "w") as container:
        stream: Any = container.add_stream("libx264", rate=rate, options={"crf": "16", "preset": "veryfast"})
        stream.pix_fmt, stream.codec_context.time_base = "yuv420p", 1 / rate
        for each in images:
            with av.open(str(folder / each.path)) as still:
                image = next(still.decode(video=0)).to_ndarray(format="rgb24")
            height, width = (side // 2 * 2 for side in image.shape[:2])  # the format asks for even sides
            frame = av.VideoFrame.from_ndarray(
                np.ascontiguousarray(image[:height, :width], dtype=np.uint8), format="rgb24"
            )
            if not stream.codec_context.is_open:
                stream.width, stream.height = frame.width, frame.height
            frame.pts, frame.time_base = each.index, 1 / rate
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    part.replace(path)


def _whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)
