"""Who is in the video: a image of everybody's place in the frame, who was followed, and how to follow another."""

from dataclasses import dataclass

from hiphinge.analysis import Analysis
from hiphinge.motion import EVERYBODY

__all__ = ["CompanySection", "SomebodySeen", "company_section"]

WIDTH = 320


@dataclass(frozen=True, kw_only=True)
class SomebodySeen:
    """One person in the image: their number, their box (left, top, width, height), whether they were followed."""

    number: int
    box: tuple[float, float, float, float]
    followed: bool

    @property
    def name(self) -> str:
        """What stands at the box."""
        return f"{self.number}, followed" if self.followed else str(self.number)


@dataclass(frozen=True, kw_only=True)
class CompanySection:
    """Everybody in the video at a moment; the image is ``width`` wide and ``height`` high."""

    source: str
    moment: str
    width: int
    height: int
    people: tuple[SomebodySeen, ...]


def company_section(analysis: Analysis) -> CompanySection | None:
    """Return everybody in the video; None where there is one person, or where that is not known."""
    recording = analysis.recording or analysis.motion
    origin = recording.origin
    seen = origin.details.get(EVERYBODY)
    if not isinstance(seen, dict) or origin.size_px is None or len(seen["boxes_px"]) < 2:  # noqa: PLR2004  # several
        return None
    scale = WIDTH / origin.size_px[0]
    people = tuple(
        SomebodySeen(number=number, box=_scaled(box, scale), followed=number == seen["followed"])
        for number, box in enumerate(seen["boxes_px"], start=1)
        if box is not None
    )
    return CompanySection(
        source=origin.name,
        moment=f"{seen['time_s']:.1f} s",
        width=WIDTH,
        height=round(origin.size_px[1] * scale),
        people=people,
    )


def _scaled(box: list[float], scale: float) -> tuple[float, float, float, float]:
    left, top, width, height = (round(value * scale, 1) for value in box)
    return left, top, width, height
