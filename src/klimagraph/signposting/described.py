"""Which links a document has (https://signposting.org/FAIR/)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from klimagraph.formats import BY_NAME, Format
from klimagraph.namespaces import DATASETS, PREFIXES
from klimagraph.signposting.link import ITEM, Link, uri
from klimagraph.signposting.reading import Facts
from klimagraph.things.schema_org import schema_type

FORMS = tuple(BY_NAME[name] for name in ("jsonld", "turtle", "ntriples", "rdfxml", "html"))
"""In which documents come; the last is the page."""
PAGE = FORMS[-1]
LINKSET = "application/linkset+json"
MOST_CLASSES = 3


@dataclass(frozen=True)
class Document:
    """A document about something, at its address without an extension."""

    iri: str
    """What it is about."""
    path: str
    """Its path, `/doc/alliance/klima-buendnis`, not in the characters of a URI yet."""
    release: str = ""
    """The release that was asked for by name; empty for the one that is served."""

    def address(self, extension: str = "") -> str:
        """Return its path, with an extension that of one form."""
        return quote(self.path + extension) + self._behind

    @property
    def linkset(self) -> str:
        """Return the path of its linkset."""
        return f"/linkset{quote(self.path)}{self._behind}"

    @property
    def _behind(self) -> str:
        return f"?release={quote(self.release, safe='')}" if self.release else ""


@dataclass(frozen=True)
class Item:
    """A file that is a form of what a document is about."""

    path: str
    media_type: str


def links(
    document: Document, facts: Facts, form: Format | None = None, items: Iterable[Item] = ()
) -> Iterator[Link]:
    """Yield the links of a document, most important first; `form` is the one that is sent."""
    yield Link(document.linkset, "linkset", LINKSET)
    yield Link(uri(document.iri), "cite-as")
    yield Link(uri(document.iri), "describes")
    for name in _types(facts, page=form in (None, PAGE)):
        yield Link(name, "type")
    for licence in facts.licences:
        yield Link(uri(licence), "license")
    for data in FORMS[:-1]:
        yield Link(document.address(f".{data.extension}"), "describedby", data.media_types[0])
    for other in (other for other in FORMS if other is not form):
        yield Link(document.address(f".{other.extension}"), "alternate", other.media_types[0])
    for dataset in facts.datasets:
        if dataset != document.iri:
            yield Link(quote(f"/dataset/{dataset.removeprefix(DATASETS)}"), "via")
    for item in items:
        yield Link(quote(item.path), ITEM, item.media_type)


def part_of(slug: str) -> Link:
    """Return the link from a file to the dataset that it is a form of."""
    return Link(quote(f"/dataset/{slug}"), "collection", PAGE.media_types[0])


def linkset(
    document: Document, facts: Facts, items: Sequence[Item] = ()
) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """Yield the links of a document, of its forms, of its files, and of what it is about."""
    page = Link(document.address(), "describes", PAGE.media_types[0])
    whole = Link(document.address(), "collection", PAGE.media_types[0])
    licences = tuple(Link(uri(licence), "license") for licence in facts.licences)
    yield document.address(), tuple(links(document, facts, None, items))
    for form in FORMS[:-1]:
        about = Link(uri(document.iri), "describes")
        yield document.address(f".{form.extension}"), (about, page)
    for item in items:
        yield quote(item.path), (whole, *licences)
    forms = (Link(document.address(f".{one.extension}"), "describedby", one.media_types[0])
             for one in FORMS)  # fmt: skip
    yield uri(document.iri), tuple(forms)


def _types(facts: Facts, *, page: bool) -> Iterator[str]:
    """Yield what a document and what it is about are, in terms of schema.org and in our own."""
    if page:
        yield f"{PREFIXES['schema']}AboutPage"
    yield PREFIXES["schema"] + schema_type(facts.classes)
    for name in facts.classes[:MOST_CLASSES]:
        yield uri(name)
