"""Raw motion in, trustworthy motion out: confidence, gaps, outliers, smoothing, near side, facing and view."""
