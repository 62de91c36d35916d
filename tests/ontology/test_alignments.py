"""Mappings to other vocabularies stand apart, claim no identity and lead to terms that exist."""

from pathlib import Path

import pytest
from rdflib import ORG, RDFS, SDO, SKOS, URIRef
from rdflib.namespace import DCTERMS, DefinedNamespace
from vocabulary import KINDS, ROOT, parsed, vocabulary

from klimagraph.namespaces import BASE, PREFIXES

MAPPINGS = sorted((ROOT / "ontology" / "alignments").glob("*.ttl"))
LINKS = {SKOS.closeMatch, SKOS.broadMatch, SKOS.exactMatch, SKOS.relatedMatch}
LISTS: dict[str, type[DefinedNamespace]] = {
    PREFIXES["schema"]: SDO,
    PREFIXES["org"]: ORG,
    PREFIXES["dcterms"]: DCTERMS,
}
"""The vocabularies whose terms rdflib knows completely."""

each_mapping = pytest.mark.parametrize("path", MAPPINGS, ids=lambda path: path.stem)


@each_mapping
def test_mapping_uses_the_links_of_skos_only(path: Path) -> None:
    """A mapping links and names; it neither equates nor subordinates (SKOS, section 10)."""
    assert set() == set(parsed(path).predicates()) - LINKS - {RDFS.label}


@each_mapping
def test_mapping_leads_from_ours_to_theirs(path: Path) -> None:
    """On the left stands a term or concept of the ontology, on the right a foreign IRI."""
    for term, link, target in parsed(path):
        if link in LINKS:
            assert str(term).startswith(BASE)
            assert isinstance(target, URIRef)
            assert not target.startswith(BASE)
            assert vocabulary().value(term, RDFS.label) or vocabulary().value(term, SKOS.prefLabel)


@each_mapping
def test_mapping_says_how_it_was_checked(path: Path) -> None:
    """The head of the file says where the foreign terms were looked up."""
    head = path.read_text(encoding="utf-8").partition("@")[0]
    assert len(head.splitlines()) > 1


@each_mapping
def test_no_pair_is_linked_twice(path: Path) -> None:
    """A term is as close to another as one link says."""
    pairs = [(term, target) for term, link, target in parsed(path) if link in LINKS]
    assert len(pairs) == len(set(pairs))


@each_mapping
def test_targets_exist_where_their_vocabulary_is_known(path: Path) -> None:
    """Names from schema.org, ORG and DCMI are in the lists that rdflib has of them."""
    for target in set(parsed(path).objects()):
        for start, names in LISTS.items():
            if isinstance(target, URIRef) and target.startswith(start):
                assert target in names


def test_foreign_terms_in_entries_of_the_decision_log_exist() -> None:
    """The decision log speaks of terms of schema.org, ORG and DCMI that really exist."""
    for _, note in vocabulary().subject_objects(SKOS.editorialNote):
        for prefix, name in _mentioned(str(note)):
            if (names := LISTS.get(PREFIXES.get(prefix, ""))) is not None:
                assert URIRef(PREFIXES[prefix] + name) in names


def test_foreign_terms_get_no_meaning_from_us() -> None:
    """Of schema.org and the like we say names and links, nothing that could be inferred from."""
    kinds = {kind for kind in KINDS if kind != KINDS[-1]}
    said = [term for kind in kinds for term in vocabulary().subjects(None, kind)]
    declared = {str(term) for term in said if str(term).startswith(PREFIXES["schema"])}
    assert set() == declared


def _mentioned(text: str) -> list[tuple[str, str]]:
    words = (word.strip(".,;:()\"'") for word in text.split())
    parts = (word.partition(":") for word in words)
    return [(prefix, name) for prefix, colon, name in parts if colon and name.isidentifier()]
