"""Data sets that exist elsewhere and are not part of this project: their folders in, the same comparison out."""
