"""``python -m validation.captured``: pose recorded motion on drawn bodies and film them."""

from validation.captured.cli import main

if __name__ == "__main__":
    main()
