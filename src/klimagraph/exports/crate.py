"""The files of a release as a research object (https://www.researchobject.org/ro-crate/1.1/)."""

from collections.abc import Iterator, Sequence
from typing import Any

from klimagraph.exports.files import CRATE, File
from klimagraph.exports.licences import Rights, licences_of, rights
from klimagraph.formats import BY_NAME
from klimagraph.harvest.work import Work

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
VERSION = "https://w3id.org/ro/crate/1.1"
PUBLISHER = "#klimagraph"
DESCRIPTION = (
    "Alliances for climate protection in Germany: members, offices, commitments, targets, "
    "funding, and the source of each statement."
)
Entity = dict[str, Any]


def crate(work: Work, files: Sequence[File]) -> Entity:
    """Return the description of a release and its files as JSON-LD."""
    known = rights(work)
    return {"@context": CONTEXT, "@graph": list(_entities(work, files, known))}


def _entities(work: Work, files: Sequence[File], known: dict[str, Rights]) -> Iterator[Entity]:
    yield {
        "@id": CRATE,
        "@type": "CreativeWork",
        "conformsTo": {"@id": VERSION},
        "about": {"@id": "./"},
    }
    yield _root(work, files, known)
    yield {"@id": PUBLISHER, "@type": "Organization", "name": "Klimagraph", "url": work.address}
    for licence in sorted({one for item in known.values() for one in item.licences}):
        yield {"@id": licence, "@type": "CreativeWork", "name": licence}
    for file in files:
        yield _file(file, known)


def _root(work: Work, files: Sequence[File], known: dict[str, Rights]) -> Entity:
    licences = sorted({one for item in known.values() for one in item.licences})
    attributions = sorted({one for item in known.values() for one in item.attributions})
    release = work.release
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"Klimagraph {release.name}",
        "description": DESCRIPTION,
        "identifier": f"{work.address}/releases/{release.name}",
        "url": f"{work.address}/releases/{release.name}",
        "version": release.name,
        "datePublished": release.created,
        "publisher": {"@id": PUBLISHER},
        "license": [{"@id": licence} for licence in licences],
        "creditText": attributions,
        "hasPart": [{"@id": file.name} for file in files],
    }


def _file(file: File, known: dict[str, Rights]) -> Entity:
    found: Entity = {
        "@id": file.name,
        "@type": "File",
        "name": file.title_en,
        "alternateName": file.title_de,
        "encodingFormat": BY_NAME[file.form].media_types[0],
        "contentSize": str(file.size),
        "sha256": file.digest,
        "dateModified": file.modified,
    }
    if licences := licences_of(file, known):
        found["license"] = [{"@id": licence} for licence in licences]
    if file.dataset in known and known[file.dataset].attributions:
        found["creditText"] = list(known[file.dataset].attributions)
    return found
