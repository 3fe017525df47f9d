"""The squats and lunges."""

__all__ = ["FIGURES"]

FIGURES = ()
