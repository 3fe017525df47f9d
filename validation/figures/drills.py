"""The drills."""

__all__ = ["FIGURES"]

FIGURES = ()
