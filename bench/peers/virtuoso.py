"""Virtuoso Open Source, the Debian package (https://vos.openlinksw.com)."""

import os
import re
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request

from bench.peers.peer import Peer, free_port, output, present, run
from bench.step import StepFailedError
from klimagraph.namespaces import DATASETS

SERVER, SHELL, PACKAGE = "virtuoso-t", "isql-vt", "virtuoso-opensource"
BUFFERS = ((48, 4_000_000), (32, 2_720_000), (16, 1_360_000), (8, 680_000), (4, 340_000))
"""Buffers by GiB of free memory, as the comments in the configuration of the package say."""
FEWEST = 170_000
DIRTY = 3 / 4
SETTINGS = """[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
ErrorLogLevel = 3
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{shell}
DisableUnixSocket = 1
CaseMode = 2
DirsAllowed = {folder}
IndexTreeMaps = 64
MaxMemPoolSize = 200000000
MaxQueryMem = 2G
VectorSize = 1000
MaxVectorSize = 1000000
AdjustVectorSize = 0
ThreadsPerQuery = 4
AsyncQueueMaxThreads = 10
NumberOfBuffers = {buffers}
MaxDirtyBuffers = {dirty}
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerRoot = .
ServerThreads = 10
MaxKeepAlives = 10
KeepAliveTimeout = 10
HTTPThreadSize = 280000
Charset = UTF-8
[SPARQL]
DefaultQuery = ASK {{}}
"""


class Virtuoso(Peer):
    """A database of its own; its settings are those of the package, with more buffers."""

    name = "virtuoso"
    how = (
        "the settings of the Debian package, but buffers for half of the free memory by the table "
        "in them (the other half is for the other servers), no limit of rows and no limit of "
        "time; bulk load by `ld_dir` and `rdf_loader_run` with a checkpoint"
    )

    @property
    def address(self) -> str:
        """Return the endpoint; its default graph is all graphs together."""
        return f"http://127.0.0.1:{self.port}/sparql"

    def prepare(self, limit: float) -> None:
        """Install the package where that is allowed."""
        if not present(SERVER) and os.geteuid() == 0 and present("apt-get"):
            run(["apt-get", "install", "--yes", "--quiet", PACKAGE], limit)
        if not present(SERVER) or not present(SHELL):
            raise StepFailedError("not installed")

    def version(self) -> str:
        """Return what the server says of itself."""
        found = re.search(r"Version (\S+)", output([SERVER, "-?"]))
        return found[1] if found else "unknown"

    def load(self, data: Path, limit: float) -> float:
        """Load with its bulk loader; the server runs meanwhile, its start does not count."""
        self.start()
        try:
            seconds = self._shell(
                f"ld_dir('{data.parent}', '{data.name}', '{DATASETS}bench');"
                " rdf_loader_run(); checkpoint;",
                limit,
            )
            self._shell('grant SPARQL_UPDATE to "SPARQL"; checkpoint;', limit)
        finally:
            self.stop()
        return seconds

    def command(self, *, writable: bool) -> list[str]:
        """Return the command, for which the settings are written first."""
        buffers = self._buffers()
        self._shell_port = free_port()
        (self.folder / "virtuoso.ini").write_text(
            SETTINGS.format(
                shell=self._shell_port,
                port=self.port,
                folder=self.folder.parent,
                buffers=buffers,
                dirty=int(buffers * DIRTY),
            )
        )
        return [SERVER, "-f", "-c", "virtuoso.ini"]

    def update(self, text: str) -> Request:
        """Return the request; updates are sent as queries."""
        return Request(self.address, urlencode({"query": text}).encode())

    def _buffers(self) -> int:
        """Return the buffers for half of the memory that is free at the first start."""
        if not hasattr(self, "_chosen"):
            text = Path("/proc/meminfo").read_text()
            found = re.search(r"MemAvailable:\s+(\d+)", text)
            free = int(found[1]) / 1024**2 / 2 if found else 0
            self._chosen = next((number for size, number in BUFFERS if size <= free), FEWEST)
        return self._chosen

    def _shell(self, commands: str, limit: float) -> float:
        place = f"127.0.0.1:{self._shell_port}"
        return run([SHELL, place, "dba", "dba", f"exec={commands}"], limit)
