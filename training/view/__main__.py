"""``python -m training.view``."""

from training.view.cli import main

if __name__ == "__main__":
    main()
