"""The queries of the measurements."""

from bench.data import membership

PREFIXES = """PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
"""

ANALYTIC = {
    "three-way join with sums": PREFIXES
    + """SELECT ?state (COUNT(?m) AS ?memberships) (SUM(?people) AS ?reach) WHERE {
  ?m org:member ?authority ; org:organization ?alliance .
  ?authority klima:inState ?state ; klima:population ?people .
} GROUP BY ?state ORDER BY ?state""",
    "grouped count with date filter": PREFIXES
    + """SELECT ?kind (COUNT(*) AS ?n) WHERE {
  ?m a klima:Membership ; klima:participationKind ?kind ; klima:startEarliest ?start
  FILTER(?start >= "2010-01-01"^^xsd:date && ?start < "2020-01-01"^^xsd:date)
} GROUP BY ?kind ORDER BY ?kind""",
    "join of five patterns": PREFIXES
    + """SELECT ?name ?district (COUNT(DISTINCT ?authority) AS ?n) WHERE {
  ?m org:member ?authority ; org:organization ?alliance ; klima:evidence/klima:source ?source .
  ?alliance skos:prefLabel ?name .
  ?authority klima:inDistrict ?district .
  FILTER(STRENDS(STR(?source), "7"))
} GROUP BY ?name ?district ORDER BY ?name ?district""",
}

LARGE = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"


def point(number: int) -> str:
    """Return the query for everything about one membership."""
    return f"SELECT ?p ?o WHERE {{ <{membership(number)}> ?p ?o }}"
