"""Our service, as its command starts it."""

import json
import os
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlencode

from bench.client import get
from bench.data import Extent
from bench.peers.peer import Peer, run
from bench.step import StepFailedError
from klimagraph import __version__

PROGRAM = str(Path(sys.executable).with_name("klimagraph"))
TOKEN = "measured"  # noqa: S105  # of a service that lives for a minute on loopback
COPYING = 60.0
"""Seconds that the copy in memory may take after a start."""


class Klimagraph(Peer):
    """Ours; `cache` is what KLIMAGRAPH_CACHE says, None for its default."""

    name = "klimagraph"
    how = (
        "`klimagraph serve` with its default settings, but `QUERY_TIMEOUT` as long as the limit "
        "of this program, an `ADMIN_TOKEN`, `HARVEST=off` (the other engines prepare nothing for "
        "harvesters either), and `CACHE=0` where a line says cold"
    )

    def __init__(self, folder: Path, extent: Extent, timeout: float = 30.0) -> None:
        super().__init__(folder, extent)
        self.timeout, self.cache = timeout, "0"
        self.home = self.folder / "home"

    @property
    def origin(self) -> str:
        """Return the address without a path."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def address(self) -> str:
        """Return the SPARQL endpoint."""
        return f"{self.origin}/sparql"

    def prepare(self, limit: float) -> None:
        """Take what is installed."""

    def version(self) -> str:
        """Return the version of the package."""
        return __version__

    def load(self, data: Path, limit: float) -> float:
        """Load the file as a dataset: checked, derived from, published as a release."""
        command = [PROGRAM, "load", str(data), "--dataset", "bench", "--home", str(self.home)]
        return run(command, limit)

    def command(self, *, writable: bool) -> list[str]:
        """Return the command; our service can always be written with a token."""
        return [PROGRAM, "serve", "--home", str(self.home), "--port", str(self.port)]

    def environment(self) -> dict[str, str]:
        """Return our settings."""
        mine = {
            "KLIMAGRAPH_QUERY_TIMEOUT": str(self.timeout),
            "KLIMAGRAPH_ADMIN_TOKEN": TOKEN,
            "KLIMAGRAPH_HARVEST": "off",
            "KLIMAGRAPH_CACHE": self.cache,
        }
        return {**os.environ, **{name: value for name, value in mine.items() if value}}

    def update(self, text: str) -> urllib.request.Request:
        """Return the request, with the token."""
        body = urlencode({"update": text}).encode()
        headers = {"Authorization": f"Bearer {TOKEN}"}
        return urllib.request.Request(f"{self.origin}/update", body, headers)

    def settled(self) -> str:
        """Wait for the copy in memory; return where answers come from."""
        end = time.monotonic() + COPYING
        place = self._place()
        while place != "memory" and time.monotonic() < end:
            time.sleep(0.2)
            place = self._place()
        return place

    def _place(self) -> str:
        body, _ = get(f"{self.origin}/ready", 10)
        try:
            return str(json.loads(body)["store"])
        except (ValueError, KeyError):
            raise StepFailedError("/ready says nothing of the store") from None
