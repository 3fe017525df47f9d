"""Training the networks for the errors of knee and shin on rendered people."""
