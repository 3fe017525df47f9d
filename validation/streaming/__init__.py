"""Whether a stream says what the analysis of the whole recording says, when, and at what cost."""
