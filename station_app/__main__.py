"""`python -m station_app`: parse the arguments, then the window or the command line."""

import sys

from station_app import app


def main() -> int:
    """The entry point of `station-app`; the return value is the exit code."""
    return app.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
