"""A trial: are joints off in a way that can be learnt? Rendered people in, errors with and without out."""
