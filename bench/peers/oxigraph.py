"""The bare Oxigraph binary (https://github.com/oxigraph/oxigraph), the engine that ours embeds."""

import sys
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request

from bench.peers.peer import Peer, output, run
from bench.step import StepFailedError
from klimagraph.namespaces import DATASETS

PROGRAM = Path(sys.executable).with_name("oxigraph")


class Oxigraph(Peer):
    """The binary from the lock file of the developers."""

    name = "oxigraph"
    how = (
        "`oxigraph load`, then `oxigraph serve-read-only --union-default-graph` on the disk, "
        "`serve` for changes"
    )

    @property
    def store(self) -> Path:
        """Return the folder of the store."""
        return self.folder / "store"

    @property
    def address(self) -> str:
        """Return the query endpoint."""
        return f"http://127.0.0.1:{self.port}/query"

    def prepare(self, limit: float) -> None:
        """Take what the lock file installs."""
        if not PROGRAM.exists():
            raise StepFailedError("not installed")

    def version(self) -> str:
        """Return what the binary says of itself."""
        return output([str(PROGRAM), "--version"]).split()[-1]

    def load(self, data: Path, limit: float) -> float:
        """Load into the graph that ours has, too."""
        command = [str(PROGRAM), "load", "--location", str(self.store), "--file", str(data)]
        return run([*command, "--graph", f"{DATASETS}bench"], limit)

    def command(self, *, writable: bool) -> list[str]:
        """Return the command; all graphs together are the default graph."""
        verb = "serve" if writable else "serve-read-only"
        place = ["--location", str(self.store), "--bind", f"127.0.0.1:{self.port}"]
        return [str(PROGRAM), verb, *place, "--union-default-graph"]

    def update(self, text: str) -> Request:
        """Return the request, which has an address of its own."""
        body = urlencode({"update": text}).encode()
        return Request(f"http://127.0.0.1:{self.port}/update", body)
