"""``python -m validation.repeatability``: how far repetitions differ within the sets of a folder of analyses."""

import sys

from validation.repeatability.cli import main

if __name__ == "__main__":
    sys.exit(main())
