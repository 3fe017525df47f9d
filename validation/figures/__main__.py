"""``python -m validation.figures``."""

from validation.figures.cli import main

if __name__ == "__main__":
    main()
