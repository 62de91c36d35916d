"""What is asked of the graph for the page of any thing."""

from functools import cache

from klimagraph.things.names import HEADER, LABELS, TEXTS, label, names, recognised

CLAIMED = f"{LABELS}|{TEXTS}"
"""What a claim in doubt is called by."""
SHOWN = 30
"""Things that point here by the same property, at most as many are asked for."""
PASSAGES_AT_MOST = 1000


@cache
def statements(language: str) -> str:
    """Ask what is said of a thing."""
    return f"""{HEADER}
SELECT DISTINCT ?p {names(language, "?pName")} ?o ?oName {names(language, "?oKind")} ?derived
WHERE {{
  ?this ?p ?o .
  BIND(IF(EXISTS {{ GRAPH dataset:derived {{ ?this ?p ?o }} }}, "true", "false") AS ?derived)
  FILTER(?p != klima:evidence)
  FILTER(?p != rdf:type || NOT EXISTS {{ ?this a/rdfs:subClassOf ?o }})
  {label("?p", "?pName", language, "rdfs:label")}
  {recognised("?o", "?oName", language)}
  OPTIONAL {{ ?o a ?kind FILTER NOT EXISTS {{ ?o a/rdfs:subClassOf ?kind }}
    {label("?kind", "?oKind", language, "rdfs:label")} }}
}}
ORDER BY ?p ?oName ?o ?oKind
"""


@cache
def places(language: str) -> str:
    """Ask where the shapes put the properties of each class."""
    return f"""{HEADER}
SELECT ?class ?p {names(language, "?pName")} ?order ?groupOrder {names(language, "?groupName")}
WHERE {{
  ?node sh:targetClass ?class ; sh:property ?shape .
  ?shape sh:path ?p ; sh:order ?order .
  MINUS {{
    ?special prof:isProfileOf ?core ; prof:hasResource/prof:hasArtifact ?node .
    FILTER NOT EXISTS {{ ?core prof:hasResource/prof:hasArtifact ?node }}
  }}
  FILTER(ISIRI(?p))
  {label("?p", "?pName", language, "rdfs:label")}
  OPTIONAL {{ ?shape sh:group ?group . ?group sh:order ?groupOrder
    {label("?group", "?groupName", language, "rdfs:label")} }}
}}
ORDER BY ?class ?p ?order
"""


@cache
def passages(language: str) -> str:
    """Ask for the evidence of a thing, and of the claims around it."""
    return f"""{HEADER}
SELECT DISTINCT ?claim ?evidence ?source {names(language, "?sourceName")} ?line ?fragment
  ?certainty {names(language, "?certaintyName", "?reason")} ?supports
  {names(language, "?supportsName")}
WHERE {{
  {{ SELECT DISTINCT ?claim ?evidence WHERE {{
    {{ ?this klima:evidence ?evidence BIND(?this AS ?claim) }}
    UNION {{ ?claim ?via ?this ; klima:evidence ?evidence }}
    UNION {{ ?other klima:committedParty|org:member ?this .
      ?other klima:hasTarget|klima:joiningStep ?claim . ?claim klima:evidence ?evidence }}
    UNION {{ ?this klima:joiningStep|klima:hasTarget|klima:reading|^klima:targetOf ?claim .
      ?claim klima:evidence ?evidence }}
    UNION {{ ?rule klima:ruleOf ?this ; klima:hasTarget ?claim . ?claim klima:evidence ?evidence }}
    UNION {{ ?post org:postIn ?this . ?claim klima:post ?post ; klima:evidence ?evidence }}
  }} LIMIT {PASSAGES_AT_MOST} }}
  OPTIONAL {{ ?evidence klima:source ?source {label("?source", "?sourceName", language)} }}
  OPTIONAL {{ ?evidence klima:line ?line }}
  OPTIONAL {{ ?evidence klima:fragment ?fragment }}
  OPTIONAL {{ ?evidence klima:certainty ?certainty
    {label("?certainty", "?certaintyName", language, "skos:prefLabel")} }}
  {label("?evidence", "?reason", language, "klima:reason")}
  OPTIONAL {{ ?evidence klima:supports ?supports . ?claim ?supports ?carried
    {label("?supports", "?supportsName", language, "rdfs:label")} }}
}}
ORDER BY ?claim ?sourceName ?line ?evidence ?supportsName
"""


