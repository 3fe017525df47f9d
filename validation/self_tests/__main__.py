"""``python -m validation.self_tests``."""

from validation.self_tests.cli import main

if __name__ == "__main__":
    main()
