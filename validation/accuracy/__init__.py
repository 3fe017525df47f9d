"""How exact the package is on people with known truth: clips in, tables of errors out."""
