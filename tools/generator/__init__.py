"""Rendered people who hinge, lift and squat, with exact ground truth for every frame; studies of accuracy are elsewhere."""
