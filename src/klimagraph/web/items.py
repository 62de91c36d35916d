"""Files that hold a dataset or a release, as its document and its linkset lead to them."""

import contextlib
from collections.abc import Sequence
from urllib.parse import quote

from fastapi import Request

from klimagraph import signposting
from klimagraph.catalog import landing
from klimagraph.errors import NotFound, ReleaseGone, ReleaseNotQueryable, SnapshotMissing
from klimagraph.exports.files import DESCRIPTIONS, File
from klimagraph.formats import BY_NAME
from klimagraph.namespaces import DATASETS, PREFIXES
from klimagraph.releases import Release
from klimagraph.signposting import ITEM, LINKSET, Facts, Item, Link, part_of, uri
from klimagraph.web import files

NQUADS = BY_NAME["nquads"].media_types[0]
LINKED = "application/ld+json"


def items_of(request: Request, iri: str, release: str) -> Sequence[Item]:
    """Return the files of a dataset in a release; nothing else has any."""
    if not iri.startswith(DATASETS):
        return ()
    slug = iri.removeprefix(DATASETS)
    prepared = [_item(file) for file in files.of_release(request, release) if file.dataset == slug]
    known = request.app.state.pool.manifest(release).dataset(slug)
    plain = [Item(f"/releases/{release}/{slug}.nq", NQUADS)] if known else []
    return prepared or plain


async def facts_of(request: Request, iri: str, release: str) -> Facts:
    """Return what links tell of a thing; of a dataset what the catalogue says."""
    harvest, slug = request.app.state.harvest, iri.removeprefix(DATASETS)
    with contextlib.suppress(NotFound, SnapshotMissing):
        snapshot = harvest.snapshot()
        if iri.startswith(DATASETS) and snapshot.release == release:
            page = landing.read(harvest.content(snapshot.name, f"dataset/page/{slug}.json"))
            return Facts((f"{PREFIXES['dcat']}Dataset",), (iri,), (page.licence_url,))
    return await signposting.facts(request.app.state.pool, iri, release)


async def links_of_release(release: Release, request: Request) -> Sequence[Link]:
    """Return the links of the document of a release."""
    path = f"/releases/{release.name}"
    held = dict.fromkeys((await _licences(release.name, request)).values())
    prepared = files.of_release(request, release.name)
    described = [name for name, kind in DESCRIPTIONS.items() if kind == LINKED and prepared]
    before = [Link(f"/releases/{release.parent}", "predecessor-version")] if release.parent else []
    return (
        Link(f"/linkset{path}", "linkset", LINKSET),
        Link(request.app.state.settings.address + path, "cite-as"),
        Link(f"{PREFIXES['schema']}Dataset", "type"),
        *(Link(uri(licence), "license") for licence in held),
        *(Link(f"{path}/{name}", "describedby", LINKED) for name in described),
        *before,
        *(Link(f"{path}/{one.slug}.nq", ITEM, NQUADS) for one in release.datasets),
    )


async def linkset_of_release(
    release: Release, request: Request
) -> Sequence[tuple[str, Sequence[Link]]]:
    """Return the links of a release, and of each of its files with its own licence."""
    path = f"/releases/{release.name}"
    held = await _licences(release.name, request)
    plain = [Item(f"{path}/{one.slug}.nq", NQUADS) for one in release.datasets]
    items = list(zip((one.slug for one in release.datasets), plain, strict=True))
    prepared = [(file.dataset, _item(file)) for file in files.of_release(request, release.name)]
    more = (Link(quote(item.path), ITEM, item.media_type) for _, item in prepared)
    contexts = [(path, (*await links_of_release(release, request), *more))]
    for slug, item in (*items, *prepared):
        licence = [Link(uri(held[name]), "license") for name in [DATASETS + slug] if name in held]
        contexts.append((quote(item.path), (Link(path, "collection"), part_of(slug), *licence)))
    return contexts


async def _licences(release: str, request: Request) -> dict[str, str]:
    """Return the licences of the datasets of a release, none where it cannot be asked any more."""
    try:
        return await signposting.licences(request.app.state.pool, release)
    except (ReleaseGone, ReleaseNotQueryable):
        return {}


def _item(file: File) -> Item:
    return Item(file.path, BY_NAME[file.form].media_types[0])
