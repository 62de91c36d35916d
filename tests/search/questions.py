"""Asking the index of a release, as tests do."""

from pathlib import Path

from conftest import content
from klimagraph.namespaces import DATASETS, PREFIXES
from klimagraph.releases import Content, current
from klimagraph.releases.manifests import folder_of
from klimagraph.search.finding import Hit, Question, find
from klimagraph.search.index import opened

LABEL = f"{PREFIXES['skos']}prefLabel"


def named(slug: str, **names: str) -> Content:
    """Return a content in which `http://e/{key}` has each name as its label."""
    lines = [
        f'<http://e/{key}> <{LABEL}> "{name}"@de <{DATASETS}{slug}> .\n'
        for key, name in sorted(names.items())
    ]
    return Content("".join(lines).encode(), "test")


def nameless(slug: str) -> Content:
    """Return a content in which nothing has a name."""
    return content(slug, ["nothing"])


def ask(home: Path, text: str, release: str = "") -> list[Hit]:
    """Return what a text finds in a release, in the current one if none is named."""
    name = release or (now.name if (now := current(home)) else "")
    with opened(folder_of(home, name)) as connection:
        return find(connection, Question(text)).hits


def found(home: Path, text: str, release: str = "") -> list[str]:
    """Return the ends of the IRIs that a text finds."""
    return [hit.iri.rsplit("/", 1)[1] for hit in ask(home, text, release)]
