"""A small home in which somebody holds a post, and looking for traces of her in all its files."""

import io
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import zstandard
from pyarrow import parquet
from pyoxigraph import RdfFormat, parse, serialize

from klimagraph.canonical import canonical_text
from klimagraph.namespaces import DATASETS, THINGS
from klimagraph.releases import Content, graph_of, publish
from klimagraph.settings import Settings
from klimagraph.takedown.taking import Done, Wish, take_down
from releases.homes import python

PERSON, OTHER = f"{THINGS}person/abcdefghij", f"{THINGS}person/0123456789"
NAME = "Jörg Weißenfels"
TENURE = f"""
<{PERSON}> a foaf:Person ; foaf:name "{NAME}" ; owl:sameAs <http://www.wikidata.org/entity/Q1> .
<id/tenure/a--1> a klima:Tenure ; org:member <{PERSON}> ; klima:evidence <id/evidence/e1> ;
  klima:post <id/post/a> ; klima:statedTitle "Klimaschutzmanager"@de .
<id/evidence/e1> a klima:Evidence ; klima:fragment "HalleWeißenfels, Klimaschutzmanager"@de ;
  klima:reason "Herr Weißenfels steht in der Tabelle."@de .
<id/gap/a--1> a klima:KnownGap ; klima:gapOf <id/tenure/a--1> .
<id/municipality/15084550> klima:shortName "Weißenfels"@de .
"""
ELSEWHERE = """
<id/statement/s1> a klima:Statement ; dcterms:description "Weissenfels, Joerg sagt ja."@de .
<id/source/joerg-weissenfels> rdfs:seeAlso <http://e.org/team/J%C3%B6rg> .
"""
KILLED = """
import os, signal, sys
from pathlib import Path
from klimagraph.settings import Settings
from klimagraph.takedown.taking import Wish, take_down

def tell(step):
    if step == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)

take_down(Settings(Path(sys.argv[1])), Wish(sys.argv[2]), tell)
"""
PREFIXES = """
@base <https://w3id.org/klimagraph/> .
@prefix klima: <https://w3id.org/klimagraph/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
"""


def content(slug: str, turtle: str) -> Content:
    """Return what some Turtle says as the content of a dataset."""
    text = _triples(f'{PREFIXES}\n<{DATASETS}{slug}> dcterms:title "{slug}"@de .\n{turtle}')
    return Content(canonical_text(text, graph_of(slug)), "test")


def small_home(folder: Path) -> Path:
    """Return a home with three releases that speak of the person."""
    publish(folder, {"a": content("a", TENURE)}, "first")
    publish(folder, {"b": content("b", ELSEWHERE)}, "second")
    more = f"{TENURE}<id/post/a> a org:Post .\n"
    publish(folder, {"a": content("a", more)}, "third")
    return folder


def taken_down(home: Path, **wish: object) -> Done:
    """Take the person down."""
    values: dict[str, object] = {"iri": PERSON, **wish}
    return take_down(Settings(home), Wish(**values), lambda _step: None)  # type: ignore[arg-type]


def kill_at(home: Path, step: str) -> None:
    """Begin to take the person down in another process, and kill it where it tells of a step."""
    done = python(KILLED, home, PERSON, step)
    assert done.returncode == -signal.SIGKILL, done.stderr


def traces(home: Path, *needles: str) -> list[str]:
    """Return the files of a home that hold a text, packed ones unpacked, whatever its case."""
    wanted = [needle.lower().encode() for needle in needles]
    files = (path for path in sorted(home.rglob("*")) if path.is_file())
    return [
        str(path.relative_to(home))
        for path in files
        if any(needle in _bytes(path).lower() for needle in wanted)
    ]


def _bytes(path: Path) -> bytes:
    """Return what a file holds; of packed and SQLite files also what is packed in them."""
    data = path.read_bytes()
    if data.startswith(zstandard.FRAME_HEADER):
        return _unpacked(data)
    if data.startswith(b"PAR1"):
        return str(parquet.read_table(path).to_pylist()).encode()
    if path.name == "changes.sqlite":
        with closing(sqlite3.connect(path)) as connection:
            states = connection.execute("SELECT packed FROM state").fetchall()
        return data + b"".join(_unpacked(packed) for (packed,) in states)
    return data


def _unpacked(data: bytes) -> bytes:
    with zstandard.ZstdDecompressor().stream_reader(io.BytesIO(data)) as reader:
        return reader.read()


def _triples(turtle: str) -> bytes:
    triples = (quad.triple for quad in parse(turtle, format=RdfFormat.TURTLE))
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
