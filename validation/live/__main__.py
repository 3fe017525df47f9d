"""Run the command."""

import sys

from validation.live.cli import main

sys.exit(main())
