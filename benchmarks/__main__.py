"""`python -m benchmarks [PART …] [--runs N]`: the table of figures; exit 1 if a limit is missed."""

import argparse
import importlib
import sys

from benchmarks.measure import Figure, table

PARTS = (
    "window",
    "desk",
    "roster",
    "lists",
    "search",
    "tally",
    "paper",
    "forms",
    "sync",
    "peer",
    "lines",
    "storm",
    "district",
)


def main() -> int:
    """Measure the parts that are named, or all."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], metavar="PART")
    parser.add_argument("--runs", type=int, default=7)
    arguments = parser.parse_args()
    figures: list[Figure] = []
    for part in arguments.parts or PARTS:
        print(f"measuring {part} …", file=sys.stderr, flush=True)
        figures += importlib.import_module(f"benchmarks.{part}").figures(arguments.runs)
    print(table(figures))
    return 0 if all(figure.holds for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
