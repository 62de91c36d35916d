"""What tests of files share."""

from pathlib import Path

import pytest

from exports.prepared import Prepared, prepared_in


@pytest.fixture(scope="session")
def prepared(harvested_home: Path) -> Prepared:
    """Return the files of the bundled data."""
    return prepared_in(harvested_home)
