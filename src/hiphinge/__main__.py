"""``python -m hiphinge``: the command line, for where the script is not on the path."""

from hiphinge.cli import command

if __name__ == "__main__":
    command()
