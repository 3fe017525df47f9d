"""Print how often a trend is called changed, over sessions, noises, gaps, heavy tails, sizes and kinds of change."""

import argparse
import sys

from validation.trends.lifters import KINDS, Lifters, share_changed

SESSIONS, SIZES = (3, 5, 6, 7, 8, 10, 12, 16, 20), (0.0, 1.5, 2.0)
KINDS_OF_NOISE = (
    ("as published", 1.0, "normal", False),
    ("half of it", 0.5, "normal", False),
    ("twice it", 2.0, "normal", False),
    ("heavy tails", 1.0, "heavy", False),
    ("days missing", 1.0, "normal", True),
)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m validation.trends", description=__doc__)
    parser.add_argument("--lifters", type=int, default=1000, help="simulated for each figure (1000)")
    draws = parser.parse_args().lifters
    _say("Share called changed. Sizes in MDC95 of one day against another, of the lifter's true noise.")
    for size in SIZES:
        for kind in KINDS if size else ("gradual",):
            _say(f"\n{f'{kind}, {size:g} MDC' if size else 'nothing changed'}\nnoise        {SESSIONS}")
            for name, ratio, tails, gaps in KINDS_OF_NOISE:
                lifters = Lifters(noise=ratio, tails=tails, has_gaps=gaps, size=size, kind=kind)
                shares = (share_changed(lifters, sessions=count, draws=draws) for count in SESSIONS)
                _say(f"{name:<13}" + " ".join(f"{share:6.3f}" for share in shares))


if __name__ == "__main__":
    main()
