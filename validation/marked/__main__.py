"""``python -m validation.marked``."""

from validation.marked.cli import main

if __name__ == "__main__":
    main()
