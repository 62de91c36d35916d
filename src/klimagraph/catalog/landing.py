"""What the page of a dataset shows to people."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from pyoxigraph import Literal, NamedNode

from klimagraph.catalog.codes import FORMS
from klimagraph.catalog.entries import COMPLETED, Entry
from klimagraph.catalog.names import WHOLE, term
from klimagraph.harvest.work import Work
from klimagraph.namespaces import compact
from klimagraph.releases import Release

EDITION = "3"
"""What changes with the form of what is written here, so that snapshots are made again."""
LIST = "catalog/page.json"
"""Where the list of all datasets lies in a snapshot."""
NEWEST = 50
"""Versions that a page shows."""
SHORT = 240
"""Characters of a description in the list of all datasets."""
STATES = {
    "DEPRECATED": ("wird nicht mehr gepflegt", "deprecated"),
    "WITHDRAWN": ("zurückgezogen", "withdrawn"),
}


@dataclass(frozen=True)
class Download:
    """A file that can be taken away."""

    title: str
    format: str
    url: str
    size: int
    digest: str
    rows: int | None
    title_en: str = ""
    form: str = ""
    """Key in the table of forms, such as csv."""
    name: str = ""
    path: str = ""
    """Where it is on this host."""


@dataclass(frozen=True)
class Version:
    """A release in which the content of a dataset was new."""

    release: str
    created: str
    statements: int
    url: str
    size: int = 0
    """Bytes of its N-Quads."""


@dataclass(frozen=True)
class Page:
    """A dataset as people see it."""

    iri: str
    slug: str
    title: str
    title_en: str
    description: str
    description_en: str
    publisher: str
    licence: str
    licence_url: str
    attribution: str
    keywords: tuple[str, ...]
    issued: str
    modified: str
    statements: int
    release: str
    citation: str
    state: str
    note: str
    replaced_by: str
    sources: tuple[str, ...]
    downloads: tuple[Download, ...]
    versions: tuple[Version, ...]
    earlier: int = 0
    """How many more versions there are."""
    state_en: str = ""
    note_en: str = ""
    source_names: tuple[str, ...] = ()
    """What the sources are called, in their order."""


@dataclass(frozen=True)
class Row:
    """A dataset in the list of all."""

    slug: str
    title: str
    state: str
    description: str
    modified: str
    licence: str
    licence_url: str
    downloads: int
    title_en: str = ""
    description_en: str = ""
    state_en: str = ""
    statements: int = 0
    size: int = 0
    """Bytes of all its files."""
    formats: tuple[str, ...] = ()
    publisher: str = ""


def page(entry: Entry, work: Work, releases: Sequence[Release]) -> bytes:
    """Return what the page of a dataset shows."""
    made = _page(entry, work, releases)
    return (json.dumps(asdict(made), ensure_ascii=False, indent=1) + "\n").encode()


def rows(pages: Iterable[bytes]) -> bytes:
    """Return the list of all datasets from what `page` wrote of each."""
    made = [asdict(_row(read(data))) for data in pages]
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def read_rows(data: bytes) -> list[Row]:
    """Return what was written by `rows`."""
    return [Row(**one | {"formats": tuple(one["formats"])}) for one in json.loads(data)]


def _row(shown: Page) -> Row:
    return Row(
        shown.slug,
        shown.title,
        shown.state,
        _short(shown.description),
        shown.modified,
        shown.licence,
        shown.licence_url,
        len(shown.downloads),
        shown.title_en,
        _short(shown.description_en),
        shown.state_en,
        shown.statements,
        sum(one.size for one in shown.downloads),
        tuple(dict.fromkeys(one.format for one in shown.downloads)),
        shown.publisher,
    )


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(' ', 1)[0]} …"


def read(data: bytes) -> Page:
    """Return what was written by `page`."""
    found = json.loads(data)
    downloads = tuple(Download(**one) for one in found.pop("downloads"))
    versions = tuple(Version(**one) for one in found.pop("versions"))
    names = tuple(found.pop("source_names", ()))
    return Page(downloads=downloads, versions=versions, source_names=names, **found)


def _page(entry: Entry, work: Work, releases: Sequence[Release]) -> Page:
    title, english = _said(entry, "dcterms:title")
    text, text_english = _said(entry, "dcterms:description")
    version = work.release.dataset(entry.slug)
    publisher = entry.publisher.names[0].value
    versions = _versions(entry, releases, work.address)
    address = f"{work.address}/dataset/{entry.slug}"
    return Page(
        iri=entry.iri.value,
        slug=entry.slug,
        title=title,
        title_en=english,
        description=text,
        description_en=text_english,
        publisher=publisher,
        licence=entry.licence.title,
        licence_url=entry.licence.text,
        attribution="; ".join(one.value for one in entry.attribution),
        keywords=_keywords(entry),
        issued=entry.issued,
        modified=entry.modified,
        statements=version.quads if version else work.release.quads,
        release=work.release.name,
        citation=f"{publisher} ({entry.modified[:4]}): {title}. Version {work.release.name}. "
        f"{entry.licence.title}. {address}",
        state="" if entry.status == COMPLETED else STATES[entry.status][0],
        note=_note(entry, "de"),
        replaced_by=entry.replaced_by,
        sources=tuple(source.value for source in entry.sources),
        downloads=_downloads(entry, work.address),
        versions=versions[:NEWEST],
        earlier=max(len(versions) - NEWEST, 0),
        state_en="" if entry.status == COMPLETED else STATES[entry.status][1],
        note_en=_note(entry, "en"),
        source_names=tuple(_name(work, source) for source in entry.sources),
    )


def _name(work: Work, source: NamedNode) -> str:
    """Return what a source is called, a short form of its IRI where nothing says so."""
    found = work.store.quads_for_pattern(source, term("dcterms:title"), None, None)
    texts = sorted(one.object.value for one in found if isinstance(one.object, Literal))
    return texts[0] if texts else compact(source.value)


def _note(entry: Entry, language: str) -> str:
    return next((one.value for one in entry.notes if one.language == language), "")


def _said(entry: Entry, name: str) -> tuple[str, str]:
    """Return what a property says in German, else in any language, and in English."""
    texts = {
        one.object.language or "": one.object.value
        for one in entry.about
        if one.subject == entry.iri
        and one.predicate == term(name)
        and isinstance(one.object, Literal)
    }
    return texts.get("de") or next(iter(texts.values())), texts.get("en", "")


def _keywords(entry: Entry) -> tuple[str, ...]:
    found = (one.object for one in entry.about if one.predicate == term("dcat:keyword"))
    texts = [one for one in found if isinstance(one, Literal)]
    return tuple(one.value for one in texts if one.language in (None, "de"))


def _downloads(entry: Entry, address: str) -> tuple[Download, ...]:
    return tuple(
        Download(
            file.title_de,
            FORMS[file.form].label,
            address + file.path,
            file.size,
            file.digest,
            file.rows,
            file.title_en,
            file.form,
            file.name,
            file.path,
        )
        for file in entry.files
    )


def _versions(entry: Entry, releases: Sequence[Release], address: str) -> tuple[Version, ...]:
    """Return the releases in which the content was new, newest first."""
    found: list[Version] = []
    before = ""
    for release in releases:
        version = release.dataset(entry.slug)
        content = version.content if version else release.digest if entry.slug == WHOLE else before
        if content != before:
            size = version.quads if version else release.quads
            url = f"{address}/releases/{release.name}"
            length = version.size if version else sum(one.size for one in release.datasets)
            found.append(Version(release.name, release.created, size, url, length))
        before = content
    return tuple(reversed(found))
