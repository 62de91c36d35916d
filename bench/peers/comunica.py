"""Comunica over a file (https://comunica.dev), got from npm."""

import json
import os
from pathlib import Path

from bench.peers.peer import Peer, present, run
from bench.step import StepFailedError

PACKAGE, VERSION = "@comunica/query-sparql-file", "4.5.0"
"""The last version that Node.js 20 can run; 5.3 needs a newer one."""
TIMEOUT = "3600"
BYTES_PER_STATEMENT = 2000
"""Measured: 2.7 GB for 1.5 million statements."""
HEAP_SHARE = 0.7


class Comunica(Peer):
    """It reads the file at its first question and keeps it in memory."""

    name = "comunica"
    how = (
        "`comunica-sparql-file-http` on the N-Triples file, one worker, which is its default; "
        "it reads the file at each start, so there is no bulk load; "
        "its heap may grow to 70 percent of the memory"
    )
    updates = False

    def prepare(self, limit: float) -> None:
        """Install the pinned version into the folder of the measurement."""
        if not present("npm"):
            raise StepFailedError("not installed")
        if not self._program.exists():
            command = ["npm", "install", "--no-fund", "--no-audit", "--prefix", str(self._place)]
            run([*command, f"{PACKAGE}@{VERSION}"], limit)

    @property
    def _place(self) -> Path:
        """Return where it is installed: beside the folders of the sizes."""
        return self.folder.parents[1] / "npm"

    @property
    def _program(self) -> Path:
        return self._place / "node_modules" / ".bin" / "comunica-sparql-file-http"

    @property
    def address(self) -> str:
        """Return the endpoint; it listens on what the name localhost means first."""
        return f"http://localhost:{self.port}/sparql"

    def version(self) -> str:
        """Return the version that npm installed."""
        package = self._place / "node_modules" / PACKAGE / "package.json"
        return str(json.loads(package.read_text())["version"])

    def load(self, data: Path, limit: float) -> float | None:
        """Keep the name of the file."""
        self._data = data
        return None

    def command(self, *, writable: bool) -> list[str]:
        """Return the command; its own timeout is longer than any limit here."""
        options = ["--port", str(self.port), "--timeout", TIMEOUT, "--logLevel", "error"]
        return [str(self._program), *options, str(self._data)]

    def environment(self) -> dict[str, str]:
        """Give it the greater part of the memory."""
        megabytes = int(_memory() * HEAP_SHARE) // 1_000_000
        return {**os.environ, "NODE_OPTIONS": f"--max-old-space-size={megabytes}"}

    def alone(self) -> bool:
        """Tell whether the file does not fit a part of the memory."""
        return self.extent.memberships * 10.5 * BYTES_PER_STATEMENT > _memory() / 4


def _memory() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
