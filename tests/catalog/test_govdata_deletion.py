"""GovData removes everything reachable from a dataset before it writes the dataset again.

That is done here in Oxigraph with pages of the catalogue, and nothing may be lost.
"""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import random
from collections.abc import Iterable, Sequence

import pytest
from catalogues import large, stored, term, triples
from pyoxigraph import NamedNode, Quad, Store, Triple

from klimagraph.namespaces import DATASETS

ANY = "(<http://e/any>|!<http://e/any>)*"
DELETE = f"""DELETE {{ ?s ?p ?o }} WHERE {{
  ?this {ANY} ?s . ?s ?p ?o
  FILTER NOT EXISTS {{ ?this <http://purl.org/dc/terms/publisher> ?s }}
}}"""
REACHED = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?this {ANY} ?s . ?s ?p ?o }}"
FEW = [f"{DATASETS}set-{number:03}" for number in range(6)]
LABELS = {term("rdf:type"), term("rdfs:label"), term("skos:prefLabel")}

Page = set[Triple]


@pytest.fixture(scope="module")
def pages() -> dict[str, list[Page]]:
    """Return the pages in both profiles."""
    return {
        profile: [triples(large().parts[f"catalog/{profile}/{number}.nt"]) for number in (1, 2, 3)]
        for profile in ("dcat-ap-de", "dcat-ap")
    }


def datasets(page: Page) -> list[str]:
    """Return what a harvester takes for datasets."""
    kinds = (one for one in page if one.predicate == term("rdf:type"))
    return sorted(one.subject.value for one in kinds if one.object == term("dcat:Dataset"))  # type: ignore[union-attr]


def reached(store: Store, dataset: str) -> Page:
    """Return what is reachable from a dataset."""
    found = store.query(REACHED.replace("?this", f"<{dataset}>"))
    return set(found)  # type: ignore[arg-type]  # a CONSTRUCT gives triples


def delete(store: Store, dataset: str) -> None:
    """Remove everything that is reachable from a dataset but its publisher."""
    store.update(DELETE.replace("?this", f"<{dataset}>"))


def harvest(store: Store, page: Page, order: random.Random) -> None:
    """Do with a page what GovData does: each dataset is deleted, then inserted."""
    source = stored(page)
    names = datasets(page)
    order.shuffle(names)
    for name in names:
        delete(store, name)
        for one in reached(source, name):
            store.add(Quad(one.subject, one.predicate, one.object))


def lost(store: Store, pages: Iterable[Page]) -> Page:
    """Return what datasets say on the pages and the store does not hold."""
    missing: Page = set()
    for page in pages:
        source = stored(page)
        for name in datasets(page):
            missing |= reached(source, name) - reached(store, name)
    return missing


@pytest.mark.parametrize("profile", ["dcat-ap-de", "dcat-ap"])
@pytest.mark.parametrize(
    "order", [(0, 1, 2), (2, 0, 1), (0, 1, 2, 0, 1, 2), (1, 2, 1, 0, 0)], ids=str
)
def test_nothing_is_lost(pages: dict[str, list[Page]], profile: str, order: Sequence[int]) -> None:
    """Whatever page comes first and however often, each dataset is whole in the end."""
    store, chance = Store(), random.Random(7)  # noqa: S311  # no secret
    for number in order:
        harvest(store, pages[profile][number], chance)
    assert 205 == sum(len(datasets(page)) for page in pages[profile])
    assert set() == lost(store, pages[profile])


@pytest.mark.parametrize("profile", ["dcat-ap-de", "dcat-ap"])
def test_a_withdrawn_dataset_takes_nothing_along(
    pages: dict[str, list[Page]], profile: str
) -> None:
    """Only what codes are called may be missing until the next run writes it again."""
    store, chance = Store(), random.Random(7)  # noqa: S311  # no secret
    for page in pages[profile]:
        harvest(store, page, chance)
    gone = f"{DATASETS}set-007"
    delete(store, gone)
    left = [{one for one in page if not _of(one, gone)} for page in pages[profile]]
    missing = lost(store, left)
    assert set() == {one for one in missing if one.predicate not in LABELS}
    assert not [one for one in missing if DATASETS in str(one.subject)]
    for page in left:
        harvest(store, page, chance)
    assert set() == lost(store, left)


@pytest.mark.parametrize(
    ("name", "target"),
    [
        ("dcat:prev", "https://w3id.org/klimagraph/dataset/set-005"),
        ("dcterms:isPartOf", "https://w3id.org/klimagraph/catalog"),
        ("dcat:accessService", "https://w3id.org/klimagraph/service/sparql"),
    ],
)
def test_a_link_between_datasets_is_noticed(
    pages: dict[str, list[Page]], name: str, target: str
) -> None:
    """The test is sharp: with such links in the pages, datasets are lost."""
    service = NamedNode("https://w3id.org/klimagraph/service/sparql")
    serving = {Triple(service, term("dcat:servesDataset"), NamedNode(one)) for one in FEW}
    good = [_cut(pages["dcat-ap-de"][0], names) for names in (FEW[:3], FEW[3:])]
    bad = []
    for page in good:
        links = {Triple(NamedNode(one), term(name), NamedNode(target)) for one in datasets(page)}
        bad.append(page | links | (serving if name == "dcat:accessService" else set()))
    store, chance = Store(), random.Random(7)  # noqa: S311  # no secret
    for number in (0, 1, 0):
        harvest(store, bad[number], chance)
    assert lost(store, good)


def _cut(page: Page, names: Sequence[str]) -> Page:
    """Return a page with some of its datasets only."""
    others = set(datasets(page)) - set(names)
    return {one for one in page if not any(_of(one, other) for other in others)}


def _of(one: Triple, dataset: str) -> bool:
    """Tell whether a statement is about a dataset or leads to it."""
    texts = (str(one.subject), str(one.object))
    return any(text.strip("<>").split("#")[0] == dataset for text in texts)
