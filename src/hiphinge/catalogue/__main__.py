"""Checks the packaged catalogue: ``python -m hiphinge.catalogue`` prints each problem and exits with 1 if any."""

import sys

from hiphinge.catalogue.loading import check

if __name__ == "__main__":
    problems = check()
    sys.stdout.writelines(f"{problem}\n" for problem in problems)
    sys.exit(1 if problems else 0)
