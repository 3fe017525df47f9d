"""Studies of how well the package measures, on people with exact truth; no part of the package itself."""
