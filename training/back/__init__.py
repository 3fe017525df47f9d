"""Learning the back from rendered people, and how far the answer may be off."""
