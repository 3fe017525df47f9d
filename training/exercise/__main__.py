"""``python -m training.exercise``."""

from training.exercise.cli import main

if __name__ == "__main__":
    main()
