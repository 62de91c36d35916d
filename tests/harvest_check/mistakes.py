"""Feeds with one mistake each, by the code of the mistake."""

from collections.abc import Callable

from harvest_check.feeds import (
    ADDRESS,
    EU,
    FILE,
    START,
    Feed,
    Node,
    answer,
    described,
    iri,
    page_url,
)
from klimagraph.harvest_check.fetching import Response

SECOND = page_url(2)
LICENCES = "http://dcat-ap.de/def/licenses/"
FILE_OF_A = f"{iri('a')}.nt"


def _drop(name: str, key: str) -> Callable[[Feed], None]:
    return lambda feed: feed.dataset(name).pop(key)


def _set(name: str, key: str, value: object) -> Callable[[Feed], None]:
    return lambda feed: feed.dataset(name).update({key: value})


def _file(name: str, key: str, value: object = None) -> Callable[[Feed], None]:
    def change(feed: Feed) -> None:
        node = feed.distribution(name)
        node.pop(key, None)
        if value is not None:
            node[key] = value

    return change


def _answer(method: str, url: str, response: Response) -> Callable[[Feed], None]:
    return lambda feed: feed.answers.update({(method, url): response})


def _both_links(url: str, number: int = 1) -> Callable[[Feed], None]:
    def change(feed: Feed) -> None:
        for name in ("hydra:next", "hydra:nextPage"):
            feed.view(number)[name] = {"@id": url}

    return change


def _one_style(kept: str, *dropped: str) -> Callable[[Feed], None]:
    def change(feed: Feed) -> None:
        for page in feed.pages:
            page[0]["@type"] = kept
            for name in dropped:
                page[0].pop(name, None)

    return change


def _context(**more: object) -> Callable[[Feed], None]:
    return lambda feed: feed.context.update(more)


def remote(feed: Feed) -> None:
    """Let the context be a link."""
    feed.context = f"{ADDRESS}/context.jsonld"


def other_type(media_type: str) -> Callable[[Feed], None]:
    """Let all pages come as another media type."""

    def change(feed: Feed) -> None:
        feed.media_type = media_type

    return change


def _same_page(feed: Feed) -> None:
    first = feed.fetch("GET", START, {})
    feed.answers[("GET", SECOND)] = feed.answers[("HEAD", SECOND)] = first


def _turtle_second(feed: Feed) -> None:
    said = answer(f"<{iri('z')}> a <http://www.w3.org/ns/dcat#Theme> .".encode(), "text/turtle")
    feed.answers[("GET", SECOND)] = feed.answers[("HEAD", SECOND)] = said


def _stub(feed: Feed) -> None:
    feed.pages[0].append({"@id": iri("elsewhere"), "@type": "dcat:Dataset"})


def _twice(feed: Feed) -> None:
    feed.pages[1].append(described("a"))


def _blank(feed: Feed) -> None:
    feed.dataset("a").pop("@id")


def _blank_file(feed: Feed) -> None:
    feed.distribution("a").pop("@id")


def _emptied(feed: Feed) -> None:
    feed.pages = [feed.pages[0][:2]]
    feed.view()["hydra:totalItems"] = 0
    feed.catalog().pop("dcat:dataset")
    for name in ("hydra:next", "hydra:nextPage"):
        feed.view().pop(name)


def _no_total(feed: Feed) -> None:
    for page in feed.pages:
        page[0].pop("hydra:totalItems")


def _relative(feed: Feed) -> None:
    feed.dataset("a")["dcat:landingPage"] = {"@id": "/dataset/a"}


def _shared_contact(feed: Feed) -> None:
    for name in "ab":
        feed.dataset(name)["dcat:contactPoint"]["@id"] = f"{ADDRESS}/id/contact"


def _to_catalog(feed: Feed) -> None:
    for name in "abcd":
        feed.dataset(name)["dct:isPartOf"] = {"@id": f"{ADDRESS}/id/catalog"}


def _endpoint(feed: Feed) -> None:
    node = feed.distribution("a")
    node.pop("dcat:downloadURL")
    node |= {"dcat:accessURL": {"@id": f"{ADDRESS}/sparql"}}
    node |= {"dct:format": {"@id": f"{EU}file-type/SPARQLQ"}}


def _service(feed: Feed) -> None:
    node = feed.distribution("a")
    node.pop("dcat:downloadURL")
    party = {"@id": f"{ADDRESS}/id/agent"}
    service = {"@id": f"{iri('a')}#service", "@type": "dcat:DataService", "dct:publisher": party}
    node["dcat:accessService"] = service


def _second_view(feed: Feed) -> None:
    feed.pages[0].append({"@id": f"{ADDRESS}/v", "@type": "hydra:PagedCollection"})
    feed.pages[0][-1]["hydra:totalItems"] = 4


def _older_link(url: str) -> Callable[[Feed], None]:
    return lambda feed: feed.view().update({"hydra:nextPage": {"@id": url}})


