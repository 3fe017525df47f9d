"""Moving figures of the catalogue: a puppet cut from the mean body, its motions, their checks, and the SVG files."""
