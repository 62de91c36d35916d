"""What a dataset holds and how it is supported, asked of its own graph."""

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from klimagraph.namespaces import PREFIXES
from klimagraph.quality.measures import Counted
from klimagraph.releases import graph_of
from klimagraph.submissions.wording import Words

HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if name != "id")
MOST = 40
"""Classes that are named."""

CLAIMS = f"""{HEADER}
SELECT (COUNT(DISTINCT ?claim) AS ?all) (COUNT(DISTINCT ?supported) AS ?with) WHERE {{
  VALUES ?class {{
    klima:Membership klima:JoiningStep klima:Tenure klima:Commitment klima:Target klima:Grant
    klima:Plan klima:Event klima:EventSeries klima:Offer klima:Call klima:Rule klima:Count
    klima:Statement klima:Reading org:Post
  }}
  ?claim a ?class .
  OPTIONAL {{ ?claim klima:evidence ?evidence BIND(?claim AS ?supported) }}
}}
"""
CERTAINTIES = f"""{HEADER}
SELECT ?iri (COUNT(DISTINCT ?evidence) AS ?count)
WHERE {{ ?evidence klima:certainty ?iri }}
GROUP BY ?iri ORDER BY DESC(?count) ?iri
"""
SOURCES = f"""{HEADER}
SELECT (COUNT(DISTINCT ?source) AS ?all) (COUNT(DISTINCT ?dated) AS ?with) WHERE {{
  ?source a klima:Source .
  OPTIONAL {{ ?source dcterms:issued|dcterms:date|klima:asOf ?date BIND(?source AS ?dated) }}
}}
"""
MARKS = f"""{HEADER}
SELECT (COUNT(DISTINCT ?gap) AS ?all) (COUNT(DISTINCT ?conflict) AS ?with)
WHERE {{ {{ ?gap a klima:KnownGap }} UNION {{ ?conflict a klima:Conflict }} }}
"""
CONTENTS = f"""{HEADER}
SELECT ?iri (COUNT(DISTINCT ?thing) AS ?count)
WHERE {{ ?thing a ?iri FILTER(ISIRI(?iri)) }}
GROUP BY ?iri ORDER BY DESC(?count) ?iri
"""


class Counting:
    """Counts what stands in the graph of a dataset, or in all of them."""

    def __init__(self, store: Store, slug: str) -> None:
        self._store, self._slug = store, slug
        self._words = Words([store])

    def pair(self, query: str) -> tuple[int, int]:
        """Return two numbers that a query asks for."""
        for solution in self._solutions(query):
            return _number(solution[0]), _number(solution[1])
        return 0, 0

    def counted(self, query: str) -> tuple[Counted, ...]:
        """Return what a query counts by IRI, with names; the first where there are many."""
        found: list[Counted] = []
        for solution in self._solutions(query):
            iri = solution[0]
            if isinstance(iri, NamedNode) and len(found) < MOST:
                label = self._words.label(iri.value)
                found.append(Counted(iri.value, label.de, label.en, _number(solution[1])))
        return tuple(found)

    def _solutions(self, query: str) -> QuerySolutions:
        graph = graph_of(self._slug) if self._slug else None
        found = self._store.query(query, default_graph=graph)
        assert isinstance(found, QuerySolutions)  # noqa: S101  # these are all SELECT
        return found


def _number(term: object) -> int:
    return int(term.value) if isinstance(term, Literal) else 0
