"""What one hostile file is."""

from dataclasses import dataclass

__all__ = ["Hostile"]


@dataclass(frozen=True)
class Hostile:
    """A file with what it is in words, and the name that its sender gives it."""

    what: str
    content: bytes
    name: str = "clip.mp4"

    @property
    def group(self) -> str:
        """The first word of what it is."""
        return self.what.partition(":")[0]
