"""Which pages there are, for search engines (https://www.sitemaps.org/protocol.html)."""

from collections.abc import Iterable, Iterator
from urllib.parse import quote
from xml.sax.saxutils import escape

from pyoxigraph import NamedNode

from klimagraph import changes, people
from klimagraph.bundle import bundle_folder
from klimagraph.datasets import VOCABULARY
from klimagraph.harvest.work import Work
from klimagraph.namespaces import BASE, TERMS
from klimagraph.queries import read_queries
from klimagraph.terms import term
from klimagraph.vocabulary.words import ONTOLOGY

MOST = 50_000
"""Addresses of a part (section "Using sitemap index files")."""
INDEX = "sitemap/index.xml"
START = '<?xml version="1.0" encoding="UTF-8"?>\n'
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
PAGES = ("", "queries", "ontology", "shapes", "concept")
"""Pages that are not about one thing."""
KINDS = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
Page = tuple[str, str]
"""An address and when what it shows changed last."""


def parts(work: Work, most: int = MOST) -> Iterator[tuple[str, bytes]]:
    """Yield the sitemap of a release: parts of at most so many addresses, then the index."""
    pages = [*_pages(work), *_terms(work), *_things(work)]
    listed = []
    for number, first in enumerate(range(0, len(pages), most), 1):
        part = pages[first : first + most]
        yield part_path(number), _written("urlset", "url", part)
        newest = max(modified for _, modified in part)
        listed.append((f"{work.address}/{part_path(number)}", newest))
    yield INDEX, _written("sitemapindex", "sitemap", listed)


def part_path(number: int | str) -> str:
    """Return the path of a part, in the snapshot and here."""
    return f"sitemap/{number}.xml"


def _pages(work: Work) -> Iterator[Page]:
    queries = sorted(query.name for query in read_queries(bundle_folder() / "queries"))
    for path in (*PAGES, *(f"queries/{name}" for name in queries)):
        yield f"{work.address}/{path}", work.release.created


def _terms(work: Work) -> Iterator[Page]:
    """Yield the pages of our classes and properties."""
    version = work.release.dataset(VOCABULARY)
    modified = version.modified if version else work.release.created
    for name in sorted(set(_defined(work))):
        yield f"{work.address}/ontology/{quote(name)}", modified


def _defined(work: Work) -> Iterator[str]:
    kinds = {term(kind) for kind in KINDS}
    ours = NamedNode(ONTOLOGY)
    for quad in work.store.quads_for_pattern(None, term("rdfs:isDefinedBy"), ours, None):
        said = work.store.quads_for_pattern(quad.subject, term("rdf:type"), None, None)
        if kinds.intersection(one.object for one in said):
            yield str(quad.subject).strip("<>").removeprefix(TERMS)


def _things(work: Work) -> Iterator[Page]:
    """Yield the documents of things, but those that are about people or name them."""
    for thing, at in changes.live(work.home):
        if people.is_listed(thing):
            path = thing.removeprefix(BASE)
            place = f"doc/{path.removeprefix('id/')}" if path.startswith("id/") else path
            yield f"{work.address}/{quote(place)}", at


def _written(whole: str, one: str, pages: Iterable[Page]) -> bytes:
    lines = [
        f"<{one}><loc>{escape(address)}</loc><lastmod>{modified}</lastmod></{one}>\n"
        for address, modified in pages
    ]
    start = f'{START}<{whole} xmlns="{NAMESPACE}">\n'
    return f"{start}{''.join(lines)}</{whole}>\n".encode()
