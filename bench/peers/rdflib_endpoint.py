"""rdflib-endpoint on an Oxigraph store (https://github.com/vemonet/rdflib-endpoint)."""

import sys
from pathlib import Path

from bench.peers.oxigraph import PROGRAM as OXIGRAPH
from bench.peers.peer import Peer, output, run
from klimagraph.namespaces import DATASETS

PACKAGES = ("rdflib-endpoint==0.6.3", "oxrdflib==0.5.0", "uvicorn==0.35.0")
SERVER = Path(__file__).with_name("rdflib_server.py")


class RdflibEndpoint(Peer):
    """It has a store and a virtual environment of its own."""

    name = "rdflib-endpoint"
    how = (
        "a program of twenty lines that serves an Oxigraph store through oxrdflib with uvicorn, "
        "one process; read-only but for changes"
    )
    patience = 2.0

    @property
    def _python(self) -> str:
        return str(self.folder.parents[1] / "rdflib-venv" / "bin" / "python")

    @property
    def address(self) -> str:
        """Return the endpoint."""
        return f"http://127.0.0.1:{self.port}/"

    def prepare(self, limit: float) -> None:
        """Install the pinned versions."""
        if not Path(self._python).exists():
            run([sys.executable, "-m", "venv", str(Path(self._python).parents[1])], limit)
        run([self._python, "-m", "pip", "install", "--quiet", *PACKAGES], limit)

    def version(self) -> str:
        """Return the versions of what answers."""
        lines = output([self._python, "-m", "pip", "list", "--format", "freeze"]).split()
        wanted = ("rdflib-endpoint", "rdflib", "oxrdflib", "pyoxigraph")
        found = dict(line.split("==") for line in lines if "==" in line)
        first, *others = (f"{name} {found.get(name, '?')}" for name in wanted)
        return f"{first.split()[1]} ({', '.join(others)})"

    def load(self, data: Path, limit: float) -> float:
        """Load with the Oxigraph binary, which makes the same store."""
        command = [str(OXIGRAPH), "load", "--location", str(self.folder / "store")]
        return run([*command, "--file", str(data), "--graph", f"{DATASETS}bench"], limit)

    def command(self, *, writable: bool) -> list[str]:
        """Return the command of our small program."""
        mode = "writable" if writable else "read-only"
        store = str(self.folder / "store")
        return [self._python, "-P", str(SERVER), store, str(self.port), mode]
