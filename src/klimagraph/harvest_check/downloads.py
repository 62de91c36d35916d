"""Whether the files that a feed offers are what it says of them: status, type, size, checksum."""

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from pyoxigraph import RdfFormat, parse

from klimagraph.harvest_check.fetching import NOT_ASKED, Fetch, Response
from klimagraph.harvest_check.findings import Findings
from klimagraph.harvest_check.graph import DCAT, DCT, Graph, Node, text
from klimagraph.harvest_check.licences import FILE_TYPES, MEDIA_TYPES
from klimagraph.harvest_check.source import ACCEPT, FORMS

SPDX = "http://spdx.org/rdf/terms#"
DIGESTS = {
    f"{SPDX}checksumAlgorithm_sha256": hashlib.sha256,
    f"{SPDX}checksumAlgorithm_sha1": hashlib.sha1,
    f"{SPDX}checksumAlgorithm_md5": hashlib.md5,
}
ENDPOINTS = {f"{FILE_TYPES}SPARQLQ", f"{FILE_TYPES}SPARQLQRES"}
ASK = "ASK {}"
RESULTS = {"Accept": "application/sparql-results+json"}
PARQUET = b"PAR1"


@dataclass(frozen=True)
class Declared:
    """A file as a feed describes it."""

    name: str
    url: str
    media_types: tuple[str, ...]
    size: str
    checksums: tuple[tuple[str, str], ...]
    """Algorithm and value."""
    endpoint: bool


def check(graphs: Iterable[Graph], fetch: Fetch, findings: Findings) -> int:
    """Fetch all files that a feed offers and note what is wrong; return how many there were."""
    declared = {each.name: each for graph in graphs for each in _declared(graph)}
    for each in declared.values():
        if each.endpoint:
            _check_endpoint(each, fetch, findings)
        elif each.url:
            _check_file(each, fetch("GET", each.url, ACCEPT), findings)
    return len(declared)


def _declared(graph: Graph) -> Iterator[Declared]:
    for dataset in graph.of_type(f"{DCAT}Dataset"):
        for node in graph.nodes(dataset, f"{DCAT}distribution"):
            yield _described(graph, node)


def _described(graph: Graph, node: Node) -> Declared:
    def texts(name: str) -> list[str]:
        return [text(value) for value in graph.objects(node, name)]

    sums = graph.nodes(node, f"{SPDX}checksum")
    url = next(iter((*texts(f"{DCAT}downloadURL"), *texts(f"{DCAT}accessURL"))), "")
    return Declared(
        text(node),
        url,
        tuple(_media_type(value) for value in texts(f"{DCAT}mediaType")),
        next(iter(texts(f"{DCAT}byteSize")), ""),
        tuple(pair for one in sums for pair in _checksums(graph, one)),
        not texts(f"{DCAT}downloadURL") and bool(ENDPOINTS & {*texts(f"{DCT}format")}),
    )


def _checksums(graph: Graph, node: Node) -> Iterator[tuple[str, str]]:
    for algorithm in graph.objects(node, f"{SPDX}algorithm"):
        for value in graph.objects(node, f"{SPDX}checksumValue"):
            yield text(algorithm), text(value).lower()


def _media_type(value: str) -> str:
    for start in MEDIA_TYPES:
        value = value.removeprefix(start)
    return value.lower()


def _check_endpoint(declared: Declared, fetch: Fetch, findings: Findings) -> None:
    joint = "&" if "?" in declared.url else "?"
    answer = fetch("GET", f"{declared.url}{joint}query={quote(ASK)}", RESULTS)
    if answer.fault == NOT_ASKED:
        return
    try:
        said = json.loads(answer.body) if answer.ok else {}
    except (ValueError, RecursionError):
        said = {}
    if not isinstance(said, dict) or said.get("boolean") is not True:
        findings.add("endpoint-silent", declared.name, answer.fault or str(answer.status))


def _check_file(declared: Declared, answer: Response, findings: Findings) -> None:
    if answer.fault == NOT_ASKED:
        return
    if not answer.ok:
        findings.add("download-broken", declared.name, answer.fault or f"Status {answer.status}")
        return
    types = declared.media_types
    if types and answer.media_type not in types:
        told = f"{', '.join(types)} / {answer.media_type or '-'}"
        findings.add("download-type", declared.name, told)
    if declared.size and declared.size != str(len(answer.body)):
        findings.add("download-size", declared.name, f"{declared.size} / {len(answer.body)}")
    for algorithm, value in declared.checksums:
        make = DIGESTS.get(algorithm)
        if make and make(answer.body).hexdigest() != value:
            findings.add("download-checksum", declared.name, value)
    if fault := _unreadable(types[0] if types else answer.media_type, answer.body):
        findings.add("download-unreadable", declared.name, fault)


def _unreadable(media_type: str, body: bytes) -> str:
    """Return why a file cannot be read as what it is said to be; empty where it can."""
    if not body:
        return "0 Bytes"
    try:
        return _reader(media_type)(body)
    except (ValueError, SyntaxError, RecursionError, MemoryError, csv.Error) as error:
        return f"{media_type}: {error}"


def _reader(media_type: str) -> Callable[[bytes], str]:
    """Return what tells of a file of a media type why it cannot be read."""
    if media_type in FORMS:
        return _rdf(FORMS[media_type])
    return _json if media_type.endswith("json") else READERS.get(media_type, _anything)


def _rdf(form: RdfFormat) -> Callable[[bytes], str]:
    """Return a reader that goes through all statements; a fault is raised by the parser."""

    def read(body: bytes) -> str:
        for _ in parse(body, format=form):
            pass
        return ""

    return read


def _json(body: bytes) -> str:
    json.loads(body)
    return ""


def _csv(body: bytes) -> str:
    head = body.decode("utf-8-sig").splitlines()[0]
    delimiter = ";" if head.count(";") > head.count(",") else ","
    rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=delimiter)
    widths = {len(row) for row in rows if row}
    return "" if len(widths) <= 1 else f"text/csv: {min(widths)}-{max(widths)}"


def _anything(_: bytes) -> str:
    return ""


def _parquet(body: bytes) -> str:
    whole = body.startswith(PARQUET) and body.endswith(PARQUET)
    return "" if whole else "application/vnd.apache.parquet: PAR1"


READERS = {"text/csv": _csv, "application/vnd.apache.parquet": _parquet}