def _two() -> list[Node]:
    return [{"@id": f"{ADDRESS}/{name}"} for name in "xy"]


def _licence(name: str, label: str = "") -> Callable[[Feed], None]:
    more = {"rdfs:label": label} if label else {}
    return _file("a", "dct:license", {"@id": LICENCES + name, **more})


def _checksum(feed: Feed) -> None:
    feed.distribution("a")["spdx:checksum"]["spdx:checksumValue"] = "00"


MISTAKES: list[tuple[str, Callable[[Feed], None]]] = [
    ("no-answer", _answer("GET", SECOND, Response(0, fault="connection refused"))),
    ("status", _answer("GET", SECOND, Response(503))),
    ("head-refused", _answer("HEAD", START, Response(404))),
    ("head-differs", _answer("HEAD", START, Response(200, {"content-type": "text/html"}))),
    ("type-missing", other_type("")),
    ("type-json", other_type("application/json")),
    ("type-unknown", other_type("text/html")),
    ("type-other", _turtle_second),
    ("too-large", _set("a", "dct:description", "x" * (50 << 20))),
    ("empty", _answer("GET", SECOND, answer(b" ", "application/ld+json"))),
    ("not-parsed", _answer("GET", SECOND, answer(b'{"@id": ', "application/ld+json"))),
    ("remote-context", remote),
    ("context-1.1", _context(**{"@version": 1.1})),
    ("context-newer", _context(x={"@id": "dct:x", "@protected": True})),
    ("relative-iri", _relative),
    ("loop", _both_links(START, 2)),
    ("same-bytes", _same_page),
    ("only-newer-paging", _one_style("hydra:PartialCollectionView", "hydra:nextPage")),
    ("only-older-paging", _one_style("hydra:PagedCollection", "hydra:next")),
    ("several-views", _second_view),
    ("next-differs", _older_link(f"{START}?page=3")),
    ("next-elsewhere", _both_links("http://intern:8080/catalog?page=2")),
    ("total-missing", _no_total),
    ("total-wrong", lambda feed: feed.view().update({"hydra:totalItems": 9})),
    ("no-datasets", _emptied),
    ("only-listed", lambda feed: feed.catalog()["dcat:dataset"].append({"@id": iri("gone")})),
    ("on-two-pages", _twice),
    ("readers-differ", lambda feed: feed.view().pop("hydra:nextPage")),
    ("untitled", _drop("a", "dct:title")),
    ("stub", _stub),
    ("blank-dataset", _blank),
    ("description-missing", _drop("a", "dct:description")),
    ("publisher-missing", _drop("a", "dct:publisher")),
    ("contact-missing", _drop("a", "dcat:contactPoint")),
    ("identifier-missing", _drop("a", "dct:identifier")),
    ("identifier-several", _set("a", "dct:identifier", [iri("a"), "a"])),
    ("identifier-same", _set("a", "dct:identifier", iri("b"))),
    ("modified-missing", _drop("a", "dct:modified")),
    ("modified-unclear", _set("a", "dct:modified", "2026")),
    ("contributor-several", _set("a", "dcatde:contributorID", _two())),
    ("no-distribution", _drop("a", "dcat:distribution")),
    ("spatial-several", _set("a", "dct:spatial", _two())),
    ("label-replaces", _licence("dl-zero-de/2.0", label="Zero")),
    ("blank-part", _set("a", "dct:temporal", {"@type": "dct:PeriodOfTime"})),
    ("lost-by-links", _set("c", "dcat:prev", {"@id": iri("b")})),
    ("linked", _set("a", "dct:relation", {"@id": iri("b")})),
    ("shared-node", _shared_contact),
    ("lost-by-links", _to_catalog),
    ("blank-distribution", _blank_file),
    ("access-missing", _file("a", "dcat:accessURL")),
    ("licence-missing", _file("a", "dct:license")),
    ("licence-several", _file("a", "dct:license", _two())),
    ("licence-unknown", _licence("dl-zero-de/2.0/")),
    ("attribution-missing", _licence("dl-by-de/2.0")),
    ("format-unknown", _file("a", "dct:format", "nt")),
    ("media-type-text", _file("a", "dcat:mediaType", "application/n-triples")),
    ("service-party", _service),
    ("service-download", _file("a", "dcat:accessService", {"@id": f"{iri('a')}#service"})),
    ("download-broken", _answer("GET", FILE_OF_A, Response(404))),
    ("download-type", _answer("GET", FILE_OF_A, answer(FILE, "text/plain"))),
    ("download-size", _file("a", "dcat:byteSize", "7")),
    ("download-checksum", _checksum),
    ("download-unreadable", _answer("GET", FILE_OF_A, answer(b"<", "application/n-triples"))),
    ("endpoint-silent", _endpoint),
]  # fmt: skip
