"""Engines for tests: `oxigraph serve` and Virtuoso, each on a port of its own, ended afterwards."""

import asyncio
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest

from conftest import free_port
from klimagraph.remote.pool import RemotePool
from klimagraph.settings import Settings
from klimagraph.workers.protocol import Question

T = TypeVar("T")
OXIGRAPH = str(Path(sys.executable).with_name("oxigraph"))
VIRTUOSO = shutil.which("virtuoso-t")
FORMATS = {"bindings": "json", "boolean": "json", "graph": "ntriples"}
INI = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
CaseMode = 2
DirsAllowed = .
NumberOfBuffers = 40000
MaxDirtyBuffers = 30000
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 12
MaxClientConnections = 12
[SPARQL]
{sparql}
"""
"""The smallest configuration; the password of the user dba is dba."""


@contextmanager
def oxigraph(port: int = 0) -> Iterator[dict[str, str]]:
    """Run `oxigraph serve` in memory and yield the settings that name it."""
    port = port or free_port()
    command = [OXIGRAPH, "serve", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}/query"
        _wait_for(address, process)
        yield {"store": f"sparql:{address}"}
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def virtuoso(folder: Path, sparql: str = "") -> Iterator[dict[str, str]]:
    """Run Virtuoso in a folder and yield the settings that name it; skip where it is missing."""
    if VIRTUOSO is None:
        pytest.skip("virtuoso-t is not installed (Debian package virtuoso-opensource-7-bin)")
    http = free_port()
    text = INI.format(sql=free_port(), http=http, sparql=sparql)
    (folder / "virtuoso.ini").write_text(text)
    command = [VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"]
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{http}/sparql"
        _wait_for(address, process)
        yield {"store": f"sparql:{address}", "store_user": "dba", "store_password": "dba"}
    finally:
        process.kill()
        process.wait(20)


def _wait_for(address: str, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}?query=ASK%7B%7D"):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError(f"the engine did not get ready; exit status {process.poll()}")


def with_remote(home: Path, work: Callable[[RemotePool], Awaitable[T]], **settings: object) -> T:
    """Do work with a remote pool that is opened before and closed after."""

    async def run() -> T:
        values = {"query_timeout": 60.0, "cache": 0, **settings}
        pool = RemotePool(Settings(home, **values))  # type: ignore[arg-type]  # by name
        await pool.open()
        try:
            return await work(pool)
        finally:
            await pool.close()

    return asyncio.run(run())


async def asked(pool: RemotePool, query: str, release: str | None = None) -> bytes:
    """Return the whole answer to a query."""
    async with pool.answer(Question(query, FORMATS), release) as answer:
        return answer.first + b"".join([chunk async for chunk in answer.rest])


async def until(true: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(30):
        while not true():
            await asyncio.sleep(0.02)
