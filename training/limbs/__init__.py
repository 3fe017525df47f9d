"""Learning how far knee and shin are off from rendered people."""
