"""The questions whose answers an editor proposes names from."""

HEADER = """
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX owl: <http://www.w3.org/2002/07/owl#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""

CLASSES = """
SELECT ?this (COUNT(?thing) AS ?n) WHERE { ?thing a ?this } GROUP BY ?this ORDER BY ?this
"""

PROPERTIES = """
SELECT ?this (COUNT(*) AS ?n) WHERE { ?s ?this ?o } GROUP BY ?this ORDER BY ?this
"""

SUBJECTS = """
SELECT ?this ?other (COUNT(*) AS ?n) WHERE { ?s ?this ?o . ?s a ?other }
GROUP BY ?this ?other ORDER BY ?this DESC(?n) ?other
"""

OBJECTS = """
SELECT ?this ?other (COUNT(*) AS ?n) WHERE { ?s ?this ?o . ?o a ?other }
GROUP BY ?this ?other ORDER BY ?this DESC(?n) ?other
"""

DATATYPES = """
SELECT ?this ?other (COUNT(*) AS ?n) WHERE { ?s ?this ?o BIND(DATATYPE(?o) AS ?other)
  FILTER(BOUND(?other)) }
GROUP BY ?this ?other ORDER BY ?this DESC(?n) ?other
"""

SCHEMES = f"""{HEADER}
SELECT ?this ?other (COUNT(*) AS ?n) WHERE {{ ?s ?this ?o . ?o skos:inScheme ?other
  FILTER(?this NOT IN (skos:hasTopConcept, skos:broader, skos:narrower, skos:related)) }}
GROUP BY ?this ?other ORDER BY ?this DESC(?n) ?other
"""

CONCEPTS = f"""{HEADER}
SELECT ?this ?other (COUNT(?s) AS ?n) WHERE {{
  ?this skos:inScheme ?other .
  OPTIONAL {{ ?s ?p ?this
    FILTER(?p NOT IN (skos:hasTopConcept, skos:broader, skos:narrower, skos:related)) }}
}}
GROUP BY ?this ?other ORDER BY ?this ?other
"""

KINDS = """VALUES ?kind { owl:Class owl:ObjectProperty owl:DatatypeProperty owl:AnnotationProperty
    rdfs:Class rdf:Property skos:Concept skos:ConceptScheme }
  ?this a ?kind"""

LABELS = f"""{HEADER}
SELECT ?this ?label (LANG(?label) AS ?language) WHERE {{
  {KINDS} ; rdfs:label|skos:prefLabel ?label
}}
ORDER BY ?this ?language ?label
"""

DEFINITIONS = f"""{HEADER}
SELECT ?this ?label (LANG(?label) AS ?language) WHERE {{
  {KINDS} ; skos:definition|rdfs:comment ?label
}}
ORDER BY ?this ?language ?label
"""
