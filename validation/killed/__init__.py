"""Killing the app and its workers at random moments: every accepted clip has to end in exactly one analysis."""
