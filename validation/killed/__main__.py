"""Run the study: python -m validation.killed FOLDER."""

import sys
from pathlib import Path

from validation.killed.killing import study

if __name__ == "__main__":
    study(Path(sys.argv[1]))
