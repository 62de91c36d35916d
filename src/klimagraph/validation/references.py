"""Things of the graph that a submission names and nobody describes."""

from collections.abc import Iterator, Set

from pyoxigraph import NamedNode, QuerySolutions, Store

from klimagraph.namespaces import SHAPES, THINGS
from klimagraph.places import Wanted
from klimagraph.shacl.results import text_of
from klimagraph.shacl.shapes import Term
from klimagraph.validation.findings import Finding
from klimagraph.validation.grouping import Traced

SHAPE = f"{SHAPES}KnownThing"
QUERY = f"""
  SELECT ?subject ?predicate ?object WHERE {{
    {{ SELECT DISTINCT ?object WHERE {{
      ?any ?property ?object .
      FILTER(isIRI(?object) && STRSTARTS(STR(?object), "{THINGS}"))
      FILTER NOT EXISTS {{ ?object ?said ?value }}
    }} }}
    ?subject ?predicate ?object .
  }}
"""


def unknown_things(store: Store, others: Set[Term]) -> Iterator[Traced]:
    """Yield a violation for each link to a thing of ours about which nothing is said.

    What is published about the things that are named has to stand in the store; what `others`
    link to is not looked at.
    """
    rows = store.query(QUERY)
    assert isinstance(rows, QuerySolutions)  # noqa: S101  # it is a SELECT
    for subject, predicate, thing in rows:
        if subject not in others:
            yield _traced(subject, NamedNode(text_of(predicate)), text_of(thing))


def _traced(subject: Term, predicate: NamedNode, thing: str) -> Traced:
    """Return what is said about a link, and where it has to be looked for."""
    name = thing.removeprefix(THINGS)
    finding = Finding(
        "violation",
        text_of(subject),
        predicate.value,
        thing,
        f"{name} gibt es nicht: weder in dieser Datei noch im veröffentlichten Bestand. "
        "Bitte die Kennung prüfen oder das Fehlende mit einreichen.",
        f"There is no {name}, neither in this file nor among what is published. "
        "Please check the identifier, or submit what is missing as well.",
        SHAPE,
        "KnownThing",
    )
    return Traced(finding, Wanted(subject, predicate, NamedNode(thing)))
