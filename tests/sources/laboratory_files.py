"""Writes the marker and joint-angle samples again as other programs leave them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hiphinge.motion import FloatArray
from hiphinge.sources.formats.trc import read_trial

__all__ = ["DATA", "Trc", "standing_spotter", "with_columns"]

DATA = Path(__file__).parents[1] / "data"
_TITLES = (
    *("DataRate", "CameraRate", "NumFrames", "NumMarkers", "Units"),
    *("OrigDataRate", "OrigDataStartFrame", "OrigNumFrames"),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Trc:
    """A TRC file that can be changed and written: names, times, positions ``[time, marker, axis]``, and its cells."""

    names: tuple[str, ...]
    time_s: FloatArray
    points: FloatArray
    settings: tuple[str, ...] = ("12.5", "12.5", "58", "27", "m", "12.5", "1", "58")
    separator: str = "\t"
    after_name: int = 2
    decimal: str = "."
    coordinates: bool = True
    first_line: str | None = "PathFileType\t4\t(X/Y/Z)\tsquat.trc"
    trailing: str = ""
    end: str = "\n"

    @staticmethod
    def sample() -> "Trc":
        """Return the squat of the Plug-in Gait sample, metres, y up."""
        trial = read_trial(DATA / "nimblephysics/squat_plug_in_gait.trc")
        points = np.stack(list(trial.markers_m.values()), axis=1)
        return Trc(names=tuple(trial.markers_m), time_s=trial.time_s, points=points)

    def only(self, keep: Callable[[str], bool]) -> "Trc":
        """Return the file with some of its markers."""
        kept = [place for place, name in enumerate(self.names) if keep(name)]
        return replace(self, names=tuple(self.names[place] for place in kept), points=self.points[:, kept])

    def beside(self, other: "Trc") -> "Trc":
        """Return the file with the other's markers after its own."""
        return replace(
            self, names=(*self.names, *other.names), points=np.concatenate([self.points, other.points], axis=1)
        )

    def prefixed(self, subject: str) -> "Trc":
        """Return the file with a subject's name before each marker's."""
        return replace(self, names=tuple(f"{subject}{name}" for name in self.names))

    def with_unit(self, unit: str) -> "Trc":
        """Return the file with another unit in its header."""
        return replace(self, settings=(*self.settings[:4], unit, *self.settings[5:]))

    def write(self, path: Path) -> Path:
        """Write the file and return its path."""
        mark = self.separator
        lines = [] if self.first_line is None else [self.first_line]
        lines += [mark.join(_TITLES), mark.join(self.settings)]
        lines.append(mark.join(["Frame#", "Time", ""]) + (mark * (self.after_name + 1)).join(self.names))
        if self.coordinates:
            places = range(1, len(self.names) + 1)
            lines += [mark * 2 + mark.join(f"{axis}{place}" for place in places for axis in "XYZ"), ""]
        for place, stamp in enumerate(self.time_s):
            cells = [str(place + 1), *(self._cell(value) for value in (stamp, *self.points[place].ravel()))]
            lines.append(mark.join(cells) + self.trailing)
        path.write_bytes((self.end.join(lines) + self.end).encode("latin-1"))
        return path

    def _cell(self, value: float) -> str:
        return "" if np.isnan(value) else f"{value:.6f}".replace(".", self.decimal)


def standing_spotter() -> Trc:
    """Return somebody who stands beside the sample's lifter all the time."""
    sample = Trc.sample()
    return replace(sample, points=np.repeat(sample.points[:1], len(sample.time_s), axis=0) + np.array([1.5, 0.0, 0.9]))


def with_columns(text: str, change: Callable[[str, FloatArray], FloatArray], *, names: Sequence[str] = ()) -> str:
    """Return an OpenSim file's text with each column changed, and titles of columns where they are given."""
    lines = text.split("\n")
    end = next(place for place, line in enumerate(lines) if line.strip() == "endheader")
    titles = lines[end + 1].split()
    table = np.array([line.split() for line in lines[end + 2 :] if line.strip()], dtype=np.float64)
    changed = np.stack([change(title, table[:, place]) for place, title in enumerate(titles)], axis=1)
    rows = ["\t".join(f"{value:.8f}" for value in row) for row in changed]
    return "\n".join([*lines[: end + 1], "\t".join(names or titles), *rows, ""])
