"""`python -m district_server`."""

import sys

from district_server.cli import main

if __name__ == "__main__":
    sys.exit(main())
