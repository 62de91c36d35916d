"""Under which licences the datasets of a release stand, and whom they want named."""

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Store

from klimagraph.exports.files import File
from klimagraph.harvest.work import Work
from klimagraph.namespaces import DATASETS
from klimagraph.releases import graph_of
from klimagraph.terms import term


@dataclass(frozen=True)
class Rights:
    """What has to be kept to by whoever uses a dataset."""

    licences: tuple[str, ...]
    attributions: tuple[str, ...]


def rights(work: Work) -> dict[str, Rights]:
    """Return what each dataset says of its licence, by its short name."""
    return {
        version.slug: Rights(
            _values(work.store, version.slug, "dcterms:license"),
            _values(work.store, version.slug, "dcatde:licenseAttributionByText"),
        )
        for version in work.release.datasets
    }


def licences_of(file: File, known: dict[str, Rights]) -> tuple[str, ...]:
    """Return the licences of a file; one that is made of all datasets has those of all."""
    if file.dataset in known:
        return known[file.dataset].licences
    return tuple(sorted({one for item in known.values() for one in item.licences}))


def _values(store: Store, slug: str, name: str) -> tuple[str, ...]:
    dataset = NamedNode(DATASETS + slug)
    quads = store.quads_for_pattern(dataset, term(name), None, graph_of(slug))
    values = (quad.object for quad in quads)
    return tuple(sorted({one.value for one in values if isinstance(one, NamedNode | Literal)}))
