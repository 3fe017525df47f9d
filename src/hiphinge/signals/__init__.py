"""Arrays over time: low-pass, gaps, derivatives, outliers, peaks; bodies and joints are unknown here."""
