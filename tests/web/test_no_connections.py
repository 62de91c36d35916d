"""Whatever is sent, no connection is opened for it: a listening socket is the witness."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from clients import Got, fetch, logged, query
from hostile import (
    CLAUSES,
    LOADS,
    READ_FILES,
    REFUSED_FILES,
    SERVICES,
    USINGS,
    at,
    files_at,
)

from conftest import KLIMAGRAPH, Served, content
from klimagraph.namespaces import DATASETS
from klimagraph.releases import publish

TOKEN = "of-the-witness"  # noqa: S105  # opens nothing but the instances of these tests
SERVED: dict[str, dict[str, object]] = {
    "memory": {"admin_token": TOKEN},
    "disk": {"admin_token": TOKEN, "memory": 1},
    "scratch": {"admin_token": TOKEN, "gate": "off"},
}
"""A published instance, the same answering from disk, and one in which anything may be written."""
EXTENSIONS = {
    "application/ld+json": "jsonld",
    "application/rdf+xml": "rdf",
    "text/turtle": "ttl",
    "application/n-quads": "nq",
    "application/sparql-results+xml": "srx",
}


@dataclass(frozen=True)
class Witness:
    """A socket that listens, and the address that leads to it."""

    socket: socket.socket
    place: str

    def visited(self) -> bool:
        """Tell whether somebody connected; the kernel keeps even those who left at once."""
        try:
            connection, _ = self.socket.accept()
        except BlockingIOError:
            return False
        connection.close()
        return True


@pytest.fixture(scope="module", params=["127.0.0.1", "::1"])
def witness(request: pytest.FixtureRequest) -> Iterator[Witness]:
    """Yield a witness on loopback; it has seen nobody when all is over."""
    family = socket.AF_INET6 if ":" in request.param else socket.AF_INET
    with closing(socket.socket(family)) as listening:
        try:
            listening.bind((request.param, 0))
        except OSError as error:
            pytest.skip(f"{request.param} cannot be listened on here: {error}")
        listening.listen()
        listening.setblocking(False)
        host = f"[{request.param}]" if ":" in request.param else request.param
        found = Witness(listening, f"http://{host}:{listening.getsockname()[1]}")
        yield found
        assert not found.visited()


@pytest.fixture(scope="module", params=SERVED)
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Served]:
    """Yield a service of each kind; its log holds no traceback."""
    folder = tmp_path_factory.mktemp(request.param)
    if request.param != "scratch":
        publish(folder / "home", {"a": content("a", ["x1", "x2"])}, "first")
    with logged(folder / "home", folder / "log", workers=2, **SERVED[request.param]) as running:
        yield running


def sent(service: Served, path: str, method: str, body: bytes, media: str) -> Got:
    """Send a body with the token."""
    headers = {"Authorization": f"Bearer {TOKEN}", "Content_Type": media}
    return fetch(service, path, method, body, **headers)


def test_the_witness_sees_who_comes(witness: Witness) -> None:
    """Somebody who connects and leaves at once was seen."""
    socket.create_connection(witness.socket.getsockname()[:2]).close()
    assert witness.visited()
    assert not witness.visited()


@pytest.mark.parametrize("witness", ["127.0.0.1"], indirect=True)
@pytest.mark.parametrize("call", ["query('ASK { SERVICE SILENT <PLACE/s> { } }')",
                                  "update('LOAD SILENT <PLACE/d>')"])  # fmt: skip
def test_the_engine_alone_would_come(call: str, witness: Witness) -> None:
    """Without our guard the inputs of these tests do open connections."""
    program = f"from pyoxigraph import Store; Store().{call.replace('PLACE', witness.place)}"
    process = subprocess.Popen([sys.executable, "-c", program])
    witness.socket.settimeout(30)
    assert witness.visited()
    witness.socket.setblocking(False)
    assert 0 == process.wait(30)


def test_service_in_a_query(service: Served, witness: Witness) -> None:
    """SERVICE is refused in every spelling and nesting, however the query is sent."""
    direct = "application/sparql-query"
    for text in at(witness.place, SERVICES):
        answers = (
            query(service, text),
            sent(service, "/sparql", "POST", text.encode(), direct),
            sent(service, "/queries/saved", "POST", text.encode(), direct),
        )
        assert [400, 400, 400] == [got.status for got in answers], text
        assert not witness.visited(), text


def test_places_that_are_only_names(service: Served, witness: Witness) -> None:
    """A graph of the web is a name: what is not here has no statements."""
    for text in at(witness.place, CLAUSES):
        got = query(service, text, "application/sparql-results+json, application/n-triples;q=0.5")
        assert 200 == got.status, text
        assert not witness.visited(), text


def test_graphs_of_the_request(service: Served, witness: Witness) -> None:
    """The parameters of the protocol and of the named queries are names as well."""
    place = f"{witness.place}/g"
    named = {"default_graph_uri": place, "named_graph_uri": place}
    asked = query(service, "ASK { ?s ?p ?o }", "application/sparql-results+json", **named)
    assert (200, False) == (asked.status, asked.json["boolean"])
    assert 404 == fetch(service, f"/graphs?graph={quote(place)}").status
    listed = fetch(service, f"/queries/members-of-an-alliance.csv?{urlencode({'alliance': place})}")
    assert 404 == listed.status
    assert not witness.visited()


def test_updates_that_load(service: Served, witness: Witness) -> None:
    """LOAD and SERVICE are refused in updates, at both addresses that could take them."""
    for text in at(witness.place, LOADS):
        got = sent(service, "/update", "POST", text.encode(), "application/sparql-update")
        assert (400, 400) == (got.status, query(service, text).status), text
        assert not witness.visited(), text


def test_updates_that_name_graphs(service: Served, witness: Witness) -> None:
    """USING, WITH and the like name graphs, which are looked for here only."""
    for text in at(witness.place, USINGS):
        got = sent(service, "/update", "POST", text.encode(), "application/sparql-update")
        assert got.status in (204, 400), (text, got.body)
    place = urlencode({"using-graph-uri": f"{witness.place}/g"})
    body = b"DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert (
        204 == sent(service, f"/update?{place}", "POST", body, "application/sparql-update").status
    )
    assert not witness.visited()


@pytest.mark.parametrize("witness", ["127.0.0.1"], indirect=True)
@pytest.mark.parametrize("service", ["memory", "scratch"], indirect=True)
def test_files_that_are_refused(service: Served, witness: Witness) -> None:
    """Remote contexts and entities are refused, in a file to check and in one to keep."""
    graph = f"/graphs?graph={DATASETS}hostile"
    for media, body in files_at(witness.place, REFUSED_FILES):
        for path, method in (("/validate", "POST"), (graph, "PUT")):
            got = sent(service, path, method, body, media)
            assert got.status in (400, 415), (path, body, got.body)
            assert not witness.visited(), body


@pytest.mark.parametrize("witness", ["127.0.0.1"], indirect=True)
@pytest.mark.parametrize("service", ["scratch"], indirect=True)
def test_files_that_are_read(service: Served, witness: Witness) -> None:
    """What a file imports, is described by or is based on is not fetched."""
    graph = f"/graphs?graph={DATASETS}hostile"
    for media, body in files_at(witness.place, READ_FILES):
        checked = sent(service, "/validate", "POST", body, media)
        assert 200 == checked.status, (body, checked.body)
        kept = sent(service, graph, "PUT", body, media)
        assert kept.status in (201, 204, 400), (body, kept.body)
        assert not witness.visited(), body


@pytest.mark.parametrize("witness", ["127.0.0.1"], indirect=True)
@pytest.mark.parametrize("service", ["memory"], indirect=True)
def test_a_file_that_is_published(service: Served, witness: Witness) -> None:
    """Publishing a file, checks and rules included, fetches nothing that it names."""
    body = READ_FILES["imports"][1] + READ_FILES["shapes"][1] + READ_FILES["script"][1]
    turtle = body.replace("PLACE", witness.place).encode()
    kept = sent(service, f"/graphs?graph={DATASETS}hostile", "PUT", turtle, "text/turtle")
    assert 201 == kept.status, kept.body
    assert not witness.visited()


@pytest.mark.parametrize("witness", ["127.0.0.1"], indirect=True)
def test_files_on_the_command_line(witness: Witness, tmp_path: Path) -> None:
    """`load` and `validate` refuse the same files with status 1 or 2; `load` takes the others."""
    paths = []
    for number, (media, body) in enumerate(
        files_at(witness.place, {**REFUSED_FILES, **READ_FILES})
    ):
        paths.append(tmp_path / f"{number}.{EXTENSIONS[media]}")
        paths[-1].write_bytes(body)
    home = ("--home", str(tmp_path / "home"))
    for path in paths[: len(REFUSED_FILES)]:
        assert commanded("load", str(path), "--dataset", "a", *home) in (1, 2), path.read_text()
    assert commanded("validate", str(paths[0]), *home) in (1, 2)
    read = [str(path) for path in paths[len(REFUSED_FILES) :] if path.suffix != ".nq"]
    assert 0 == commanded("load", *read, "--dataset", "a", *home)
    assert not witness.visited()


def commanded(*arguments: str) -> int:
    """Run a command and return its status; a traceback is a fault of ours."""
    done = subprocess.run([KLIMAGRAPH, *arguments], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    return done.returncode


@pytest.mark.parametrize("witness", ["127.0.0.1"], indirect=True)
def test_queries_on_the_command_line(witness: Witness, tmp_path: Path) -> None:
    """The command refuses what the service refuses."""
    publish(tmp_path / "home", {"a": content("a", ["x1"])}, "first")
    for name in ("silent", "empty prefix", "behind a comparison"):
        text = SERVICES[name].replace("PLACE", witness.place)
        command = [KLIMAGRAPH, "query", text, "--home", str(tmp_path / "home")]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (1, "") == (done.returncode, done.stdout), (name, done.stderr)
    assert not witness.visited()
