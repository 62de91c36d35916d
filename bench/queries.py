"""The queries of the measurements."""

from bench.data import ALLIANCE_KINDS, Extent, district, membership, municipality, state
from klimagraph.namespaces import PREFIXES as NAMESPACES

PREFIXES = "".join(
    f"PREFIX {name}: <{NAMESPACES[name]}>\n" for name in ("klima", "org", "skos", "xsd")
)
AWARD = f"<{NAMESPACES['concept']}alliance-kind/{ALLIANCE_KINDS[0]}>"

LABELS = "list of labels"
MIX = {
    "three-way join with sums": """
SELECT ?state (COUNT(?m) AS ?memberships) (SUM(?people) AS ?reach) WHERE {
  ?m org:member ?authority ; org:organization ?alliance .
  ?authority klima:inState ?state ; klima:population ?people .
} GROUP BY ?state ORDER BY ?state""",
    "grouped count with date filter": """SELECT ?kind (COUNT(*) AS ?n) WHERE {
  ?m a klima:Membership ; klima:participationKind ?kind ; klima:startEarliest ?start
  FILTER(?start >= "2010-01-01"^^xsd:date && ?start < "2020-01-01"^^xsd:date)
} GROUP BY ?kind ORDER BY ?kind""",
    "join of five patterns": """SELECT ?name ?district (COUNT(DISTINCT ?authority) AS ?n) WHERE {
  ?m org:member ?authority ; org:organization ?alliance ; klima:evidence/klima:source ?source .
  ?alliance skos:prefLabel ?name .
  ?authority klima:inDistrict ?district .
  FILTER(STRENDS(STR(?source), "77"))
} GROUP BY ?name ?district ORDER BY ?name ?district""",
    "text filter": """SELECT ?m ?text WHERE {
  ?m klima:statedAs ?text FILTER(CONTAINS(LCASE(STR(?text)), "liste 1234"))
} ORDER BY ?m""",
    LABELS: "SELECT ?m ?text WHERE { ?m klima:statedAs ?text }",
    "distinct count with negation": f"""SELECT ?state (COUNT(DISTINCT ?authority) AS ?n) WHERE {{
  ?authority a klima:Municipality ; klima:inState ?state .
  FILTER NOT EXISTS {{
    ?m org:member ?authority ; org:organization/klima:allianceKind {AWARD}
  }}
}} GROUP BY ?state ORDER BY ?state""",
    "top list with an optional part": """SELECT ?authority ?name ?n ?source WHERE {
  { SELECT ?authority (COUNT(?m) AS ?n) WHERE { ?m org:member ?authority } GROUP BY ?authority }
  ?authority skos:prefLabel ?name .
  OPTIONAL { ?authority klima:source ?source }
} ORDER BY DESC(?n) ?authority LIMIT 20""",
    "path through the hierarchy": f"""SELECT ?kind (COUNT(?m) AS ?n) WHERE {{
  ?authority (klima:inDistrict|klima:inRegion|klima:inState)+ <{state(7)}> .
  ?m org:member ?authority ; klima:participationKind ?kind .
}} GROUP BY ?kind ORDER BY ?kind""",
}
"""Eight questions with work in them, by what they are."""
MIX = {name: PREFIXES + query for name, query in MIX.items()}

NAMED = "municipalities-without-known-participation"
"""A question of the library that can be asked of any data, and reads a good part of them."""

"""Questions of the library that can be asked of any data without a parameter."""

LARGE = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"


def point(number: int, extent: Extent) -> str:
    """Return the query for everything about one membership."""
    return f"SELECT ?p ?o WHERE {{ <{membership(number % extent.memberships)}> ?p ?o }}"


def memberships_of(number: int, extent: Extent) -> str:
    """Return the query for the memberships of one municipality with the names of the alliances."""
    authority = municipality(number % extent.authorities)
    return f"""{PREFIXES}SELECT ?m ?name ?start WHERE {{
  ?m org:member <{authority}> ; org:organization ?alliance ; klima:startEarliest ?start .
  ?alliance skos:prefLabel ?name .
}} ORDER BY ?m"""


def found_by_label(number: int, extent: Extent) -> str:
    """Return the query for the municipality of a name, with its district."""
    name = number % extent.authorities
    return f"""{PREFIXES}SELECT ?authority ?ags ?name WHERE {{
  ?authority skos:prefLabel "Gemeinde {name}"@de ; klima:ags ?ags ; klima:inDistrict ?district .
  ?district skos:prefLabel ?name .
}}"""


def inhabitants_of(number: int, extent: Extent) -> str:
    """Return the query for the inhabitants of a district."""
    return f"""{PREFIXES}SELECT (COUNT(*) AS ?n) (SUM(?people) AS ?sum) WHERE {{
  ?authority klima:inDistrict <{district(number % extent.districts)}> ; klima:population ?people .
}}"""


SELECTIVE = {
    "everything about a membership": point,
    "memberships of a municipality": memberships_of,
    "municipality by its name": found_by_label,
    "inhabitants of a district": inhabitants_of,
}
"""Questions whose answers do not grow with the data."""
