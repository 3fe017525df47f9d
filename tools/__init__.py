"""What ships or serves the other folders: drawings of the catalogue, and rendered people with exact truth."""
