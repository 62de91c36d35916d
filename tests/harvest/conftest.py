"""A service with 250 datasets, and what the real clients need to be there."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from conftest import Served, free_port, serving
from described import described, many
from harvest import clients
from klimagraph.harvest import snapshot
from klimagraph.harvest.preparing import prepare
from klimagraph.harvest.snapshot import Snapshot
from klimagraph.releases import publish
from klimagraph.settings import Settings

NUMBER = 250
"""Datasets: three pages of the catalogue."""


@dataclass(frozen=True)
class Feed:
    """A running service, and how to change what it serves."""

    served: Served
    settings: Settings
    before: Snapshot
    """250 datasets; served at the beginning of each test."""
    after: Snapshot
    """d017 is withdrawn, d999 is new."""

    @property
    def url(self) -> str:
        """Return where harvesters begin."""
        return f"{self.served.address}/catalog"

    def serve(self, prepared: Snapshot) -> None:
        """Put a snapshot in place, as the last step of preparing it does."""
        snapshot.serve(self.settings.home, prepared.name)


@pytest.fixture(autouse=True)
def _asked_for() -> None:
    if "KLIMAGRAPH_TEST_HARVEST" not in os.environ:
        pytest.skip("needs the real clients: make test-harvest")


@pytest.fixture
def ckan() -> None:
    """Say where CKAN is missing: who asks for the real clients means all of them."""
    if not (clients.CKAN / "python").exists():
        pytest.fail("CKAN is not installed in .venv-ckan: make test-harvest does that")


@pytest.fixture
def postgres(ckan: None) -> None:
    """Say where PostgreSQL is missing."""
    if not (clients.POSTGRES / "initdb").exists():
        pytest.fail(f"PostgreSQL is not in {clients.POSTGRES}: apt-get install postgresql")


@pytest.fixture
def jena() -> None:
    """Say where Jena or a Java that compiles is missing."""
    if not (clients.JARS / "jena-arq.jar").exists() or not shutil.which("javac"):
        pytest.fail("Jena is not installed: apt-get install libapache-jena-java default-jdk")


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Feed]:
    """Yield a service with two snapshots, one after the other published."""
    settings = Settings(tmp_path_factory.mktemp("many") / "home", port=free_port())
    publish(settings.home, many(NUMBER), "first")
    before = prepare(settings)
    publish(settings.home, {"d017": None, "d999": described("d999")}, "second")
    after = prepare(settings)
    with serving(settings.home, port=settings.port) as served:
        yield Feed(served, settings, before, after)


@pytest.fixture
def feed(running: Feed) -> Feed:
    """Return the service as it is before the second publication."""
    running.serve(running.before)
    return running
