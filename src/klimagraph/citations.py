"""Citable queries: a short permanent address for a query, its release and its result."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from klimagraph.errors import NotFound, QueryRefused, QueryTooLong
from klimagraph.releases import durable
from klimagraph.releases.staging import storage
from klimagraph.workers import guard
from klimagraph.workers.engine import Engine
from klimagraph.workers.protocol import Question

WRITTEN = {"bindings": "tsv", "boolean": "json", "graph": "ntriples"}
FOLDER = "saved"
LONGEST = 65_536
LENGTH = 12
LONGEST_TITLE = 200
ESCAPED = str.maketrans(
    {sign: f"\\{sign}" for sign in "&%$#_{}"}
    | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
)
"""What LaTeX reads as a command, and how it is written instead."""


@dataclass(frozen=True)
class Saved:
    """A query as it was cited: on which release, with which result."""

    identifier: str
    query: str
    release: str
    released: str
    """When the release was made (xsd:dateTime)."""
    saved: str
    """When the query was first saved."""
    result: str
    """SHA-256 over the sorted lines of the result: TSV, N-Triples, or JSON for yes and no."""
    lines: int
    """Rows, or triples; the heading of TSV does not count."""
    title: str = ""


async def save(pool: Engine, query: str, release: str | None = None, title: str = "") -> Saved:
    """Keep a query with the result that it has; the same query on the same release is one.

    So that nobody names the query of another, the title is part of what makes it the same.
    Raises QueryTooLong, QueryRefused where its answer differs from call to call, and what
    asking raises.
    """
    if len(query.encode()) > LONGEST:
        raise QueryTooLong(f"a query to be cited has at most {LONGEST:,} bytes")
    if guard.volatile(query):
        raise QueryRefused("NOW, RAND, UUID, STRUUID and BNODE answer differently at each call")
    guard.check(query, LONGEST)
    name, title = release or pool.release, _plain(title)
    result, lines = await digest(pool, query, name)
    identifier = _identifier(name, query, title)
    path = _path(pool.settings.home, identifier)
    if path.exists():
        return find(pool.settings.home, identifier)
    today = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    kept = Saved(identifier, query, name, pool.manifest(name).created, today, result, lines, title)
    with storage():
        path.parent.mkdir(parents=True, exist_ok=True)
        durable.write(path, json.dumps(asdict(kept), ensure_ascii=False, indent=1).encode())
    return kept


def find(home: Path, identifier: str) -> Saved:
    """Return a query that was saved; raises NotFound."""
    try:
        if not (identifier.isascii() and identifier.isalnum() and len(identifier) == LENGTH):
            raise FileNotFoundError
        return Saved(**json.loads(_path(home, identifier).read_bytes()))
    except FileNotFoundError:
        raise NotFound(f"no query was saved as {identifier!r}") from None


async def digest(pool: Engine, query: str, release: str) -> tuple[str, int]:
    """Return the SHA-256 over the sorted lines of a result, and how many rows or triples it has."""
    async with pool.answer(Question(query, WRITTEN), release) as answer:
        body = bytearray(answer.first)
        async for chunk in answer.rest:
            body += chunk
    lines = sorted(bytes(body).splitlines())
    heading = 1 if answer.kind == "bindings" else 0
    return hashlib.sha256(b"\n".join(lines)).hexdigest(), len(lines) - heading


def as_text(saved: Saved, address: str) -> str:
    """Return how a text cites the query."""
    title = f"“{saved.title}”. " if saved.title else ""
    return (
        f"{title}Klimagraph, release {saved.release} of {_day(saved.released)}. "
        f"Query {saved.identifier}, result sha256:{saved.result[:16]}. "
        f"{address}/queries/saved/{saved.identifier}"
    )


def as_bibtex(saved: Saved, address: str) -> str:
    """Return the entry of a bibliography in BibTeX."""
    day = date.fromisoformat(_day(saved.released))
    return (
        f"@misc{{klimagraph-{saved.identifier},\n"
        f"  title = {{{_bibtex(saved.title) or f'{{Klimagraph}}, query {saved.identifier}'}}},\n"
        f"  author = {{{{Klimagraph}}}},\n"
        f"  year = {{{day.year}}},\n"
        f"  version = {{{saved.release}}},\n"
        f"  note = {{result sha256:{saved.result}}},\n"
        f"  url = {{{address}/queries/saved/{saved.identifier}}}\n}}\n"
    )


def as_csl(saved: Saved, address: str) -> str:
    """Return the entry in CSL-JSON (https://docs.citationstyles.org)."""
    day = date.fromisoformat(_day(saved.released))
    entry = {
        "id": f"klimagraph-{saved.identifier}",
        "type": "dataset",
        "title": saved.title or f"Klimagraph, query {saved.identifier}",
        "author": [{"literal": "Klimagraph"}],
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": saved.release,
        "note": f"result sha256:{saved.result}",
        "URL": f"{address}/queries/saved/{saved.identifier}",
    }
    return json.dumps([entry], ensure_ascii=False, indent=1) + "\n"


def _plain(title: str) -> str:
    """Return a title in one line; raises QueryRefused."""
    plain = " ".join(title.split())
    if len(plain) > LONGEST_TITLE or not plain.isprintable():
        raise QueryRefused(f"a title is plain text of at most {LONGEST_TITLE} characters")
    return plain


def _identifier(release: str, query: str, title: str) -> str:
    """Return what a query is found by; a first line `title` is not the name of a release."""
    parts = ["title", title, release, query] if title else [release, query]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:LENGTH]


def _bibtex(text: str) -> str:
    """Return a text in which BibTeX and LaTeX see letters only; braces keep its capitals."""
    return f"{{{text.translate(ESCAPED)}}}" if text else ""


def _day(moment: str) -> str:
    return moment[: len("2026-11-22")]


def _path(home: Path, identifier: str) -> Path:
    return home / FOLDER / f"{identifier}.json"
