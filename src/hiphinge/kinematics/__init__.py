"""Angles and travels of a cleaned side view; thresholds are unknown here."""
