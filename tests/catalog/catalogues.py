"""Catalogues to try things on: small descriptions, files that nobody needs to make, pages."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from tempfile import TemporaryDirectory

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse

from klimagraph import releases
from klimagraph.catalog.building import Built, build
from klimagraph.exports.files import File
from klimagraph.harvest.work import Work
from klimagraph.namespaces import DATASETS, PREFIXES
from klimagraph.releases import Content, DatasetVersion, Release, publish
from klimagraph.releases.manifests import to_json
from klimagraph.releases.publication import silent
from klimagraph.retirement import Retirement

ADDRESS = "http://klimagraph.test"
SNAPSHOT = "2026.1.0-0123abcd"
CREATED = "2026-02-03T00:00:00Z"
NAMES = {**PREFIXES, "adms": "http://www.w3.org/ns/adms#"}
NAMES |= {"hydra": "http://www.w3.org/ns/hydra/core#", "dcatap": "http://data.europa.eu/r5r/"}
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMES.items())
LEAST = """a dcat:Dataset ; dcterms:title "Titel {slug}"@de ; dcterms:description "Text"@de ;
  dcterms:publisher id:organisation/klimagraph ;
  dcterms:license <http://creativecommons.org/publicdomain/zero/1.0/> ."""
MOST = """a dcat:Dataset ; dcterms:title "Titel {slug}"@de , "Title {slug}"@en ;
  dcterms:description "Ein längerer Text über {slug}"@de , "A longer text on {slug}"@en ;
  dcterms:publisher id:organisation/klimagraph ; dcterms:creator id:organisation/klimagraph ;
  dcterms:license <https://www.govdata.de/dl-de/by-2-0> ;
  dcatde:licenseAttributionByText "Amt {slug}"@de ; dcatde:contributorID
    <http://dcat-ap.de/def/contributors/openNRW> ;
  dcatde:politicalGeocodingLevelURI <http://dcat-ap.de/def/politicalGeocoding/Level/state> ;
  dcterms:language <http://publications.europa.eu/resource/authority/language/DEU> ;
  dcterms:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/ANNUAL> ;
  dcterms:issued "2026-01-02"^^xsd:date ; dcat:keyword "Wort"@de , "word"@en ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/ENER> ;
  dcterms:spatial <http://dcat-ap.de/def/politicalGeocoding/stateKey/05> ,
    <https://w3id.org/klimagraph/dataset/{slug}#place> ;
  dcterms:temporal <https://w3id.org/klimagraph/dataset/{slug}#period> ;
  dcat:contactPoint <https://w3id.org/klimagraph/dataset/{slug}#office> ;
  dcterms:source <https://w3id.org/klimagraph/id/source/x> ;
  dcterms:relation <https://w3id.org/klimagraph/dataset/other> ;
  dcat:prev <https://w3id.org/klimagraph/dataset/other> .
<https://w3id.org/klimagraph/dataset/{slug}#place> a dcterms:Location ;
  dcat:bbox "POLYGON((6 50,9 50,9 52,6 52,6 50))"^^geo:wktLiteral .
<https://w3id.org/klimagraph/dataset/{slug}#period> a dcterms:PeriodOfTime ;
  dcat:startDate "2025-01-01"^^xsd:date .
<https://w3id.org/klimagraph/dataset/{slug}#office> a vcard:Organization ;
  vcard:fn "Amt {slug}" ; vcard:hasEmail <mailto:amt@example.org> ."""


@dataclass(frozen=True)
class Made:
    """A catalogue with what it was made from."""

    work: Work
    files: Sequence[File]
    built: Built

    @cached_property
    def parts(self) -> dict[str, bytes]:
        """Return all parts by their paths."""
        return dict(self.built.parts)


def said(slug: str, text: str = LEAST) -> Content:
    """Return the content of a dataset that says this of itself."""
    turtle = f"{PROLOGUE}<{DATASETS}{slug}> {text}".replace("{slug}", slug)
    turtle = turtle.replace("id:organisation/", f"<{NAMES['id']}organisation/")
    turtle = turtle.replace("organisation/klimagraph ", "organisation/klimagraph> ")
    triples = {quad.triple for quad in parse(turtle.encode(), format=RdfFormat.TURTLE)}
    return Content("".join(sorted(f"{one} <{DATASETS}{slug}> .\n" for one in triples)).encode(), "")


