"""The command line: what is typed goes in, a paragraph and an exit code come out; no logic, nothing heavy to load."""

from hiphinge.cli.application import app, main

__all__ = ["app", "main"]
