"""The published contexts: promises that were made once and stay."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from pyld import jsonld
from pyoxigraph import NamedNode, RdfFormat, parse

from jsonld.oracle import MODES
from klimagraph.bundle import bundle_folder
from klimagraph.jsonld.context import CATALOG, ENTITIES, PUBLISHED, Context
from klimagraph.jsonld.making import text
from klimagraph.terms import RDF_TYPE, term

DIGESTS = {
    "v1.jsonld": "4de219ff872c69bc8d01b473eeb5c9ac19e22c33d936fd0145d52b57a781a2c3",
    "catalog-v1.jsonld": "c5dd2eb99519dfbe3f20cc9bb42c81ad9bef713b587a178edafb19e9f446cf07",
}
"""SHA-256 of what was published: a change is another version, in a file of its own."""
EITHER = pytest.mark.parametrize("context", PUBLISHED, ids=lambda context: context.name)
SCHEMES = (
    "acct blob cid data did doi file ftp geo http https imap info ipfs ldap magnet mailto mid "
    "news nfs ni nih oid sftp sip sms ssh tag tel uri urn uuid ws wss xmpp"
)
"""Schemes of addresses that data may hold: a term of that name would hide them."""


def test_every_file_is_known() -> None:
    """There is no context that is not published, and none published without its digest."""
    found = {path.name for path in (bundle_folder() / "ontology" / "context").iterdir()}
    assert found == {context.name for context in PUBLISHED} == set(DIGESTS)


@EITHER
def test_a_published_context_never_changes(context: Context) -> None:
    """Documents that link to it are read by it for ever; caches keep it for a year."""
    assert DIGESTS[context.name] == hashlib.sha256(context.text).hexdigest()


def test_the_file_is_what_the_program_makes() -> None:
    """The ontology as it is has no name that is missing: else a new version is due."""
    assert ENTITIES.text == text(bundle_folder(), ENTITIES.definitions)


def test_it_can_be_made_from_nothing() -> None:
    """Nothing in it was written by hand."""
    assert ENTITIES.text == text(bundle_folder(), {})


def test_names_are_only_added() -> None:
    """Whatever a version before said stays, even where the ontology would say it differently."""
    former = {
        "evidence": {"@id": "klima:evidence", "@container": "@set"},
        "Membership": "klima:Alliance",
        "gone": {"@id": "klima:gone", "@container": "@language"},
        "period": {"@id": "dcterms:temporal", "@type": "@id", "@container": "@set"},
    }
    made = json.loads(text(bundle_folder(), former))["@context"]
    assert former.items() <= made.items()
    assert "klima:period" == made["klimaPeriod"]["@id"]
    assert "klima:Membership" == made["klimaMembership"]


def definitions(context: Context) -> list[dict[str, Any]]:
    """Return what is said of properties."""
    return [said for said in context.definitions.values() if isinstance(said, dict)]


@EITHER
def test_it_keeps_to_what_both_versions_know(context: Context) -> None:
    """JSON-LD 1.0 refuses a page for `@version` or `@protected`, and knows one container only."""
    keys = {key for said in definitions(context) for key in said}
    containers = [said.get("@container", "@set") for said in definitions(context)]
    assert keys <= {"@id", "@type", "@container", "@reverse"}
    assert set(containers) <= {"@set", "@language"}
    assert not [name for name in context.definitions if name.startswith("@")]


@EITHER
def test_no_name_hides_a_scheme(context: Context) -> None:
    """`geo:52,9` is an address: a prefix of that name would make another IRI of it."""
    assert set() == set(SCHEMES.split()) & set(context.definitions)


@EITHER
@pytest.mark.parametrize("mode", MODES)
def test_every_name_is_read_as_it_is_meant(context: Context, mode: str) -> None:
    """A processor expands each name to the IRI that we take it for."""
    terms = {term.name: iri for iri, term in context.terms.items()}
    given = {"@context": dict(context.definitions), "@id": "http://e/a"}
    given |= {name: [] for name in terms if context.terms[terms[name]].kind != "@language"}
    given |= {name: {} for name in terms if context.terms[terms[name]].kind == "@language"}
    given["type"] = sorted(set(context.names.values()) - set(terms))
    [found] = jsonld.expand(given, {"processingMode": mode})
    classes = {iri for iri, name in context.names.items() if name not in terms}
    assert set(terms.values()) == set(found) - {"@id", "@type"}
    assert classes == set(found["@type"])


@pytest.mark.parametrize(
    ("name", "iri"),
    {
        "member": "http://www.w3.org/ns/org#member",
        "source": "https://w3id.org/klimagraph/ns#source",
        "dctermsSource": "http://purl.org/dc/terms/source",
        "prefLabel": "http://www.w3.org/2004/02/skos/core#prefLabel",
    }.items(),
)
def test_names_are_those_of_the_ontology(name: str, iri: str) -> None:
    """A name is the local name; where two want it, ours has it."""
    assert name == ENTITIES.terms[iri].name


def test_the_catalogue_has_names_for_both_kinds_of_pages() -> None:
    """Both styles of Hydra have their names, and the series its own for the same words."""
    hydra = "http://www.w3.org/ns/hydra/core#"
    names = {
        f"{hydra}nextPage": "nextPage",
        f"{hydra}next": "next",
        "http://www.w3.org/ns/dcat#next": "nextInSeries",
    }
    assert names == {iri: CATALOG.terms[iri].name for iri in names}


def test_everything_that_the_shapes_speak_of_has_a_name() -> None:
    """A property that a shape describes is never written with a prefix."""
    paths = set()
    for path in (bundle_folder() / "shapes").glob("*.ttl"):
        paths |= _paths(path)
    assert len(paths) > 100
    assert set() == {one for one in paths if one not in ENTITIES.terms}


def _paths(path: Path) -> set[str]:
    shapes = parse(path=str(path), format=RdfFormat.TURTLE)
    values = {quad.object for quad in shapes if quad.predicate == term("sh:path")}
    return {value.value for value in values if isinstance(value, NamedNode)} - {RDF_TYPE}
