"""Self-tests of rendered people, measured in their videos and held against the truth, test by test."""
