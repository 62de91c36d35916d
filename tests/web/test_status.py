"""The state of the service as a page and as data, and going back to an earlier release."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from clients import COUNT, Got, fetch, query
from prometheus_client import CollectorRegistry, Histogram

from conftest import Served, content, serving
from klimagraph import ledger
from klimagraph.condition import Storage, storage
from klimagraph.ledger import tokens
from klimagraph.releases import publish
from klimagraph.releases.lock import writing
from klimagraph.web.harvesters import KINDS, PLACES, Harvesters, kind_of, place_of
from klimagraph.web.samples import samples

FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a home with three releases."""
    folder = tmp_path_factory.mktemp("status")
    publish(folder, {"a": content("a", ["x", "y"]), "b": content("b", ["x"])}, "first")
    publish(folder, {"a": content("a", ["x"]), "b": None, "c": content("c", ["z"])}, "second")
    publish(folder, {"a": content("a", ["x", "y", "z"])}, "third")
    return folder


@pytest.fixture(scope="module")
def made(home: Path) -> dict[str, str]:
    """Return a token by role."""
    with ledger.changing(home) as connection:
        return {
            role: tokens.create(connection, role, "a" if role == "submitter" else "", "test")[1]
            for role in tokens.ROLES
        }


@pytest.fixture(scope="module")
def service(home: Path, made: dict[str, str]) -> Iterator[Served]:
    """Yield a service on the three releases."""
    with serving(home, workers=2) as running:
        yield running


def served(service: Served) -> str:
    """Return the release that queries are answered from."""
    return str(fetch(service, "/ready").json["release"])


def back(service: Served, name: str, token: str = "", body: str = "", **headers: str) -> Got:
    """Ask for an earlier release."""
    sent = {"Content_Type": FORM, **headers}
    if token:
        sent["Authorization"] = f"Bearer {token}"
    return fetch(service, f"/releases/{name}/rollback", "POST", body.encode(), **sent)


