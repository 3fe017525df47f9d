"""Pictures in, poses out, and where the networks' files come from."""
