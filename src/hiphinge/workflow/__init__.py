"""Use cases that tie the rings together; formulas live further in."""
