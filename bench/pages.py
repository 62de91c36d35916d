"""Measures the pages in a browser that is four times slower: `python -m bench.pages [DOCUMENT]`.

Needs what `make e2e` installs. The data are the bundled ones; the service runs on the same machine.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import document
from bench.machine import machine, today

HERE = Path(__file__).parent
PORT, ROUNDS = 8799, 5
PAGES = (
    "/",
    "/doc/municipality/15085040",
    "/doc/municipality/05315000",
    "/doc/alliance/klima-buendnis",
    "/dataset/klima-buendnis",
    "/ontology/Membership",
    "/explore",
    "/coverage",
    "/compare?place=15085040&place=05315000",
    "/query",
    "/queries/members-of-an-alliance",
    "/validate",
    "/status",
)


def main() -> None:
    """Measure, and print or write the table."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, served(Path(name)) as address:
        program = ["node", str(HERE / "browser" / "pages.mjs"), address, str(ROUNDS), *PAGES]
        environment = {**os.environ, "KLIMAGRAPH_ADDRESS": address}
        done = subprocess.run(program, env=environment, capture_output=True, text=True, check=True)
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    text = "\n".join([*_about(), _table(rows)])
    if sys.argv[1:]:
        document.replace(Path(sys.argv[1]), "pages", text)
    else:
        print(text)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Run the service on the bundled data until the measuring is over."""
    address = f"http://127.0.0.1:{PORT}"
    program = str(Path(sys.executable).with_name("klimagraph"))
    subprocess.run([program, "load", "--home", str(home)], check=True, capture_output=True)
    subprocess.run([program, "prepare", "--home", str(home)], check=True, capture_output=True)
    running = subprocess.Popen([program, "serve", "--home", str(home), "--port", str(PORT)])
    try:
        _wait(address)
        yield address
    finally:
        running.terminate()
        running.wait(30)


def _wait(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/ready"):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit("the service did not start")


def _about() -> list[str]:
    return [
        f"Measured on {today()}: {machine()}",
        "",
        f"Chromium with a processor slowed four times, an empty cache, the middle of {ROUNDS} "
        "visits; milliseconds since the navigation began.",
        "",
    ]


def _table(rows: list[dict[str, Any]]) -> str:
    head = ["page", "KB", "requests", "first paint", "largest paint", "shift", "map moves"]
    return document.table(head, [_cells(row) for row in rows])


def _cells(row: dict[str, Any]) -> list[str]:
    moves = f"{row['interactive']:.0f}" if row["interactive"] else ""
    times = [f"{row['first']:.0f}", f"{row['largest']:.0f}", f"{row['shift']:.3f}", moves]
    return [f"`{row['path']}`", f"{row['bytes'] / 1000:.1f}", f"{row['requests']:.0f}", *times]


if __name__ == "__main__":
    main()
