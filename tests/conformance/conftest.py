"""One scratch instance for all suites, and the tests that the manifests list."""

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from conformance.cases import query_cases, syntax_cases, update_cases
from conformance.exchanges import protocol_cases, store_cases
from conformance.instance import Instance
from conformance.suite import ARCHIVE, Suite, description_cases, short_name, unpack
from conftest import serving

TOKEN = "of-the-suites"  # noqa: S105  # opens nothing but the instance of these tests
ABSENT = f"KLIMAGRAPH_SUITES does not name the folder with {ARCHIVE}"
SUITE = pytest.StashKey[Suite | None]()
CASES: dict[str, Callable[[Suite], Sequence[Any]]] = {
    "query_case": query_cases,
    "update_case": update_cases,
    "syntax_case": syntax_cases,
    "protocol_case": protocol_cases,
    "store_case": store_cases,
    "description_case": description_cases,
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Make one test for each case of the kind that a test function asks for."""
    for name in CASES.keys() & set(metafunc.fixturenames):
        found = _suite(metafunc.config)
        if found is None:
            absent = pytest.param(None, marks=pytest.mark.skip(reason=ABSENT), id="absent")
            metafunc.parametrize(name, [absent])
        else:
            cases = CASES[name](found)
            metafunc.parametrize(name, cases, ids=[short_name(case.iri) for case in cases])


@pytest.fixture(scope="session")
def suite(request: pytest.FixtureRequest) -> Suite:
    """Return the suites."""
    found = _suite(request.config)
    if found is None:
        pytest.skip(ABSENT)
    return found


@pytest.fixture(scope="session")
def instance(suite: Suite, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """Yield a scratch instance."""
    home = tmp_path_factory.mktemp("scratch")
    with serving(home, gate="off", admin_token=TOKEN) as served:
        running = Instance(served.address, TOKEN)
        yield running
        running.close()


def _suite(config: pytest.Config) -> Suite | None:
    """Return the suites, unpacked once; None where nobody says where they are."""
    if SUITE not in config.stash:
        archive = Path(os.environ.get("KLIMAGRAPH_SUITES", ""), ARCHIVE)
        config.stash[SUITE] = _unpacked(config, archive) if archive.is_file() else None
    return config.stash[SUITE]


def _unpacked(config: pytest.Config, archive: Path) -> Suite:
    folder = TemporaryDirectory(prefix="klimagraph-suites-")
    config.add_cleanup(folder.cleanup)
    return unpack(archive, Path(folder.name))
