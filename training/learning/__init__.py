"""Fitting small networks, the same for every target; the training data are gathered elsewhere."""

from training.learning.fitting import Recipe, Sample, fit_means, fit_quantiles, folds, keep

__all__ = ["Recipe", "Sample", "fit_means", "fit_quantiles", "folds", "keep"]
