"""Reading the world: video and pose files in, frames and `Motion` out; nothing is estimated and nothing written."""
