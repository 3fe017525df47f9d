"""``python -m training.limbs``."""

from training.limbs.cli import main

if __name__ == "__main__":
    main()