def told(service: Served, token: str = "") -> Any:
    """Return the state as data."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return fetch(service, "/status.json", "GET", None, **headers).json


def test_all_is_well(service: Served) -> None:
    """A service that answers says so, with its release and sizes."""
    found = told(service)
    assert ("good", []) == (found["status"], found["findings"])
    assert served(service) == found["release"]
    assert (4, 2) == (found["statements"], found["datasets"])
    assert 2 == found["workers"]["wanted"]


def test_numbers_are_those_of_the_metrics(service: Served) -> None:
    """Queries are counted by outcome; half of them were faster than the slowest."""
    query(service, COUNT)
    query(service, "SELECT nonsense")
    found = told(service)
    assert found["queries"]["complete"] >= 1
    assert found["queries"]["refused"] >= 1
    assert 0 < found["seconds"]["p50"] <= found["seconds"]["p99"]


def test_the_page_is_for_everybody(service: Served) -> None:
    """Without a token there is no free space, no action, and no path of the machine."""
    page = fetch(service, "/status", Accept="text/html")
    text = page.text + json.dumps(told(service))
    assert (200, "no-store") == (page.status, page.headers["cache-control"])
    assert [] == re.findall(r"/rollback|operator\"|storage\.free", text)
    assert str(service.home) not in text


def test_an_admin_sees_more(service: Served, made: dict[str, str]) -> None:
    """Free space, and for the curator not."""
    assert told(service, made["admin"])["operator"]["storage"]["free"] > 0
    assert "operator" not in told(service, made["curator"])


def test_secrets_stay_where_they_are(service: Served, made: dict[str, str]) -> None:
    """Neither a token nor a query or an address of a client is told, not even to an admin."""
    query(service, "SELECT * { ?hidden ?p 'a secret' }")
    text = json.dumps(told(service, made["admin"]))
    assert [] == [one for one in (*made.values(), "hidden", "secret", "127.0.0.1") if one in text]


@pytest.mark.parametrize(
    ("agent", "kind"),
    [
        (b"ckanext-harvest/1.5", "CKAN"),
        (b"piveau-consus", "piveau"),
        (b"ldes-client/2.1 node", "LDES client"),
        (b"Mozilla/5.0 (compatible; Googlebot/2.1)", "Google"),
        (b"Mozilla/5.0 (X11; Linux) Firefox/1", "browser"),
        (b"", "other"),
        (b"Mr. Nobody <nobody@example.org>", "other"),
        (b"\xff" * 100_000, "other"),
    ],
)
def test_kinds_of_harvesters(agent: bytes, kind: str) -> None:
    """A program is told by its kind, whatever else it says of itself."""
    assert kind == kind_of(agent)


def test_what_is_remembered_is_bounded() -> None:
    """However many programs ask for however many pages, there are a few rows."""
    found = Harvesters()
    for number in range(2000):
        agent = f"program-{number} {KINDS[number % len(KINDS)][0]}".encode()
        found.note(f"/catalog/{number}", [(b"user-agent", agent)])
        found.note(f"/feed?{number}", [(b"user-agent", agent)])
    assert len(found.seen()) <= (len(KINDS) + 1) * len(PLACES)
    assert 2000 == sum(one.count for one in found.seen())


@pytest.mark.parametrize(
    ("path", "place"),
    [("/catalog.ttl", "/catalog"), ("/catalogue", ""), ("/feed/2026-11", "/feed"), ("/", "")],
)
def test_places_of_harvesting(path: str, place: str) -> None:
    """Only what is harvested counts."""
    assert place == place_of(path)


def test_a_harvester_is_seen(service: Served) -> None:
    """Who asked for the feed of releases is told by its kind."""
    fetch(service, "/releases.atom", User_Agent="Googlebot")
    seen = {(one["kind"], one["place"]) for one in told(service)["harvesters"]}
    assert ("Google", "/releases.atom") in seen


def test_quantiles() -> None:
    """They lie where Prometheus puts them: evenly within a class of time."""
    registry = CollectorRegistry()
    histogram = Histogram("taken", "Time.", buckets=(1, 2, 4), registry=registry)
    assert [None] == samples(registry).quantiles("taken", 0.5)
    for seconds in (0.5, 1.5, 1.6, 3, 9):
        histogram.observe(seconds)
    assert [1.75, 4.0] == samples(registry).quantiles("taken", 0.5, 0.99)


def test_shared_contents_count_once(tmp_path: Path) -> None:
    """A file that two releases share takes its place once."""
    (tmp_path / "one").write_bytes(b"x" * 10_000)
    before = storage(tmp_path).used
    (tmp_path / "two").hardlink_to(tmp_path / "one")
    assert (1, before) == (storage(tmp_path).files, storage(tmp_path).used)


@pytest.mark.parametrize(("free", "scarce"), [(10, True), (900, False), (400, False), (90, True)])
def test_space_is_scarce(free: int, scarce: bool) -> None:
    """Where not even a quarter of what is there would find its place again."""
    assert scarce == Storage(1, 400, free, 1000).scarce


@pytest.mark.parametrize(
    ("role", "status"), [("", 401), ("submitter", 403), ("curator", 403), ("admin", 200)]
)
def test_only_an_admin_sees_the_form(
    service: Served, made: dict[str, str], role: str, status: int
) -> None:
    """Everybody else is told so, and cannot do it either."""
    token = made.get(role, "")
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    place = "/releases/2026.1.0/rollback"
    assert status == fetch(service, place, "GET", None, Accept="text/html", **headers).status
    if status != 200:
        assert status == back(service, "2026.1.0", token).status
        assert "2026.1.0" != served(service)


def test_the_form_says_what_would_change(service: Served, made: dict[str, str]) -> None:
    """Datasets that go, come back or are others, with their statements."""
    page = fetch(
        service,
        "/releases/2026.1.0/rollback",
        "GET",
        None,
        Accept="text/html",
        Authorization=f"Bearer {made['admin']}",
    )
    rows = re.findall(r'<th scope="row">(?:<a[^>]*>)?(\w+).*?<span[^>]*>([^<]*)', page.text, re.S)
    assert {"a": "frühere Fassung", "b": "kommt wieder", "c": "fällt weg"} == dict(rows)


def test_another_site_cannot_do_it(service: Served, made: dict[str, str]) -> None:
    """A form of another site is refused although the browser sends the cookie along."""
    cookie = f"klimagraph-token={made['admin']}"
    for origin in ("http://evil.example", "null", ""):
        headers = {"Cookie": cookie} | ({"Origin": origin} if origin else {})
        assert 403 == back(service, "2026.1.0", "", "sure=yes", **headers).status


def test_a_page_asks_first(service: Served, made: dict[str, str]) -> None:
    """Without the tick nothing happens."""
    before = served(service)
    headers = {"Cookie": f"klimagraph-token={made['admin']}", "Origin": service.address}
    got = back(service, "2026.1.0", "", "served=" + before, Accept="text/html", **headers)
    assert (400, before) == (got.status, served(service))


@pytest.mark.parametrize(
    ("name", "status"), [("2026.9.0", 404), ("nonsense", 404), ("..%2f..", 404)]
)
def test_what_cannot_be_served(
    service: Served, made: dict[str, str], name: str, status: int
) -> None:
    """A release that is not there."""
    assert status == back(service, name, made["admin"]).status


def test_back_and_forth(service: Served, made: dict[str, str]) -> None:
    """Of several who want it at once one succeeds; the service answers from the earlier release."""
    admin, newest = made["admin"], served(service)
    with ThreadPoolExecutor() as pool:
        tries = [pool.submit(back, service, "2026.1.0", admin, f"served={newest}")
                 for _ in range(4)]  # fmt: skip
    assert [200, 409, 409, 409] == sorted(one.result().status for one in tries)
    assert "2026.1.0" == served(service) == told(service)["release"]
    assert 409 == back(service, "2026.1.0", admin).status
    done = back(service, newest, admin)
    assert {"release": newest, "before": "2026.1.0"} == done.json
    assert newest == served(service)
    noted = told(service, admin)["operator"]["rolled_back"]
    assert [(newest, "2026.1.0"), ("2026.1.0", newest)] == [
        (one["details"]["release"], one["details"]["before"]) for one in noted
    ]
    assert {"token 3"} == {one["who"] for one in noted}


def test_while_somebody_writes(service: Served, made: dict[str, str]) -> None:
    """Whoever holds the right to write is not disturbed."""
    with writing(service.home, "test"):
        assert 409 == back(service, "2026.1.0", made["admin"]).status


def test_it_is_described_for_programs(service: Served) -> None:
    """The document of the interface names the operation with how it refuses."""
    found = fetch(service, "/openapi.json").json["paths"]["/releases/{name}/rollback"]
    assert ["post"] == list(found)
    assert {"200", "401", "403", "404", "409"} <= set(found["post"]["responses"])


def test_the_trail_remains(service: Served) -> None:
    """What was noted of it cannot be changed."""
    with (
        pytest.raises(sqlite3.IntegrityError),
        sqlite3.connect(service.home / "ledger.sqlite") as connection,
    ):
        connection.execute("UPDATE event SET who = 'nobody'")
