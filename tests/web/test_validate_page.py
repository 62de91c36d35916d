"""Checking a file over HTTP: a report or a refusal with its place, never a fault of ours."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from clients import Got, fetch, logged

from conftest import Served

VALID = b"<http://e/s> <http://e/p> <http://e/o> .\n"
INVALID = b"""@prefix klima: <https://w3id.org/klimagraph/ns#> .
<https://w3id.org/klimagraph/id/membership/x> a klima:Membership .
"""
BROKEN = b"<http://e/s> <http://e/p> <http://e/o> .\n<http://e/s> nonsense .\n"
TURTLE = "text/turtle"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, bundled_home: Path) -> Iterator[Served]:
    """Yield a service that takes files up to 1 MiB; its log holds no traceback."""
    log = tmp_path_factory.mktemp("validate") / "log"
    with logged(bundled_home, log, upload_size=1, upload_unpacked=2, upload_triples=5000) as one:
        yield one


def check(service: Served, body: bytes, kind: str = TURTLE, accept: str = "*/*") -> Got:
    """Send data to be checked; a page is where the answer leads to."""
    got = fetch(service, "/validate", "POST", body, Content_Type=kind, Accept=accept)
    place = got.headers.get("location")
    return fetch(service, place, Accept=accept) if place else got


def upload(service: Served, name: str, body: bytes, kind: str = "") -> httpx.Response:
    """Send data to be checked as the file of a form."""
    return httpx.post(
        f"{service.address}/validate", files={"file": (name, body, kind or None)}, timeout=60
    )


def test_valid_data(service: Served) -> None:
    """Data that no shape finds fault with conforms."""
    got = check(service, VALID)
    assert (200, True) == (got.status, got.json["conforms"])


def test_invalid_data(service: Served) -> None:
    """Each finding names its node and says in German what is wrong."""
    report = check(service, INVALID).json
    assert report["conforms"] is False
    for finding in report["findings"]:
        assert "https://w3id.org/klimagraph/id/membership/x" == finding["focus"]
        assert finding["message_de"]


@pytest.mark.parametrize(
    ("accept", "media", "words"),
    [
        ("application/json", "application/json", '"conforms": false'),
        ("text/plain", "text/plain", "Fehler (1): Mitglied"),
        ("text/html", "text/html", "nicht gültig"),
    ],
)
def test_reports(service: Served, accept: str, media: str, words: str) -> None:
    """The report comes as JSON, as text and as a page, in German."""
    got = check(service, INVALID, accept=accept)
    assert media == got.headers["content-type"].split(";")[0]
    assert words in got.text


def test_a_page_is_somewhere(service: Served) -> None:
    """It can be loaded again and gone back to, and it is the same; programs get their answer."""
    got = fetch(service, "/validate", "POST", INVALID, Content_Type=TURTLE, Accept="text/html")
    assert 303 == got.status
    pages = {fetch(service, got.headers["location"], Accept="text/html").text for _ in range(2)}
    assert 1 == len(pages)


def pasted(service: Served, text: str, kind: str) -> httpx.Response:
    """Send a text that somebody pasted into the form."""
    fields = {"text": (None, text), "text_format": (None, kind), "class": (None, "membership")}
    return httpx.post(f"{service.address}/validate", files=fields, timeout=60)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        (INVALID.decode(), "turtle", "text.ttl"),
        ("Mitglied\tBündnis\r\nHalle\tKlima-Bündnis\r\n", "csv", "text.csv"),
        ('{"@id": "http://e/s", "http://e/p": 1}', "jsonld", "text.jsonld"),
    ],
)
def test_a_text_is_pasted(service: Served, text: str, kind: str, name: str) -> None:
    """It is checked as a file of its format would be, cells of a spreadsheet included."""
    got = pasted(service, text, kind)
    assert (200, name) == (got.status_code, got.json()["source"])


def test_nothing_is_pasted(service: Served) -> None:
    """A form with neither file nor text is refused in both languages."""
    got = pasted(service, "  ", "csv")
    assert 400 == got.status_code
    assert "Bitte wählen Sie eine Datei aus" in got.json()["detail"]


def test_what_stands_around_a_place(service: Served) -> None:
    """The page shows the lines of the file, with what is meant marked."""
    page = check(service, INVALID, accept="text/html").text
    assert "<mark>&lt;https://w3id.org/klimagraph/id/membership/x&gt;</mark>" in page


def test_an_unacceptable_report(service: Served) -> None:
    """A report cannot come as an image."""
    assert 406 == check(service, VALID, accept="image/png").status


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/turtle; charset=utf-8", VALID),
        ("application/n-triples", VALID),
        ("application/n-quads", VALID),
        ("application/trig", VALID),
        ("application/ld+json", b'{"@id": "http://e/s", "http://e/p": 1}'),
        (
            "application/rdf+xml",
            b'<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">'
            b'<r:Description r:about="http://e/s"><e:p>x</e:p></r:Description></r:RDF>',
        ),
    ],
)
def test_formats(service: Served, kind: str, body: bytes) -> None:
    """Each RDF format is read."""
    assert (200, 1) == (
        check(service, body, kind).status,
        check(service, body, kind).json["triples"],
    )


def test_a_syntax_error(service: Served) -> None:
    """A syntax error is 400 and names line and column."""
    got = check(service, BROKEN)
    assert (400, 2) == (got.status, got.json["line"])
    assert got.json["column"] > 0


@pytest.mark.parametrize(
    "body",
    [b"", b"  \n", b"\xff\xfe", b"PK\x03\x04", b"\x00", b"<http://e/\xff>", b"\x1f\x8bnonsense"],
)
def test_what_is_not_rdf(service: Served, body: bytes) -> None:
    """What cannot be read is 400."""
    assert 400 == check(service, body).status


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/ld+json", b'{"@context": "http://127.0.0.1:1/c", "a": 1}'),
        ("application/rdf+xml", b'<!DOCTYPE r [<!ENTITY x "y">]><r/>'),
        ("application/ld+json", b"[" * 100_000),
    ],
)
def test_what_is_dangerous(service: Served, kind: str, body: bytes) -> None:
    """Remote contexts, document types and bottomless nesting are refused."""
    assert check(service, body, kind).status in (400, 503)


@pytest.mark.parametrize("kind", ["application/pdf", "", "application/json5"])
def test_another_type(service: Served, kind: str) -> None:
    """A type that is neither RDF nor a table is 415."""
    assert 415 == check(service, VALID, kind).status


def test_too_large(service: Served) -> None:
    """A body above the limit is 413."""
    assert 413 == check(service, b"#" * (3 << 20)).status


def test_too_large_without_a_length(service: Served) -> None:
    """A body above the limit that does not say so beforehand is 413."""
    chunks = (b"#" * 65536 for _ in range(40))
    headers = {"Content-Type": TURTLE}
    got = httpx.post(f"{service.address}/validate", content=chunks, headers=headers, timeout=60)
    assert 413 == got.status_code


def test_too_many_triples(service: Served) -> None:
    """More triples than allowed are 413."""
    lines = [f"<http://e/{number}> <http://e/p> 1 .\n" for number in range(6000)]
    assert 413 == check(service, "".join(lines).encode()).status


@pytest.mark.parametrize(
    "name",
    [
        "../../x.ttl",
        "x.ttl",
        "Bündnisse für Klima.ttl",
        "X.TTL",
        "C:\\temp\\x.ttl",
        "x" * 250 + ".ttl",
    ],
)
def test_names_of_files(service: Served, name: str) -> None:
    """A file of a form is read whatever its name is, and only its last part is repeated."""
    got = upload(service, name, VALID)
    assert (200, name.replace("\\", "/").split("/")[-1]) == (got.status_code, got.json()["source"])


@pytest.mark.parametrize("name", ["x", "..", "x.pdf", "x.", "/", "x" * 4000])
def test_names_that_tell_nothing(service: Served, name: str) -> None:
    """A name without an extension of RDF is refused, unless the form names the type."""
    assert 400 == upload(service, name, VALID, "application/octet-stream").status_code
    if "." not in name:
        assert 200 == upload(service, name, VALID, TURTLE).status_code


def test_a_large_upload(service: Served) -> None:
    """The file of a form above the limit is 413."""
    assert 413 == upload(service, "x.ttl", b"#" * (3 << 19)).status_code


def test_a_large_upload_without_a_length(service: Served) -> None:
    """A form above the limit that does not say so beforehand is 413."""
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="x.ttl"\r\n\r\n'
    chunks = iter([head, *[b"#" * 65536] * 60, b"\r\n--b--\r\n"])
    headers = {"Content-Type": "multipart/form-data; boundary=b"}
    got = httpx.post(f"{service.address}/validate", content=chunks, headers=headers, timeout=60)
    assert 413 == got.status_code


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"x"),
        ("multipart/form-data; boundary=b", b""),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--b--\r\n',
        ),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="other"; filename="x.ttl"\r\n\r\n#\r\n'
            b"--b--\r\n",
        ),
    ],
)
def test_broken_forms(service: Served, kind: str, body: bytes) -> None:
    """A form that is broken or has no file is 400."""
    assert 400 == check(service, body, kind).status


@pytest.mark.parametrize("name", ["class", "dataset", "profile", "of-no-use"])
@pytest.mark.parametrize("length", [200, 201])
def test_long_values_of_a_form(service: Served, name: str, length: int) -> None:
    """What is said about a file is short; it is kept with the report for an hour."""
    fields = {"text": (None, VALID.decode()), "text_format": (None, "turtle")}
    long = httpx.post(
        f"{service.address}/validate", files={**fields, name: (None, "x" * length)}, timeout=60
    )
    assert ("201 characters" in long.text) == (length > 200)
    assert 1000 > len(long.text)


def test_a_page_shows_data_as_text(service: Served) -> None:
    """Nothing of a checked file is live in the page of its report."""
    body = INVALID + b"<https://w3id.org/klimagraph/id/membership/x> "
    body += b'<https://w3id.org/klimagraph/ns#period> "<script>alert(1)</script>" .'
    assert "<script>" not in check(service, body, accept="text/html").text


@pytest.mark.parametrize(
    ("settings", "limit"),
    [
        ({"validation_timeout": 0.2}, "VALIDATION_TIMEOUT"),
        ({"validation_memory": 40}, "VALIDATION_MEMORY"),
        ({"validation_memory": 200}, "VALIDATION_MEMORY"),
    ],
)
def test_limits(home: Path, tmp_path: Path, settings: dict[str, object], limit: str) -> None:
    """A validation that needs too much time or memory is 503 and names the limit."""
    lines = [f"<http://e/{number}> <http://e/p> '{'x' * 80}' .\n" for number in range(300_000)]
    with logged(home, tmp_path / "log", **settings) as service:
        got = check(service, "".join(lines).encode())
    assert 503 == got.status
    assert limit in json.loads(got.body)["detail"]
