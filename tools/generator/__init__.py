"""Rendered people who hinge, lift and squat, with exact ground truth for every frame, for training and studies."""
