"""Runs the command."""

import sys

from validation.planning.cli import main

sys.exit(main())