def many(number: int, text: str = "") -> dict[str, Content]:
    """Return so many datasets, every second one with as little to say as is allowed."""
    slugs = [f"set-{place:03}" for place in range(number)]
    texts = [text or (MOST if place % 2 else LEAST) for place in range(number)]
    return {slug: said(slug, one) for slug, one in zip(slugs, texts, strict=True)}


def files_of(slugs: Iterable[str], modified: str = "2026-02-03T04:05:06Z") -> list[File]:
    """Return files of datasets, and of everything."""
    forms = {"nq": "nquads", "ttl": "turtle", "jsonld": "jsonld"}
    found = [
        _file(slug, slug, form, end, modified) for slug in slugs for end, form in forms.items()
    ]
    tables = {"csv": "csv", "parquet": "parquet", "geojson": "geojson"}
    whole = [_file("klimagraph", "things", form, end, modified) for end, form in tables.items()]
    return [*found, *whole]


def _file(slug: str, stem: str, form: str, extension: str, modified: str) -> File:
    name = f"{stem}.{extension}"
    digest = hashlib.sha256(f"{slug} {name}".encode()).hexdigest()
    titles = (f"{slug} als {form}", f"{slug} as {form}")
    return File(slug, name, form, len(name), digest, *titles, modified)


def work_of(home: Path, address: str = ADDRESS, snapshot: str = SNAPSHOT) -> Work:
    """Return the release of a home as work."""
    release = releases.current(home)
    assert release
    store = releases.open_read_only(releases.store_of(home, release.name))
    return Work(home, release, store, address, snapshot, silent)


def made(
    home: Path, contents: dict[str, Content], retired: dict[str, Retirement] | None = None
) -> Made:
    """Publish datasets and return their catalogue."""
    publish(home, contents, "first")
    work = work_of(home)
    files = files_of(contents)
    return Made(work, files, build(work, files, retired or {}))


def pretended(home: Path, contents: dict[str, Content]) -> Made:
    """Return a catalogue of many datasets; their release is a manifest, their store in memory."""
    store = Store()
    versions = []
    for slug, content in contents.items():
        quads, digest = content.quads, hashlib.sha256(content.quads).hexdigest()
        store.bulk_load(quads, format=RdfFormat.N_QUADS)
        count = quads.count(b"\n")
        versions.append(DatasetVersion(slug, digest, count, len(quads), "", CREATED))
    release = Release("2026.1.0", CREATED, None, "many", tuple(versions))
    folder = home / "releases" / release.name
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_bytes(to_json(release))
    files = files_of(contents)
    work = Work(home, release, store, ADDRESS, SNAPSHOT, silent)
    return Made(work, files, build(work, files, {}))


@cache
def large() -> Made:
    """Return a catalogue of 204 datasets and the one of everything: three pages, made once."""
    with TemporaryDirectory() as folder:
        found = pretended(Path(folder), many(204))
        assert found.parts
    return found


def triples(data: bytes) -> set[Triple]:
    """Return the statements of a part in N-Triples."""
    return {quad.triple for quad in parse(data, format=RdfFormat.N_TRIPLES)}


def term(name: str) -> NamedNode:
    """Return the IRI of a name with a prefix."""
    prefix, _, local = name.partition(":")
    return NamedNode(NAMES[prefix] + local)


def objects(found: Iterable[Triple], subject: str, name: str) -> list[str]:
    """Return the values of a property, sorted."""
    node, predicate = NamedNode(subject), term(name)
    return sorted(
        one.object.value  # type: ignore[union-attr]  # there are no quoted triples
        for one in found
        if one.subject == node and one.predicate == predicate
    )


def stored(found: Iterable[Triple]) -> Store:
    """Return statements as a store."""
    store = Store()
    store.update(f"INSERT DATA {{ {' '.join(f'{one} .' for one in found)} }}")
    return store
