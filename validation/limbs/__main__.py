"""``python -m validation.limbs``."""

from validation.limbs.cli import main

if __name__ == "__main__":
    main()
