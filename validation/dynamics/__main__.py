"""Runs the command."""

import sys

from validation.dynamics.cli import main

sys.exit(main())
