"""The back of real people marked by eye, twice, against what the package told of the same frames: only numbers."""
