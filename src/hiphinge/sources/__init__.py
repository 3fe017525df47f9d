"""Reading the world: video and pose files in, frames and `Motion` out."""
