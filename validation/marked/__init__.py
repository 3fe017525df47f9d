"""The back of real people marked by eye, twice, against the package's measurements in the same frames: only numbers."""
