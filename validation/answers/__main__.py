"""``python -m validation.answers``: score the analyses of a folder of clips with truth."""

import sys

from validation.answers.cli import main

if __name__ == "__main__":
    sys.exit(main())
