"""``python -m validation.elsewhere``."""

from validation.elsewhere.cli import main

if __name__ == "__main__":
    main()
