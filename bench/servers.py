"""The two servers: ours, and the bare Oxigraph binary on the same data."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from klimagraph.namespaces import DATASETS

BIN = Path(sys.executable).parent


def run(*command: str) -> float:
    """Run a command to its end and return the seconds it took."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def load_ours(home: Path, data: Path) -> float:
    """Load a file as a dataset with our command; return the seconds."""
    return run(
        str(BIN / "klimagraph"), "load", str(data), "--dataset", "bench", "--home", str(home)
    )


def load_peer(folder: Path, data: Path) -> float:
    """Load a file with the binary's command into the same graph; return the seconds."""
    command = [str(BIN / "oxigraph"), "load", "--location", str(folder)]
    return run(*command, "--graph", f"{DATASETS}bench", "--file", str(data))


@contextmanager
def ours(home: Path) -> Iterator[str]:
    """Run our service; yield the address of its endpoint."""
    port = _port()
    command = [str(BIN / "klimagraph"), "serve", "--home", str(home), "--port", str(port)]
    with _running(command, f"http://127.0.0.1:{port}/health"):
        yield f"http://127.0.0.1:{port}/sparql"


@contextmanager
def peer(folder: Path, *, writable: bool = False) -> Iterator[str]:
    """Run the binary; yield the address of its endpoint."""
    port = _port()
    verb = "serve" if writable else "serve-read-only"
    place = ["--location", str(folder), "--bind", f"127.0.0.1:{port}"]
    command = [str(BIN / "oxigraph"), verb, *place, "--union-default-graph"]
    with _running(command, f"http://127.0.0.1:{port}/"):
        yield f"http://127.0.0.1:{port}/query"


def wait_for_memory(endpoint: str) -> None:
    """Wait until our service answers from memory."""
    address = endpoint.removesuffix("/sparql") + "/ready"
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with urllib.request.urlopen(address) as answer:
            if b'"memory"' in answer.read():
                return
        time.sleep(0.1)
    raise TimeoutError("the service does not answer from memory; is there too little of it?")


def answers(address: str) -> bool:
    """Tell whether a server answers."""
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except (urllib.error.URLError, ConnectionError):
        return False


@contextmanager
def _running(command: list[str], health: str) -> Iterator[None]:
    environment = {**os.environ, "KLIMAGRAPH_QUERY_TIMEOUT": "120", "KLIMAGRAPH_CACHE": "0"}
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        while not answers(health):
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended with status {process.returncode}")
            time.sleep(0.005)
        yield
    finally:
        process.terminate()
        process.wait(30)


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
