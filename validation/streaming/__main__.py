"""``python -m validation.streaming``: stream kept poses, and compare with the analysis of the whole recordings."""

import sys

from validation.streaming.cli import main

if __name__ == "__main__":
    sys.exit(main())
