"""What is asked of the graph for the page of a thing."""

from klimagraph.namespaces import PREFIXES

SHOWN = 30
"""Things that point here by the same property, at most as many are asked for."""

HEADER = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items() if name != "id")

NAMES = """
  OPTIONAL { ?o skos:prefLabel|rdfs:label|dcterms:title|foaf:name|vcard:fn ?own
    FILTER(LANG(?own) IN ("de", "")) }
  OPTIONAL { ?o dcterms:description ?text FILTER(LANG(?text) = "de") }
  OPTIONAL { ?o klima:statedAs ?stated }
  OPTIONAL { ?o org:member/(skos:prefLabel|foaf:name) ?member FILTER(LANG(?member) IN ("de", "")) }
  OPTIONAL { ?o klima:stepKind/skos:prefLabel ?step FILTER(LANG(?step) = "de") }
  OPTIONAL { ?o klima:source/dcterms:title ?source }
  OPTIONAL { ?o klima:indicator/skos:prefLabel ?indicator FILTER(LANG(?indicator) = "de") }
  OPTIONAL { ?o klima:committedParty/skos:prefLabel ?party FILTER(LANG(?party) = "de") }
  BIND(COALESCE(?own, ?text, ?stated, ?member, ?step, ?source, ?indicator, ?party) AS ?oName)
"""

STATEMENTS = f"""{HEADER}
SELECT DISTINCT ?this ?p ?pName ?o ?oName ?derived
  (LANG(?o) AS ?language) (IF(ISIRI(?o), "true", "false") AS ?link)
WHERE {{
  ?this ?p ?o .
  BIND(IF(EXISTS {{ GRAPH dataset:derived {{ ?this ?p ?o }} }}, "true", "false") AS ?derived)
  FILTER(?p != klima:evidence)
  FILTER(?p != rdf:type || NOT EXISTS {{ ?this a/rdfs:subClassOf ?o }})
  OPTIONAL {{ ?p rdfs:label ?pName FILTER(LANG(?pName) = "de") }}
  {NAMES}
}}
ORDER BY ?p (LANG(?o) = "en") ?oName ?o
"""

PLACES = f"""{HEADER}
SELECT ?class ?p ?order ?groupOrder ?groupName
WHERE {{
  ?node sh:targetClass ?class ; sh:property ?shape .
  ?shape sh:path ?p ; sh:order ?order .
  MINUS {{
    ?special prof:isProfileOf ?core ; prof:hasResource/prof:hasArtifact ?node .
    FILTER NOT EXISTS {{ ?core prof:hasResource/prof:hasArtifact ?node }}
  }}
  FILTER(ISIRI(?p))
  OPTIONAL {{ ?shape sh:group ?group . ?group sh:order ?groupOrder ; rdfs:label ?groupName
    FILTER(LANG(?groupName) = "de") }}
}}
ORDER BY ?class ?p ?order
"""

PASSAGES = f"""{HEADER}
SELECT ?this ?evidence ?source ?title ?line ?fragment ?certainty ?certaintyName ?reason ?supports
WHERE {{
  ?this klima:evidence ?evidence .
  OPTIONAL {{ ?evidence klima:source ?source OPTIONAL {{ ?source dcterms:title ?title }} }}
  OPTIONAL {{ ?evidence klima:line ?line }}
  OPTIONAL {{ ?evidence klima:fragment ?fragment }}
  OPTIONAL {{ ?evidence klima:certainty ?certainty .
    OPTIONAL {{ ?certainty skos:prefLabel ?certaintyName FILTER(LANG(?certaintyName) = "de") }} }}
  OPTIONAL {{ ?evidence klima:reason ?reason FILTER(LANG(?reason) = "de") }}
  OPTIONAL {{ ?evidence klima:supports ?property . ?this ?property ?carried .
    ?property rdfs:label ?supports FILTER(LANG(?supports) = "de") }}
}}
ORDER BY ?title ?line ?evidence ?supports
"""

DIRECTIONS = f"""{HEADER}
SELECT ?this ?via ?viaName (COUNT(DISTINCT ?s) AS ?total)
WHERE {{
  ?s ?via ?this .
  FILTER(?via != rdfs:seeAlso && ISIRI(?s) && !STRSTARTS(STR(?s), CONCAT(STR(?this), "#")))
  FILTER NOT EXISTS {{ ?via owl:inverseOf|^owl:inverseOf ?inverse . ?this ?inverse ?s }}
  OPTIONAL {{ ?via rdfs:label ?viaName FILTER(LANG(?viaName) = "de") }}
}}
GROUP BY ?this ?via ?viaName
ORDER BY ?via
"""

CONNECTED = f"""{HEADER}
SELECT DISTINCT ?this ?via ?s ?class ?className ?p ?pName ?o ?oName
  ?certainty ?certaintyName ?derived (LANG(?o) AS ?language)
  (IF(ISIRI(?o), "true", "false") AS ?link)
WHERE {{
  {{ SELECT ?this ?via ?s WHERE {{
    ?s ?via ?this
    FILTER(ISIRI(?s) && !STRSTARTS(STR(?s), CONCAT(STR(?this), "#")))
  }} ORDER BY ?s LIMIT {SHOWN} }}
  ?s a ?class .
  FILTER NOT EXISTS {{ ?s a/rdfs:subClassOf ?class }}
  OPTIONAL {{ ?class rdfs:label ?className FILTER(LANG(?className) = "de") }}
  ?s ?p ?o .
  FILTER(?o != ?this && ?p NOT IN (rdf:type, klima:reading))
  BIND(IF(EXISTS {{ GRAPH dataset:derived {{ ?s ?p ?o }} }}, "true", "false") AS ?derived)
  OPTIONAL {{ ?o klima:certainty ?certainty .
    ?certainty skos:prefLabel ?certaintyName FILTER(LANG(?certaintyName) = "de") }}
  OPTIONAL {{ ?p rdfs:label ?pName FILTER(LANG(?pName) = "de") }}
  {NAMES}
}}
ORDER BY ?class ?s ?p (LANG(?o) = "en") ?oName ?o
"""
