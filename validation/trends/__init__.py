"""Whether a trend is rightly called changed, on simulated lifters whose truth is known.

`python -m validation.trends` prints a table.
"""
