"""Recorded motion of real people on rendered bodies: an independent check of how well the package measures."""
