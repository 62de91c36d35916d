"""Engines that the tests of the remote store share."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from remote.engines import oxigraph, virtuoso

Named = dict[str, str]


@pytest.fixture(scope="session")
def virtuoso_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Named]:
    """Yield the settings of a Virtuoso that all tests share."""
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as settings:
        yield settings


@pytest.fixture(params=["oxigraph", "virtuoso"])
def engine(request: pytest.FixtureRequest) -> Iterator[Named]:
    """Yield the settings of each engine; what it held before does not matter."""
    with ExitStack() as stack:
        if request.param == "oxigraph":
            yield stack.enter_context(oxigraph())
        else:
            yield request.getfixturevalue("virtuoso_settings")


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso"])
def bundled_engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Named]:
    """Yield the settings of each engine, for the bundled data alone."""
    folder: Path = tmp_path_factory.mktemp("bundled-engine")
    with ExitStack() as stack:
        opened = oxigraph() if request.param == "oxigraph" else virtuoso(folder)
        yield stack.enter_context(opened)
