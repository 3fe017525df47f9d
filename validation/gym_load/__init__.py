"""Fifty people of a gym at once: pages, logged sets and uploads, while the app is killed, or not."""
