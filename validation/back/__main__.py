"""``python -m validation.back``."""

from validation.back.cli import main

if __name__ == "__main__":
    main()
