"""Makes the tables: python -m klimagraph.register REFERENCE_FOLDER DATA_FOLDER."""

import sys
from pathlib import Path

from klimagraph.errors import KlimagraphError
from klimagraph.register.companions import build_tables


def main(arguments: list[str]) -> int:
    """Make the tables and return the exit status."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        build_tables(Path(arguments[0]), Path(arguments[1]))
    except (KlimagraphError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
