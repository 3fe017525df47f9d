"""``python -m training.self_tests``."""

from training.self_tests.cli import main

if __name__ == "__main__":
    main()
