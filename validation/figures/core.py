"""Bridges, planks and the like."""

__all__ = ["FIGURES"]

FIGURES = ()
