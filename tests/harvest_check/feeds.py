"""Small catalogue feeds: one that is right, and what can be done to it."""

import copy
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from klimagraph.harvest_check.fetching import Response

ADDRESS = "https://feed.example"
START = f"{ADDRESS}/catalog"
EU = "http://publications.europa.eu/resource/authority/"
FILE = b"<http://e/a> <http://e/b> <http://e/c> .\n"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcatde": "http://dcat-ap.de/def/dcatde/",
}

Node = dict[str, Any]


@dataclass
class Feed:
    """Pages by number and files by address; each test breaks one thing."""

    pages: list[list[Node]]
    context: Any = field(default_factory=lambda: dict(CONTEXT))
    media_type: str = "application/ld+json"
    answers: dict[tuple[str, str], Response] = field(default_factory=dict)
    """What is answered instead, by method and address."""
    asked: list[tuple[str, str]] = field(default_factory=list)

    def view(self, number: int = 1) -> Node:
        """Return the node of paging of a page."""
        return self.pages[number - 1][0]

    def catalog(self, number: int = 1) -> Node:
        """Return the catalogue as a page describes it."""
        return self.pages[number - 1][1]

    def dataset(self, name: str) -> Node:
        """Return the description of a dataset."""
        found = (node for page in self.pages for node in page[2:] if node["@id"] == iri(name))
        return next(found)

    def distribution(self, name: str) -> Node:
        """Return the description of the file of a dataset."""
        node: Node = self.dataset(name)["dcat:distribution"]
        return node

    def fetch(self, method: str, url: str, headers: Mapping[str, str]) -> Response:
        """Answer as a server with these pages would."""
        self.asked.append((method, url))
        if (method, url) in self.answers:
            return self.answers[method, url]
        if url.endswith(".nt"):
            return answer(FILE, "application/n-triples")
        number = int(url.partition("page=")[2] or 1)
        if not url.startswith(START) or number > len(self.pages):
            return Response(404)
        document = {"@context": self.context, "@graph": self.pages[number - 1]}
        said = answer(json.dumps(document).encode(), self.media_type)
        return said if method == "GET" else Response(said.status, said.headers)


def answer(body: bytes, media_type: str) -> Response:
    """Return an answer of success."""
    headers = {"content-type": media_type, "content-length": str(len(body))}
    return Response(200, headers, body)


def iri(name: str) -> str:
    """Return the IRI of a dataset."""
    return f"{ADDRESS}/dataset/{name}"


def page_url(number: int) -> str:
    """Return the address of a page."""
    return START if number == 1 else f"{START}?page={number}"


def right(names: str = "abcd", size: int = 2) -> Feed:
    """Return a feed in which nothing is wrong."""
    groups = [names[start : start + size] for start in range(0, len(names), size)]
    last = len(groups)
    return Feed([_page(number, last, group, names) for number, group in enumerate(groups, 1)])


def broken(break_it: Callable[[Feed], None], names: str = "abcd") -> Feed:
    """Return a feed with one mistake."""
    feed = copy.deepcopy(right(names))
    break_it(feed)
    return feed


def _page(number: int, last: int, group: str, names: str) -> list[Node]:
    view: Node = {
        "@id": page_url(number),
        "@type": ["hydra:PagedCollection", "hydra:PartialCollectionView"],
        "hydra:totalItems": len(names),
    }
    if number < last:
        view |= {name: {"@id": page_url(number + 1)} for name in ("hydra:next", "hydra:nextPage")}
    catalog: Node = {
        "@id": f"{ADDRESS}/id/catalog",
        "@type": "dcat:Catalog",
        "dct:title": text("Katalog"),
        "dct:publisher": _publisher(),
        "dcat:dataset": [{"@id": iri(name)} for name in group],
    }
    return [view, catalog, *(described(name) for name in group)]


def described(name: str) -> Node:
    """Return the description of a dataset as it should be."""
    node = iri(name)
    return {
        "@id": node,
        "@type": "dcat:Dataset",
        "dct:title": text(f"Titel {name}"),
        "dct:description": text(f"Beschreibung {name}"),
        "dct:identifier": node,
        "dct:modified": {"@value": "2026-02-01T00:00:00Z", "@type": "xsd:dateTime"},
        "dct:publisher": _publisher(),
        "dcat:contactPoint": {
            "@id": f"{node}#contact",
            "@type": "vcard:Kind",
            "vcard:fn": "Redaktion",
        },
        "dcat:distribution": {
            "@id": f"{node}#nt",
            "@type": "dcat:Distribution",
            "dct:title": text("N-Triples"),
            "dcat:accessURL": {"@id": f"{node}.nt"},
            "dcat:downloadURL": {"@id": f"{node}.nt"},
            "dct:license": {"@id": "http://dcat-ap.de/def/licenses/dl-zero-de/2.0"},
            "dct:format": {"@id": f"{EU}file-type/RDF_N_TRIPLES"},
            "dcat:mediaType": {
                "@id": "https://www.iana.org/assignments/media-types/application/n-triples",
                "rdfs:label": "application/n-triples",
            },
            "dcat:byteSize": {"@value": str(len(FILE)), "@type": "xsd:nonNegativeInteger"},
            "spdx:checksum": {
                "@id": f"{node}#nt-sum",
                "@type": "spdx:Checksum",
                "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
                "spdx:checksumValue": hashlib.sha256(FILE).hexdigest(),
            },
        },
    }


def _publisher() -> Node:
    return {"@id": f"{ADDRESS}/id/agent", "@type": "foaf:Agent", "foaf:name": "Herausgeber"}


def text(value: str) -> Node:
    """Return a German text."""
    return {"@value": value, "@language": "de"}
