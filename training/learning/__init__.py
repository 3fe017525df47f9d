"""Fitting small networks: the same for whatever is learnt; what is learnt from is gathered elsewhere."""

from training.learning.fitting import Recipe, Sample, fit_means, fit_quantiles, folds, keep

__all__ = ["Recipe", "Sample", "fit_means", "fit_quantiles", "folds", "keep"]
