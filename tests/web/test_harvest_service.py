"""The service prepares what it publishes, and says how it stands."""

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from clients import fetch, wait

from conftest import Served, serving
from described import described, many
from klimagraph.harvest import snapshot
from klimagraph.harvest.preparing import alone, prepare
from klimagraph.releases import publish
from klimagraph.settings import Settings
from klimagraph.web.harvest import Harvest


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a home with three datasets, not prepared."""
    publish(tmp_path / "home", many(3), "three")
    return tmp_path / "home"


def harvest(service: Served) -> dict[str, object]:
    """Return how it stands with what is harvested."""
    return dict(fetch(service, "/ready").json["harvest"])


def reached(service: Served) -> Callable[[], bool]:
    """Return whether the release that is served is the one that is harvested."""
    return lambda: bool(harvest(service)["current"])


def test_not_prepared_is_503(home: Path) -> None:
    """Before the first snapshot harvesters are told to come back, and nobody deletes anything."""
    with serving(home) as service:
        for path in ("/catalog", "/catalog.ttl", "/entities/gap", "/sitemap.xml"):
            answer = fetch(service, path)
            assert (503, path) == (answer.status, path)
            assert answer.headers["retry-after"].isdigit()
        assert harvest(service) == {"snapshot": None, "current": False, "fault": None}


def test_a_snapshot_that_vanished_is_503(home: Path) -> None:
    """Where the snapshot that should be served is gone nothing smaller is answered."""
    made = prepare(Settings(home))
    with serving(home) as service:
        assert fetch(service, "/catalog").status == 200
        shutil.rmtree(snapshot.path_of(home, made.name))
        assert fetch(service, "/catalog").status == 503
        long = fetch(service, f"/entities/gap?snapshot={'2' * 3000}")
        assert long.status in (400, 404)


def test_prepared_after_the_start_and_after_a_publication(home: Path) -> None:
    """The service prepares by itself what is published while it runs."""
    with serving(home, harvest="on") as service:
        wait(reached(service), 60)
        assert fetch(service, "/catalog").status == 200
        first = harvest(service)["snapshot"]
        publish(home, {"new": described("new")}, "one more")
        wait(lambda: first != harvest(service)["snapshot"], 60)
        assert b"dataset/new" in fetch(service, "/catalog").body
        metrics = fetch(service, "/metrics").body.decode()
        assert "klimagraph_harvest_behind 0.0" in metrics
        assert "klimagraph_harvest_fault 0.0" in metrics


def test_a_shrunk_catalogue_is_told(home: Path) -> None:
    """Where much would be deleted the catalogue stays, and the operator can see why."""
    with serving(home, harvest="on") as service:
        wait(reached(service), 60)
        before = fetch(service, "/catalog").body
        publish(home, {"d000": None, "d001": None}, "fewer")
        wait(lambda: bool(harvest(service)["fault"]), 60)
        assert "--shrink" in str(harvest(service)["fault"])
        assert before == fetch(service, "/catalog").body
        assert "klimagraph_harvest_fault 1.0" in fetch(service, "/metrics").body.decode()
        assert snapshot.current_name(home) == harvest(service)["snapshot"]


def test_another_process_that_prepares_is_no_fault(home: Path) -> None:
    """A takedown prepares by itself; it is tried again after that."""
    held = Harvest(Settings(home))
    with alone(home):
        assert (asyncio.run(held._prepare()), held.fault) == (False, "")
    assert (asyncio.run(held._prepare()), held.fault) == (True, "")
    assert snapshot.current_name(home)


def test_nothing_less_before_the_first_snapshot(home: Path) -> None:
    """As long as one is on its way files and data of datasets are 503; people get a page."""
    made = prepare(Settings(home))
    (home / snapshot.FOLDER / snapshot.POINTER).unlink()
    file = made.files[0]
    paths = (file.path, f"/releases/{made.release}/d000.ttl", "/dataset/d000.jsonld")
    with alone(home), serving(home, harvest="on") as service:
        for path in paths:
            answer = fetch(service, path)
            assert (503, path) == (answer.status, path)
            assert answer.headers["retry-after"].isdigit()
        assert fetch(service, "/dataset/d000.html").status == 200
    with serving(home) as service:  # none will come: the graph says what it knows
        assert [fetch(service, path).status for path in paths] == [404, 404, 200]


def test_a_snapshot_of_another_address_is_not_the_current_one(home: Path) -> None:
    """Its links lead harvesters to another host until the next one is there."""
    prepare(Settings(home, public_url="https://elsewhere.example"))
    held = Harvest(Settings(home))
    assert held.status()["current"] is False
    prepare(Settings(home))
    assert held.status()["current"] is True
