"""Fitting the model of the exercise on drawn movements, whose joints are projected, not rendered."""
