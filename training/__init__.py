"""Fits the networks that the package ships, on rendered people; no part of the package itself."""
