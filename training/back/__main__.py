"""``python -m training.back``."""

from training.back.cli import main

if __name__ == "__main__":
    main()
