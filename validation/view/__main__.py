"""``python -m validation.view``."""

from validation.view.cli import main

if __name__ == "__main__":
    main()
