"""A large catalogue, made once."""

import pytest
from catalogues import Made, many, pretended


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return a catalogue of 204 datasets and the one of everything: three pages."""
    return pretended(tmp_path_factory.mktemp("large"), many(204))
