"""The version of the ontology, its change table and its outdated terms agree."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re

from rdflib import OWL, RDF, SKOS, Literal, URIRef
from rdflib.namespace import DCTERMS, VANN
from rdflib.term import Node
from vocabulary import HEADER, KLIMA, concepts, schemes, terms, texts, vocabulary

from klimagraph.namespaces import BASE

NOTE = re.compile(r"(\d+)\.(\d+)\.(\d+): \S")


def test_there_is_one_ontology() -> None:
    """One header speaks for all files."""
    assert [HEADER] == list(vocabulary().subjects(RDF.type, OWL.Ontology))


def test_version_iri_ends_in_the_version() -> None:
    """The IRI of the version is that of the ontology followed by its number."""
    version = vocabulary().value(HEADER, OWL.versionInfo)
    assert URIRef(f"{HEADER}/{version}") == vocabulary().value(HEADER, OWL.versionIRI)


def test_prior_version_is_older() -> None:
    """The version before has a smaller number."""
    prior = str(vocabulary().value(HEADER, OWL.priorVersion)).removeprefix(f"{HEADER}/")
    assert _number(prior) < _current()


def test_header_says_who_when_and_how_to_abbreviate() -> None:
    """The header names maker, day, licence and the usual prefix."""
    klimagraph = URIRef(f"{BASE}id/organisation/klimagraph")
    assert klimagraph == vocabulary().value(HEADER, DCTERMS.creator)
    assert klimagraph == vocabulary().value(HEADER, DCTERMS.publisher)
    assert "klima" == str(vocabulary().value(HEADER, VANN.preferredNamespacePrefix))
    assert str(KLIMA) == str(vocabulary().value(HEADER, VANN.preferredNamespaceUri))
    modified = vocabulary().value(HEADER, DCTERMS.modified)
    assert isinstance(modified, Literal)
    assert modified.value is not None


def test_header_promises_how_terms_end() -> None:
    """The rule for outdated terms is said in both languages."""
    for language in ("de", "en"):
        (rule,) = texts(HEADER, SKOS.editorialNote, language)
        assert "owl:deprecated" in rule


def test_change_notes_make_a_table() -> None:
    """A note of change begins with a version that is out, and is there in both languages."""
    for subject in _changed():
        german, english = (_versions(subject, language) for language in ("de", "en"))
        assert german == english != []
        assert max(german) <= _current()


def test_the_current_version_changed_something() -> None:
    """A version without an entry in the table would not be one."""
    assert _current() in {version for it in _changed() for version in _versions(it, "en")}


def test_outdated_terms_lead_to_their_successors() -> None:
    """What is outdated says what to use instead, and since when."""
    outdated = set(vocabulary().subjects(OWL.deprecated, Literal(True)))
    without = {it for it in outdated if not vocabulary().value(it, DCTERMS.isReplacedBy)}
    assert set() == without
    assert outdated <= _changed()


def test_terms_do_not_carry_versions_of_their_own() -> None:
    """The ontology has a version, a single term has none."""
    everything = {*terms(), *concepts(), *schemes()}
    assert set() == everything & set(vocabulary().subjects(OWL.versionInfo))


def _changed() -> set[Node]:
    return set(vocabulary().subjects(SKOS.changeNote))


def _versions(subject: Node, language: str) -> list[tuple[int, ...]]:
    notes = texts(subject, SKOS.changeNote, language)
    found = [NOTE.match(note) for note in notes]
    assert None not in found
    return sorted(_number(note.partition(":")[0]) for note in notes)


def _current() -> tuple[int, ...]:
    return _number(str(vocabulary().value(HEADER, OWL.versionInfo)))


def _number(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split("."))
