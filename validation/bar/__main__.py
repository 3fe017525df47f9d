"""``python -m validation.bar``."""

from validation.bar.cli import main

if __name__ == "__main__":
    main()
