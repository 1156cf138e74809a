"""``python -m stimmwerk``: the same as the console script."""

from stimmwerk.cli import run

if __name__ == "__main__":
    run()
