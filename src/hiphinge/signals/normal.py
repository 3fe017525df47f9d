"""How many standard errors half of an interval of a normal error is wide."""

__all__ = ["ERRORS_IN_90", "ERRORS_IN_95"]

ERRORS_IN_90 = 1.645
"""Half of a 90 percent interval, in standard errors."""
ERRORS_IN_95 = 1.96
"""Half of a 95 percent interval, in standard errors."""
