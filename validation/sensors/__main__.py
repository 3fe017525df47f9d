"""Runs the command."""

from validation.sensors.cli import main

main()
