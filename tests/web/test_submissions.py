"""Submissions over HTTP: handed in, followed, corrected, published, withdrawn."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

import httpx
import pytest
from clients import Got, fetch, logged, query
from prometheus_client.parser import text_string_to_metric_families
from test_full_disk import fill, small_disk

from conftest import Served, content, serving
from klimagraph.ledger import changing
from klimagraph.ledger.tokens import create, revoke
from klimagraph.namespaces import THINGS
from klimagraph.releases import publish

__all__ = ["small_disk"]  # a fixture, used by its name

ADMIN = "of-the-operator"
TURTLE = "text/turtle"
BROKEN = "<http://e/x> <http://e/p> nonsense"
WRONG = f"<{THINGS}membership/x> a <https://w3id.org/klimagraph/ns#Membership> ."
ATOM = "{http://www.w3.org/2005/Atom}"


def saying(*names: str, value: str = "1") -> str:
    """Return Turtle that says one thing about each of some things."""
    return "".join(f'<{THINGS}thing/{name}> <http://e/p> "{value}" .\n' for name in names)


@dataclass(frozen=True)
class Place:
    """A service and the tokens of those who use it."""

    service: Served
    mine: str
    theirs: str
    curator: str

    def send(
        self, path: str, method: str = "GET", body: str = "", token: str = "", **headers: str
    ) -> Got:
        """Send a request with a token; the submitter's of `mine` if none is named."""
        headers = {"Authorization": f"Bearer {token or self.mine}", **headers}
        return fetch(self.service, path, method, body.encode(), **headers)

    def submit(self, text: str, dataset: str = "mine", token: str = "", wait: int = 20) -> Any:
        """Hand Turtle in and return what became of it."""
        path = f"/submissions?dataset={dataset}&wait={wait}"
        return self.send(path, "POST", text, token, Content_Type=TURTLE).json


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Yield a service with two submitters and a curator; its log holds no traceback."""
    folder = tmp_path_factory.mktemp("submissions")
    publish(folder / "home", {"a": content("a", ["x"])}, "first")
    with changing(folder / "home") as connection:
        tokens = [
            create(connection, role, dataset, "test")[1]
            for role, dataset in (("submitter", "mine"), ("submitter", "theirs"), ("curator", ""))
        ]
    settings = {"admin_token": ADMIN, "workers": 2, "upload_size": 1, "submissions_open": 100}
    with logged(folder / "home", folder / "log", **settings) as running:
        yield Place(running, *tokens)


def test_from_a_file_to_a_publication(place: Place) -> None:
    """Handed in, checked, compared, published: the next query sees it."""
    one = place.submit(saying("p1"))
    assert ("valid", ["publish", "file", "withdraw"]) == (one["state"], one["actions"])
    assert one["difference"]["summary"]["de"].startswith("1 Ding ohne Klasse neu")
    done = place.send(f"/submissions/{one['id']}/publish", "POST").json
    assert "published" == done["state"]
    assert (
        "true"
        in query(
            place.service, f"ASK {{ <{THINGS}thing/p1> ?p ?o }}", "application/sparql-results+json"
        ).text
    )
    words = [event["what"] for event in done["events"]]
    assert ["received", "checked", "published"] == words


def test_an_operator_sees_how_many_there_are(place: Place) -> None:
    """The metrics count submissions by state, as the list of a curator has them."""
    place.submit(saying("n1"))
    listed = place.send("/submissions", token=place.curator).json["submissions"]
    families = text_string_to_metric_families(place.send("/metrics").text)
    samples = [each for family in families for each in family.samples]
    ours = (each for each in samples if each.name == "klimagraph_submissions")
    counted = {each.labels["state"]: each.value for each in ours if each.value}
    assert Counter(one["state"] for one in listed) == counted


def test_where_it_is(place: Place) -> None:
    """A new submission is 201 with its address, the same once more is 200."""
    path, text = "/submissions?dataset=mine", saying("w1")
    first, second = (place.send(path, "POST", text, Content_Type=TURTLE) for _ in range(2))
    assert (201, 200) == (first.status, second.status)
    assert f"/submissions/{second.json['id']}" == first.headers["location"]
    assert "no-store" == first.headers["cache-control"]


def test_who_prefers_to_wait(place: Place) -> None:
    """The header of RFC 7240 does what the parameter does."""
    headers = {"Content_Type": TURTLE, "Prefer": "respond-async, wait=20"}
    got = place.send("/submissions?dataset=mine", "POST", saying("w2"), **headers)
    assert (201, "valid") == (got.status, got.json["state"])


def test_a_form(place: Place) -> None:
    """Browsers send the file, the dataset and a note."""
    got = httpx.post(
        f"{place.service.address}/submissions?wait=20",
        files={"file": ("../Bündnis.ttl", saying("f1"), "")},
        data={"dataset": "mine", "note": "bitte bald"},
        headers={"Authorization": f"Bearer {place.mine}"},
        timeout=60,
    )
    one = got.json()
    assert (201, "Bündnis.ttl", "bitte bald") == (got.status_code, one["file"]["name"], one["note"])
    original = place.send(f"/submissions/{one['id']}/original")
    assert saying("f1") == original.text
    assert "attachment" in original.headers["content-disposition"]


def test_what_cannot_be_read(place: Place) -> None:
    """The report names line and column; nothing can be published."""
    one = place.submit(saying("x") + BROKEN)
    (finding,) = one["report"]["findings"]
    assert ("invalid", 2) == (one["state"], finding["place"]["line"])
    assert 409 == place.send(f"/submissions/{one['id']}/publish", "POST").status


def test_what_breaks_a_rule_is_corrected(place: Place) -> None:
    """The corrected file is the next revision of the same submission."""
    one = place.submit(WRONG)
    assert "invalid" == one["state"]
    path = f"/submissions/{one['id']}/file?wait=20"
    again = place.send(path, "PUT", saying("c1"), Content_Type=TURTLE).json
    assert (one["id"], 2, "valid") == (again["id"], again["revision"], again["state"])


@pytest.mark.parametrize("form", ["json", "text", "csv", "xlsx", "turtle", "sarif", "junit"])
def test_reports(place: Place, form: str) -> None:
    """What was found comes in all formats of reports."""
    one = place.submit(WRONG)
    got = place.send(f"/submissions/{one['id']}/report?format={form}")
    assert 200 == got.status
    assert len(got.body) > 100
    assert 406 == place.send(f"/submissions/{one['id']}/report?format=nonsense").status


def test_without_a_token(place: Place) -> None:
    """401 without one, 403 with one that nobody holds."""
    wrong = {"Authorization": "Bearer nonsense"}
    for method in ("GET", "POST"):
        assert 401 == fetch(place.service, "/submissions", method).status
        assert 403 == fetch(place.service, "/submissions", method, None, **wrong).status


def test_a_revoked_token(place: Place) -> None:
    """It is worth nothing from then on."""
    with changing(place.service.home) as connection:
        number, text = create(connection, "submitter", "gone", "test")
    assert 200 == place.send("/submissions", token=text).status
    with changing(place.service.home) as connection:
        revoke(connection, number)
    assert 403 == place.send("/submissions", token=text).status


def test_a_submitter_sees_its_own_dataset(place: Place) -> None:
    """Those of others are not there; a curator and the operator see all."""
    one = place.submit(saying("s1"))
    other = place.submit(saying("s2"), "theirs", place.theirs)
    listed = place.send("/submissions").json["submissions"]
    assert {"mine"} == {item["dataset"] for item in listed}
    path = f"/submissions/{other['id']}"
    for suffix, method in (("", "GET"), ("/original", "GET"), ("/publish", "POST")):
        assert 404 == place.send(path + suffix, method).status
    for token in (place.curator, ADMIN):
        found = place.send("/submissions", token=token).json["submissions"]
        assert {one["id"], other["id"]} <= {item["id"] for item in found}


def test_a_submitter_has_one_dataset(place: Place) -> None:
    """Another one is 403; without a name its own is meant."""
    path = "/submissions?dataset=theirs"
    assert 403 == place.send(path, "POST", saying("x"), Content_Type=TURTLE).status
    got = place.send("/submissions", "POST", saying("d1"), Content_Type=TURTLE)
    assert (201, "mine") == (got.status, got.json["dataset"])


def test_roles_for_writing(place: Place) -> None:
    """A curator may send updates, a submitter may not."""
    text = f"INSERT DATA {{ GRAPH <https://w3id.org/klimagraph/dataset/u> {{ <{THINGS}u> a 1 }} }}"
    text = text.replace(" a 1 ", " <http://e/p> 1 ")
    kind = "application/sparql-update"
    assert 403 == place.send("/update", "POST", text, Content_Type=kind).status
    assert 204 == place.send("/update", "POST", text, place.curator, Content_Type=kind).status


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("", TURTLE, 400),
        ("x", "application/pdf", 415),
        ("x" * (3 << 20), TURTLE, 413),
        ("--b--", "multipart/form-data; boundary=b", 400),
    ],
)
def test_what_is_not_received(place: Place, body: str, kind: str, status: int) -> None:
    """It is refused, and nothing is kept."""
    before = place.send("/submissions").json
    got = place.send("/submissions?dataset=mine", "POST", body, Content_Type=kind)
    assert status == got.status
    assert before == place.send("/submissions").json


@pytest.mark.parametrize("name", ["nonsense", "..%2F..%2Fetc", "0" * 12])
def test_what_is_not_there(place: Place, name: str) -> None:
    """It is 404."""
    assert 404 == place.send(f"/submissions/{name}").status


def test_two_submitters_at_the_same_moment(place: Place) -> None:
    """Both are in, in some order, the later one checked on what the other left."""
    mine = place.submit(saying("t1"))
    theirs = place.submit(saying("t2"), "theirs", place.theirs)
    pairs = [(mine["id"], place.mine), (theirs["id"], place.theirs)]
    with ThreadPoolExecutor() as threads:
        done = [
            threads.submit(place.send, f"/submissions/{name}/publish", "POST", token=token)
            for name, token in pairs
        ]
        got = [each.result().json for each in done]
    assert ["published", "published"] == [one["state"] for one in got]
    first, second = sorted(got, key=lambda one: [int(n) for n in one["published"].split(".")])
    assert first["published"] == second["checked_against"]


def test_two_of_one_dataset(place: Place) -> None:
    """The second is told what was published meanwhile, and can hand in again."""
    first, second = (place.submit(saying(name)) for name in ("o1", "o2"))
    paths = [f"/submissions/{one['id']}/publish" for one in (first, second)]
    with ThreadPoolExecutor() as threads:
        done = [threads.submit(place.send, path, "POST") for path in paths]
        got = [each.result() for each in done]
    assert [200, 409] == sorted(one.status for one in got)
    refused = next(number for number, one in enumerate(got) if one.status == 409)
    assert "inzwischen neu veröffentlicht" in got[refused].json["detail"]
    again = place.submit(saying(("o1", "o2")[refused]))
    assert 2 == again["revision"]
    assert 200 == place.send(f"/submissions/{again['id']}/publish", "POST").status


def test_publishing_twice_is_once(place: Place) -> None:
    """Also where two ask at the same moment."""
    path = f"/submissions/{place.submit(saying('twice'))['id']}/publish"
    with ThreadPoolExecutor() as threads:
        done = [threads.submit(place.send, path, "POST") for _ in range(2)]
        got = [each.result() for each in done]
    assert [200, 200] == [one.status for one in got]
    assert got[0].json["published"] == got[1].json["published"]
    words = [event["what"] for event in got[0].json["events"]]
    assert 1 == words.count("published")


def test_rolling_back(place: Place) -> None:
    """A curator takes a published version back; the feed tells."""
    first = place.submit(saying("r1"))
    place.send(f"/submissions/{first['id']}/publish", "POST")
    path = f"/submissions/{first['id']}/withdraw"
    assert 403 == place.send(path, "POST").status
    assert "withdrawn" == place.send(path, "POST", token=place.curator).json["state"]
    feed = fetch(place.service, "/dataset/mine/events.atom")
    root = ElementTree.fromstring(feed.body)  # noqa: S314  # our own
    terms = [node.get("term") for node in root.iter(f"{ATOM}category")]
    assert ("application/atom+xml", "withdrawn") == (feed.headers["content-type"], terms[1])
    same = fetch(place.service, "/dataset/mine/events.atom", If_None_Match=feed.headers["etag"])
    assert 304 == same.status


def test_the_feed_tells_nothing_but_what_is_public(place: Place) -> None:
    """No tokens, no file names, no submissions that were not published."""
    one = place.submit(saying("secret"))
    feed = fetch(place.service, "/dataset/mine/events.atom").text
    assert one["id"] not in feed
    assert "token" not in feed


@contextmanager
def signed_in(place: Place) -> Iterator[httpx.Client]:
    """Yield a browser that has signed in."""
    address = place.service.address
    headers = {"Accept": "text/html", "Origin": address}
    with httpx.Client(base_url=address, headers=headers) as browser:
        got = browser.post("/session", data={"token": place.mine})
        assert 303 == got.status_code
        yield browser


def test_the_pages(place: Place) -> None:
    """Sign in, hand in, read, publish: all with forms, in German."""
    with signed_in(place) as browser:
        page = browser.get("/submissions")
        assert "Eingereicht zu mine" in page.text
        got = browser.post(
            "/submissions?wait=20",
            files={"file": ("Liste.ttl", saying("b1"))},
            data={"dataset": "mine"},
            timeout=60,
        )
        assert 303 == got.status_code
        shown = browser.get(got.headers["location"])
        assert "gültig, noch nicht veröffentlicht" in shown.text
        done = browser.post(got.headers["location"] + "/publish", timeout=60)
        assert 303 == done.status_code
        assert "<b>veröffentlicht</b>" in browser.get(got.headers["location"]).text
        browser.post("/session/end")
        assert "Anmelden" in browser.get("/submissions").text


def test_the_cookie(place: Place) -> None:
    """No script reads it, and no other site sends it."""
    body = urlencode({"token": place.mine}).encode()
    got = fetch(place.service, "/session", "POST", body, Origin=place.service.address)
    assert "httponly; path=/; samesite=strict" in got.headers["set-cookie"].lower()


@pytest.mark.parametrize("origin", ["", "https://elsewhere.example", "null", "http://[", "//"])
def test_another_site_cannot_use_the_cookie(place: Place, origin: str) -> None:
    """Without our own Origin a cookie changes nothing, and nobody is signed in."""
    one = place.submit(saying("csrf"))
    headers = {"Origin": origin} if origin else {}
    headers["Cookie"] = f"klimagraph-token={place.mine}"
    path = f"/submissions/{one['id']}/withdraw"
    assert 403 == fetch(place.service, path, "POST", None, **headers).status
    assert 403 == fetch(place.service, "/session", "POST", b"token=x", **headers).status
    assert "valid" == place.send(f"/submissions/{one['id']}").json["state"]


def test_a_wrong_token_on_the_page(place: Place) -> None:
    """It is refused and no cookie is set."""
    got = fetch(place.service, "/session", "POST", b"token=x", Origin=place.service.address)
    assert 403 == got.status
    assert "set-cookie" not in got.headers


def test_a_page_shows_data_as_text(place: Place) -> None:
    """Nothing of a file is live in the page."""
    evil = "<script>alert(1)</script>"
    text = saying("e1", value=evil.replace("/", "\\u002F"))
    with signed_in(place) as browser:
        got = browser.post(
            "/submissions?wait=20",
            files={"file": (f"{evil.replace('/', '')}.ttl", text)},
            data={"dataset": "mine", "note": evil},
            timeout=60,
        )
        assert "<script>" not in browser.get(got.headers["location"]).text


def test_the_api_is_described(place: Place) -> None:
    """Programs find how a file is handed in."""
    document = fetch(place.service, "/openapi.json").json
    assert (
        "multipart/form-data" in document["paths"]["/submissions"]["post"]["requestBody"]["content"]
    )
    assert "/session" not in document["paths"]


def test_a_killed_service(tmp_path: Path) -> None:
    """What was acknowledged is checked after the next start, and can be published."""
    home = tmp_path / "home"
    publish(home, {"a": content("a", ["x"])}, "first")
    headers = {"Authorization": f"Bearer {ADMIN}", "Content_Type": TURTLE}
    acknowledged = []
    for number in range(3):
        with serving(home, admin_token=ADMIN, workers=1) as service:
            for name in ("x", "y"):
                path, text = f"/submissions?dataset={name}{number}", saying(f"{name}{number}")
                got = fetch(service, path, "POST", text.encode(), **headers)
                assert 201 == got.status
                acknowledged.append(got.json["id"])
            service.process.kill()
    with serving(home, admin_token=ADMIN, workers=1) as service:
        for name in acknowledged:
            assert (
                "valid"
                == fetch(service, f"/submissions/{name}?wait=30", "GET", None, **headers).json[
                    "state"
                ]
            )
            got = fetch(service, f"/submissions/{name}/publish", "POST", None, **headers)
            assert "published" == got.json["state"]


def test_a_full_disk(small_disk: Path, tmp_path: Path) -> None:
    """507, nothing of the file is kept, and it can be handed in when there is room again."""
    home = small_disk / "home"
    publish(home, {"a": content("a", ["x"])}, "first")
    headers = {"Authorization": f"Bearer {ADMIN}", "Content_Type": TURTLE}
    path, text = "/submissions?dataset=b&wait=20", saying("x").encode()
    with logged(home, tmp_path / "log", admin_token=ADMIN, workers=1) as service:
        first = fetch(service, path, "POST", saying("y").encode(), **headers)
        fill(small_disk)
        refused = fetch(service, path, "POST", text, **headers)
        left = {item.parts[-3] for item in (home / "submissions").rglob("original*")}
        (small_disk / "ballast").unlink()
        again = fetch(service, path, "POST", text, **headers)
    assert (201, 507, 201) == (first.status, refused.status, again.status)
    assert {first.json["id"]} == left
    assert "valid" == again.json["state"]


@pytest.mark.parametrize("kind", ["application/json", "text/html"])
def test_the_list_is_limited(place: Place, kind: str) -> None:
    """By state and by dataset, alike as a page and as data; a state that there is not is said."""
    mine = place.submit(saying("listed"))["id"]
    theirs = place.submit(saying("listed"), "theirs", place.theirs)["id"]
    withdrawn = place.submit(saying("gone"))["id"]
    place.send(f"/submissions/{withdrawn}/withdraw", "POST")

    def shown(query: str) -> list[bool]:
        got = place.send(f"/submissions?{query}", token=place.curator, Accept=kind)
        assert 200 == got.status
        listed = got.text.partition("<h2")[2] if kind == "text/html" else got.text
        return [f"/submissions/{one}" in listed for one in (mine, theirs, withdrawn)]

    assert [True, True, True] == shown("")
    assert [True, False, False] == shown("state=open&dataset=mine")
    assert [False, True, False] == shown("dataset=theirs")
    assert [False, False, True] == shown("state=withdrawn&dataset=mine")
    assert 400 == place.send("/submissions?state=nonsense", Accept=kind).status


def test_an_empty_choice_is_not_an_empty_list(place: Place) -> None:
    """Where something is chosen the page does not say that nothing was handed in."""
    path = "/submissions?state=withdrawn&dataset=nothing"
    page = place.send(path, token=place.curator, Accept="text/html").text
    assert "Zu dieser Auswahl gibt es keine Einreichung." in page


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/submissions", "GET, HEAD, POST, OPTIONS"),
        ("/submissions/1", "GET, HEAD, OPTIONS"),
        ("/submissions/1/file", "PUT, POST, OPTIONS"),
        ("/session", "POST, OPTIONS"),
        ("/releases/1/rollback", "GET, HEAD, POST, OPTIONS"),
        ("/queries/saved", "GET, HEAD, POST, OPTIONS"),
        ("/doc/x", "GET, HEAD, OPTIONS"),
    ],
)
def test_methods_are_those_of_the_path(place: Place, path: str, allowed: str) -> None:
    """A method that exists one level deeper is not offered."""
    refused = place.send(path, "DELETE")
    assert (405, allowed) == (refused.status, refused.headers["allow"])
    asked = place.send(path, "OPTIONS").headers["access-control-allow-methods"]
    assert allowed == asked
