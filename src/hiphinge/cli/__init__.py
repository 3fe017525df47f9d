"""The command line: parses what is typed, calls workflow, prints the result; no logic, and nothing heavy is loaded."""

from hiphinge.cli.application import app, main

__all__ = ["app", "main"]
