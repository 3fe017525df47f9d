"""The command ``python -m validation.generator``."""

from validation.generator.cli import main

if __name__ == "__main__":
    main()
