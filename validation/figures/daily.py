"""What the day asks for."""

__all__ = ["FIGURES"]

FIGURES = ()
