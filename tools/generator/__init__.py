"""Rendered people who hinge, lift and squat, with exact truth for every frame; studies of accuracy live elsewhere."""
