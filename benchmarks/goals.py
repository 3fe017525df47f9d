"""What was measured against what was aimed at, and how it is printed."""

from dataclasses import dataclass

__all__ = ["Goal"]


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One number with the line that it has to reach."""

    name: str
    value: float
    line: float
    unit: str = ""
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether the line is reached."""
        return self.value <= self.line if self.at_most else self.value >= self.line

    def __str__(self) -> str:
        """Return the line that is printed."""
        sign = "≤" if self.at_most else "≥"
        unit = f" {self.unit}" if self.unit else ""
        verdict = "met   " if self.met else "MISSED"
        return f"{verdict}  {self.name}: {self.value:.4g}{unit} (goal {sign} {self.line:g}{unit})"
