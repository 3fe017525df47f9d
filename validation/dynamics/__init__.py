"""Moments and forces of the model against other programs, worked values, recorded people and simulated ones."""
