"""``python -m tools.figures``."""

from tools.figures.cli import main

if __name__ == "__main__":
    main()
