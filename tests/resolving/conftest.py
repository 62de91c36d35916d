"""A resolver on the bundled data."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from klimagraph.releases import current_name
from klimagraph.resolving import Resolver, open_resolver


@pytest.fixture(scope="session")
def resolver(bundled_home: Path) -> Iterator[Resolver]:
    """Yield the resolver of the bundled release."""
    with open_resolver(bundled_home, current_name(bundled_home) or "") as opened:
        yield opened
