"""A takedown of a real person while a service runs on the bundled data."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import http.client
import json
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import pytest

from conftest import KLIMAGRAPH, WRITE_TOKEN, Served, serving
from klimagraph import releases
from klimagraph.bundle import bundle_folder
from klimagraph.canonical import canonical
from klimagraph.harvest import snapshot
from klimagraph.loading import load_bundled
from klimagraph.namespaces import DATASETS
from klimagraph.releases.publication import silent
from klimagraph.settings import Settings
from klimagraph.validation import Task, validate
from releases.homes import klimagraph
from takedown.people import traces

KEY, NAME, SURNAME = "spqnt64lpa", "Heidi Buchmann", "Buchmann"
PERSON = f"https://w3id.org/klimagraph/id/person/{KEY}"
DATASET = "netzwerk-klimaschutzmanager-harz"
QUERY = f"""
PREFIX klima: <https://w3id.org/klimagraph/ns#>
SELECT ?s ?o {{
  VALUES ?p {{ <http://xmlns.com/foaf/0.1/name> klima:fragment <http://www.w3.org/ns/org#member> }}
  ?s ?p ?o FILTER(CONTAINS(STR(?o), "{SURNAME}") || CONTAINS(STR(?o), "{KEY}"))
}}
"""
WRITING = {"Authorization": f"Bearer {WRITE_TOKEN}"}


@dataclass(frozen=True)
class Got:
    """An answer: its status and its body."""

    status: int
    text: str

    @property
    def json(self) -> Any:
        """Return the body as JSON."""
        return json.loads(self.text)


def fetch(
    service: Served, path: str, method: str = "GET", body: bytes | None = None, **headers: str
) -> Got:
    """Send one request."""
    place = urlsplit(service.address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return Got(answer.status, answer.read().decode())
    finally:
        connection.close()


@dataclass(frozen=True)
class Scene:
    """A service on a home in which a takedown was done while it ran."""

    service: Served
    before: str
    """The release that was served when it began."""
    after: str
    stands: str


def sparql(release: str = "") -> str:
    """Return the path of the question about all that the person is known by."""
    asked = {"query": QUERY, **({"release": release} if release else {})}
    return f"/sparql?{urlencode(asked)}"


def rows(got: Got) -> list[object]:
    """Return the rows of an answer."""
    return list(got.json["results"]["bindings"])


def moved(service: Served, release: str) -> None:
    """Wait until a service answers from a release."""
    end = time.monotonic() + 60
    while fetch(service, "/releases").json["current"] != release:
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def scene(harvested_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    """Yield a service that was asked about the person before and while she was taken down."""
    home = tmp_path_factory.mktemp("takedown") / "home"
    shutil.copytree(harvested_home, home)
    before = releases.current_name(home) or ""
    with serving(home, admin_token=WRITE_TOKEN) as service:
        for path in (sparql(), sparql(before), f"/doc/person/{KEY}.ttl?release={before}"):
            assert SURNAME in fetch(service, path, Accept="application/json, text/turtle").text
        command = [KLIMAGRAPH, "takedown", KEY, "--home", str(home)]
        with subprocess.Popen(command, stderr=subprocess.PIPE) as running:
            while running.poll() is None:  # old or new, never something between
                got = fetch(service, sparql(before), Accept="application/json")
                assert 200 == got.status, got.text
                assert len(rows(got)) in (0, 3)
        assert 0 == running.returncode
        after = releases.current_name(home) or ""
        moved(service, after)
        (file,) = (home / "takedowns").glob("*.json")
        yield Scene(service, before, after, json.loads(file.read_text())["stands"])


def test_nothing_is_left_in_any_file(scene: Scene, harvested_home: Path) -> None:
    """Contents, stores, indexes, change log, snapshots, files: neither name nor IRI is there."""
    tops = {trace.split("/")[0] for trace in traces(harvested_home, SURNAME, KEY)}
    assert {"objects", "releases", "changes.sqlite", "files"} <= tops
    assert [] == traces(scene.service.home, SURNAME, KEY)


@pytest.mark.parametrize("release", ["before", "after", ""])
def test_queries_find_nothing(scene: Scene, release: str) -> None:
    """Neither the release that is served nor an older one knows her, asked before or not."""
    name = getattr(scene, release, "")
    assert [] == rows(fetch(scene.service, sparql(name), Accept="application/json"))


@pytest.mark.parametrize("extension", ["", ".ttl", ".jsonld", ".html"])
@pytest.mark.parametrize("release", ["before", "after", ""])
def test_person_answers_410(scene: Scene, extension: str, release: str) -> None:
    """Her IRI existed and does not any more, in every release and form."""
    name = getattr(scene, release, "")
    path = f"/doc/person/{KEY}{extension}" + (f"?release={name}" if name else "")
    got = fetch(scene.service, path)
    assert 410 == got.status
    assert SURNAME not in got.text


@pytest.mark.parametrize("release", ["before", "after"])
def test_search_does_not_find_her(scene: Scene, release: str) -> None:
    """The index of each release is made anew."""
    asked = urlencode({"q": NAME, "release": getattr(scene, release)})
    got = fetch(scene.service, f"/search?{asked}", Accept="application/json")
    labels = [row["label"] for row in got.json["results"]]
    assert 200 == got.status
    assert not [label for label in labels if SURNAME in label]


@pytest.mark.parametrize("release", ["before", "after"])
def test_dumps_do_not_hold_her(scene: Scene, release: str) -> None:
    """Files of releases are the cleaned ones, and manifests tell that they were cleaned."""
    name = getattr(scene, release)
    got = fetch(scene.service, f"/releases/{name}/{DATASET}.nq")
    assert 200 == got.status
    assert SURNAME not in got.text
    assert KEY not in got.text
    assert (release == "before") == ("redacted" in fetch(scene.service, f"/releases/{name}").json)


def test_what_is_harvested_does_not_hold_her(scene: Scene, harvested_home: Path) -> None:
    """There is a new snapshot with new files; pages and files of the one before are gone."""
    home = scene.service.home
    before = snapshot.read(harvested_home, snapshot.current_name(harvested_home) or "")
    served = snapshot.read(home, snapshot.current_name(home) or "")
    assert (scene.after, before.address) == (served.release, served.address)
    assert [served.name] == snapshot.names(home)
    for file in served.files:
        if file.dataset == DATASET and file.form in ("nquads", "turtle", "jsonld"):
            got = fetch(scene.service, file.path)
            assert 200 == got.status
            assert SURNAME not in got.text
    gone = {file.path for file in before.files} - {file.path for file in served.files}
    assert {410} == {fetch(scene.service, path).status for path in gone}


@pytest.mark.parametrize("path", ["/entities/evidence", "/entities/tenure", "/feed", "/catalog"])
def test_pages_of_harvesters_do_not_hold_her(scene: Scene, path: str) -> None:
    """Entities, changes and catalogue are those of the release without her."""
    got = fetch(scene.service, path)
    assert 200 == got.status
    assert SURNAME not in got.text
    assert KEY not in got.text


def test_post_is_still_held(scene: Scene) -> None:
    """The tenure goes on with a person without a name."""
    got = fetch(scene.service, "/doc/tenure/15085145--klimaschutzmanagement--1.nt")
    assert f"<{scene.stands}>" in got.text
    page = fetch(scene.service, scene.stands.replace("https://w3id.org/klimagraph/id", "/doc"))
    assert "Name entfernt" in page.text


def test_shapes_hold(scene: Scene) -> None:
    """What is published after a takedown has no violation that was not there before."""
    store = releases.open_read_only(releases.store_of(scene.service.home, scene.after))
    path = scene.service.home.parent / "after.nq"
    path.write_bytes(canonical(store, releases.graph_of(DATASET)))
    report = validate(Task(path, "after", dataset=DATASET), Settings(scene.service.home))
    assert 0 == report.count("violation")


def refused_load(scene: Scene, turtle: str) -> str:
    """Return what the command line says to a file that holds her."""
    path = scene.service.home.parent / "again.ttl"
    path.write_text(turtle)
    done = klimagraph("load", path, "--dataset", "again", "--home", scene.service.home)
    assert 1 == done.returncode
    return done.stderr


TURTLE = f'<{PERSON}> a <http://xmlns.com/foaf/0.1/Person> ; <http://xmlns.com/foaf/0.1/name> "X" .'
RENAMED = '<http://e/x> <http://xmlns.com/foaf/0.1/name> "Buchmann, Heidi" .'


@pytest.mark.parametrize("turtle", [TURTLE, RENAMED])
def test_loading_her_again_is_refused(scene: Scene, turtle: str) -> None:
    """By her IRI, and by her name under another one."""
    assert "entfernt" in refused_load(scene, turtle)


@pytest.mark.parametrize("turtle", [TURTLE, RENAMED])
@pytest.mark.parametrize("way", ["put", "update"])
def test_writing_her_again_is_refused(scene: Scene, turtle: str, way: str) -> None:
    """Over HTTP as well, whatever the way."""
    graph = f"{DATASETS}again"
    if way == "put":
        path, method, media = f"/graphs?graph={quote(graph)}", "PUT", "text/turtle"
        body = turtle
    else:
        path, method, media = "/update", "POST", "application/sparql-update"
        body = f"INSERT DATA {{ GRAPH <{graph}> {{ {turtle} }} }}"
    headers = {**WRITING, "Content-Type": media}
    got = fetch(scene.service, path, method, body.encode(), **headers)
    assert 422 == got.status, got.text


def test_bundled_data_are_loaded_without_her(scene: Scene, tmp_path: Path) -> None:
    """The next version of the program brings her dataset again, and she stays away."""
    home, root = scene.service.home, tmp_path / "bundle"
    load_bundled(home, bundle_folder(), silent)
    for name in ("data", "ontology", "shapes"):
        shutil.copytree(bundle_folder() / name, root / name)
    path = root / "data" / DATASET / "data.ttl"
    path.write_text(path.read_text() + "\n# a newer version\n<id/x> <http://e/p> <id/y> .\n")
    release = load_bundled(home, root, silent)
    assert "without 1 who were taken down" in release.note
    assert [] == traces(home, SURNAME, KEY)


def test_service_follows_from_then_on(scene: Scene) -> None:
    """What is published after a takedown is served, from memory as before."""
    release = releases.current_name(scene.service.home) or ""
    moved(scene.service, release)
    ready: Callable[[], dict[str, str]] = lambda: fetch(scene.service, "/ready").json  # noqa: E731
    end = time.monotonic() + 60
    while ready().get("store") == "disk" and time.monotonic() < end:
        time.sleep(0.05)
    assert [] == rows(fetch(scene.service, sparql(), Accept="application/json"))
