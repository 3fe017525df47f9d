"""Killing the app or its workers at random moments: every accepted upload has to end in exactly one analysis."""
