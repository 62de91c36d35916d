"""What tests share: small contents, the bundled data loaded once, a service really running."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import hypothesis
import pytest

from forked import Forked, forked
from klimagraph.bundle import bundle_folder
from klimagraph.loading import load_bundled
from klimagraph.namespaces import DATASETS
from klimagraph.releases import Content, publish
from klimagraph.releases.publication import silent
from klimagraph.settings import Settings

os.environ["KLIMAGRAPH_HARVEST"] = "off"
"""Services of tests prepare nothing unless `harvest="on"`; a snapshot that is there is served."""
hypothesis.settings.register_profile("same", derandomize=True, deadline=None)
hypothesis.settings.register_profile("many", max_examples=20_000, deadline=None)
hypothesis.settings.load_profile("many" if os.environ.get("KLIMAGRAPH_FUZZ") else "same")
"""Every run tries the same examples; `KLIMAGRAPH_FUZZ` asks for many others."""
KLIMAGRAPH = str(Path(sys.executable).with_name("klimagraph"))
PUBLIC = "http://klimagraph.test"
"""Where the links of the prepared home lead."""
WRITE_TOKEN = "of-the-tests"  # noqa: S105  # opens nothing but the instance of these tests


@dataclass(frozen=True)
class Served:
    """A running service: its address, its process and its folder of data."""

    address: str
    process: "Forked | subprocess.Popen[bytes]"
    home: Path


def content(slug: str, names: list[str]) -> Content:
    """Return a content with one statement per name: `http://e/{name} http://e/p "{name}"`."""
    lines = {f'<http://e/{name}> <http://e/p> "{name}" <{DATASETS}{slug}> .\n' for name in names}
    return Content("".join(sorted(lines)).encode(), "test")


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    home: Path, errors: IO[bytes] | int = subprocess.DEVNULL, /, **settings: object
) -> Iterator[Served]:
    """Run `klimagraph serve` on a home until the test is over."""
    port = int(str(settings.pop("port", 0))) or free_port()
    names = {f"KLIMAGRAPH_{name.upper()}": str(value) for name, value in settings.items()}
    command = [KLIMAGRAPH, "serve", "--home", str(home), "--port", str(port)]
    process = forked(command, {**os.environ, **names}, errors)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, process)
        yield Served(address, process, home)
    finally:
        process.terminate()
        process.wait(20)


def _wait_for(address: str, process: "Forked | subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/ready"):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    raise AssertionError(f"the service did not get ready; exit status {process.poll()}")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with one release of one dataset with 1,000 statements."""
    folder = tmp_path / "home"
    publish(folder, {"a": content("a", [f"x{number}" for number in range(1000)])}, "first")
    return folder


@pytest.fixture(scope="session")
def bundled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with everything that comes with the program; do not publish in it."""
    folder = tmp_path_factory.mktemp("bundled")
    load_bundled(folder, bundle_folder(), silent)
    return folder


@pytest.fixture(scope="session")
def served(harvested_home: Path) -> Iterator[Served]:
    """Yield a service on the bundled data."""
    with serving(harvested_home) as running:
        yield running


@pytest.fixture(scope="session")
def harvested_home(bundled_home: Path) -> Path:
    """Return the home with the bundled data, prepared for harvesters; do not publish in it."""
    from klimagraph.harvest.preparing import prepare

    prepare(Settings(bundled_home, public_url=PUBLIC))
    return bundled_home


@pytest.fixture(scope="session")
def harvested(harvested_home: Path) -> Iterator[Served]:
    """Yield a service on the bundled data with what is harvested; its links lead to PUBLIC."""
    with serving(harvested_home, public_url=PUBLIC) as running:
        yield running


@pytest.fixture(scope="session")
def writable(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a scratch instance that takes writes with WRITE_TOKEN; what is in it is unknown."""
    home = tmp_path_factory.mktemp("writable")
    with serving(home, gate="off", admin_token=WRITE_TOKEN) as running:
        yield running
