"""``python -m validation.front``."""

from validation.front.cli import main

if __name__ == "__main__":
    main()
