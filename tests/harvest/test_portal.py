"""A whole CKAN on PostgreSQL: import, again, delete, write the catalogue again."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest

from harvest import clients
from harvest.conftest import Feed
from harvest.test_ckan import ALL, GONE, NEW

pytestmark = pytest.mark.usefixtures("postgres")


def test_what_a_portal_has_follows_what_we_publish(feed: Feed, tmp_path: Path) -> None:
    """All are imported; again changes none; one withdrawn is deleted; CKAN can write the rest."""
    with clients.portal(tmp_path) as portal:
        first = portal.harvest(feed.url)
        assert (sorted(ALL), []) == (first["created"], first["errors"])
        again = portal.harvest(feed.url)
        assert ([], [], first["created"]) == (again["created"], again["deleted"], again["kept"])
        assert [] == again["errors"]
        assert {"shown": len(ALL), "failed": []} == portal.catalog()
        feed.serve(feed.after)
        last = portal.harvest(feed.url)
        assert (last["deleted"], last["created"], last["errors"]) == ([GONE], [NEW], [])
