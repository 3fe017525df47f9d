"""``python -m validation.accuracy``: measure a folder of clips with truth, and write its tables."""

from validation.accuracy.cli import main

if __name__ == "__main__":
    main()
