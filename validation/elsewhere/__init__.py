"""Public data sets that are not part of this project: their folders in, the same comparison out."""
