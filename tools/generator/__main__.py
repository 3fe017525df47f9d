"""The command ``python -m tools.generator``."""

from tools.generator.cli import main

if __name__ == "__main__":
    main()
