"""piveau's importer, restated on Jena with its parser of JSON-LD 1.0, reads the catalogue."""

from pathlib import Path

import pytest

from harvest import clients
from harvest.conftest import Feed
from harvest.test_ckan import ALL

pytestmark = pytest.mark.usefixtures("jena")


def test_all_datasets_under_their_identifiers(feed: Feed, tmp_path: Path) -> None:
    """Three pages, every dataset by its dct:identifier, and the total is right."""
    done = clients.piveau(feed.url, tmp_path / "messages")
    assert (set(done["identifiers"]), done["error"]) == (ALL, "")
    assert (3, str(len(ALL))) == (len(done["pages"]), done["total"])


def test_formats_hold_the_same_statements(feed: Feed, tmp_path: Path) -> None:
    """Jena reads as many triples from JSON-LD as from Turtle, page by page, links aside."""
    done = [clients.piveau(f"{feed.url}.{name}", tmp_path / "m") for name in ("jsonld", "ttl")]
    assert done[0]["triples"] == done[1]["triples"]
