"""Releases as a page and as JSON."""

import json
from collections.abc import Sequence

from klimagraph.exports.files import DESCRIPTIONS, File
from klimagraph.exports.forms import TITLES
from klimagraph.releases import Release, manifests
from klimagraph.web.language import language
from klimagraph.web.templating import render
from klimagraph.web.version_changes import lines_between


def index(known: Sequence[Release], current: str) -> bytes:
    """Return all releases, and which one is served."""
    rows = [
        {
            "name": release.name,
            "created": release.created,
            "note": release.note,
            "quads": release.quads,
            "digest": release.digest,
            "pruned": release.pruned,
        }
        for release in known
    ]
    return _json({"current": current, "releases": rows})


def manifest(release: Release, files: Sequence[File]) -> bytes:
    """Return the manifest of a release, and where they are prepared its files."""
    if not files:
        return manifests.to_json(release)
    rows = [
        {
            "name": file.name,
            "path": file.path,
            "form": file.form,
            "dataset": file.dataset,
            "title": {"de": file.title_de, "en": file.title_en},
            "size": file.size,
            "sha256": file.digest,
            "rows": file.rows,
            "modified": file.modified,
        }
        for file in files
    ]
    described = json.loads(manifests.to_json(release))
    return _json(described | {"descriptions": list(DESCRIPTIONS), "files": rows})


def page(release: Release, files: Sequence[File], before: Release | None, address: str) -> bytes:
    """Return the page of a release."""
    datasets = {version.slug for version in release.datasets}
    by_dataset: dict[str, list[File]] = {}
    by_class: dict[str, list[File]] = {}
    for file in files:
        if file.dataset in datasets:
            by_dataset.setdefault(file.dataset, []).append(file)
        else:
            by_class.setdefault(_plain(file), []).append(file)
    return render(
        "release.html",
        release=release,
        before=before,
        lines=lines_between(before, release),
        files=by_dataset,
        classes=sorted(by_class.items()),
        titles={slug: _plain(held[0]) for slug, held in by_dataset.items()},
        forms=TITLES,
        descriptions=list(DESCRIPTIONS) if files else [],
        cited=_cited(release, address),
    )


def _plain(file: File) -> str:
    """Return a title without the form."""
    title = file.title_en if language() == "en" else file.title_de
    return title.removesuffix(f" ({TITLES[file.form]})")


def _cited(release: Release, address: str) -> str:
    """Return how a text cites a release."""
    word = "Release" if language() == "en" else "Version"
    place = f"{address}/releases/{release.name}"
    return f"Klimagraph ({release.created[:4]}). {word} {release.name}. {place}"


def _json(members: object) -> bytes:
    return (json.dumps(members, ensure_ascii=False, indent=1) + "\n").encode()
