"""Strips: several moments side by side."""

__all__ = ["STRIPS"]

STRIPS = {}
