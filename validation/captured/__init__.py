"""Recorded motion of real people on rendered bodies: an independent look at how well the package measures."""
