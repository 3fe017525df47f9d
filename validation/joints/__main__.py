"""``python -m validation.joints``: learn to move joints from one folder of clips, and try it on others."""

from validation.joints.cli import main

if __name__ == "__main__":
    main()
