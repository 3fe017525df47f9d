"""A measured number, its goal, and how both are printed."""

from dataclasses import dataclass

__all__ = ["Goal"]


@dataclass(frozen=True, kw_only=True)
class Goal:
    """One number with the limit that it has to meet."""

    name: str
    value: float
    limit: float
    unit: str = ""
    at_most: bool = False

    @property
    def met(self) -> bool:
        """Whether the limit is met."""
        return self.value <= self.limit if self.at_most else self.value >= self.limit

    def __str__(self) -> str:
        """Return the text that is printed."""
        sign = "≤" if self.at_most else "≥"
        unit = f" {self.unit}" if self.unit else ""
        verdict = "met   " if self.met else "MISSED"
        return f"{verdict}  {self.name}: {self.value:.4g}{unit} (goal {sign} {self.limit:g}{unit})"