DIRECTIONS = f"""{HEADER}
SELECT ?via (COUNT(DISTINCT ?s) AS ?total)
WHERE {{
  ?s ?via ?this .
  FILTER(?via != rdfs:seeAlso && ISIRI(?s) && !STRSTARTS(STR(?s), CONCAT(STR(?this), "#")))
  FILTER NOT EXISTS {{ ?via owl:inverseOf|^owl:inverseOf ?inverse . ?this ?inverse ?s }}
}}
GROUP BY ?via
ORDER BY ?via
"""


@cache
def connected(language: str) -> str:
    """Ask for things that point at a thing by one property."""
    return f"""{HEADER}
SELECT DISTINCT {names(language, "?viaName")} ?s ?class {names(language, "?className")} ?p
  {names(language, "?pName")} ?o ?oName ?derived
WHERE {{
  {{ SELECT ?s WHERE {{
    ?s ?via ?this
    FILTER(ISIRI(?s) && !STRSTARTS(STR(?s), CONCAT(STR(?this), "#")))
  }} ORDER BY ?s LIMIT {SHOWN} }}
  {label("?via", "?viaName", language, "rdfs:label")}
  ?s a ?class .
  FILTER NOT EXISTS {{ ?s a/rdfs:subClassOf ?class }}
  {label("?class", "?className", language, "rdfs:label")}
  ?s ?p ?o .
  FILTER(?o != ?this && ?p NOT IN (rdf:type, klima:reading, klima:evidence, qudt:hasUnit))
  BIND(IF(EXISTS {{ GRAPH dataset:derived {{ ?s ?p ?o }} }}, "true", "false") AS ?derived)
  {label("?p", "?pName", language, "rdfs:label")}
  {recognised("?o", "?oName", language)}
}}
ORDER BY ?class ?s ?p ?oName ?o
"""


@cache
def doubts(language: str) -> str:
    """Ask for readings, conflicts and gaps of a thing and of the claims around it."""
    return f"""{HEADER}
SELECT DISTINCT ?part ?item {names(language, "?description")} ?preferred ?claim
  {names(language, "?claimName")}
  ?missing {names(language, "?missingName")} ?reason {names(language, "?reasonName", "?ofProperty")}
WHERE {{
  {{ ?this klima:reading ?item BIND("reading" AS ?part)
    OPTIONAL {{ ?item klima:preferred ?preferred }}
    {label("?item", "?ofProperty", language, "klima:supports/rdfs:label")} }}
  UNION {{
    {{ ?item klima:between ?this }}
    UNION {{ ?item a klima:Conflict ; klima:between ?near . ?near ?via ?this }}
    ?item klima:between ?claim BIND("conflict" AS ?part)
    {label("?claim", "?claimName", language, CLAIMED)} }}
  UNION {{ ?item klima:gapOf ?this ; a klima:KnownGap BIND("gap" AS ?part)
    OPTIONAL {{ ?item klima:missing ?missing
      {label("?missing", "?missingName", language, "rdfs:label")} }}
    OPTIONAL {{ ?item klima:gapReason ?reason
      {label("?reason", "?reasonName", language, "skos:prefLabel")} }} }}
  UNION {{ ?post org:postIn ?this . ?first klima:post ?post ; klima:period ?onePeriod ;
      klima:startLatest ?oneBegan .
    ?claim klima:post ?post ; klima:period ?otherPeriod ; klima:startLatest ?otherBegan .
    FILTER(STR(?first) < STR(?claim))
    OPTIONAL {{ ?first klima:endEarliest ?oneEnd }}
    OPTIONAL {{ ?claim klima:endEarliest ?otherEnd }}
    FILTER(COALESCE(?otherBegan < ?oneEnd, true) && COALESCE(?oneBegan < ?otherEnd, true))
    BIND("overlap" AS ?part) BIND(?post AS ?item)
    {label("?claim", "?claimName", language, CLAIMED)} }}
  {label("?item", "?description", language, "dcterms:description")}
}}
ORDER BY ?part DESC(?preferred) ?item ?claim
"""
