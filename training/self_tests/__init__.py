"""What the pose network gets wrong in self-tests of rendered people, and what of their posture that depends on."""
