"""Inputs that name a place and want the service to go there; `PLACE` stands for it."""

from collections.abc import Mapping

EXPLICIT = "SERVICE <PLACE/s> { ?s ?p ?o }"
SERVICES = {
    "plain": f"SELECT * {{ {EXPLICIT} }}",
    "lower case": "select * { service <PLACE/s> { ?s ?p ?o } }",
    "mixed case": "SELECT * { sErViCe SiLeNt <PLACE/s> { ?s ?p ?o } }",
    "silent": "SELECT * { SERVICE SILENT <PLACE/s> { ?s ?p ?o } }",
    "comment between": "SELECT * { SERVICE # <http://e/>\n SILENT # { }\r <PLACE/s> { ?s ?p ?o } }",
    "variable": "SELECT * { VALUES ?e { <PLACE/s> } SERVICE ?e { ?s ?p ?o } }",
    "variable of the data": "SELECT * { BIND(IRI('PLACE/s') AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "subselect": f"SELECT * {{ {{ SELECT * {{ {EXPLICIT} }} }} }}",
    "optional": f"SELECT * {{ OPTIONAL {{ {EXPLICIT} }} }}",
    "minus": f"SELECT * {{ ?s ?p ?o MINUS {{ {EXPLICIT} }} }}",
    "union": f"SELECT * {{ {{ ?s ?p ?o }} UNION {{ {EXPLICIT} }} }}",
    "exists": f"SELECT * {{ ?a ?b ?c FILTER EXISTS {{ {EXPLICIT} }} }}",
    "not exists": f"ASK {{ FILTER NOT EXISTS {{ {EXPLICIT} }} }}",
    "graph": f"SELECT * {{ GRAPH ?g {{ {EXPLICIT} }} }}",
    "in itself": f"SELECT * {{ SERVICE SILENT <http://e/> {{ {EXPLICIT} }} }}",
    "lateral": f"SELECT * {{ ?a ?b ?c LATERAL {{ {EXPLICIT} }} }}",
    "ask": f"ASK {{ {EXPLICIT} }}",
    "construct": f"CONSTRUCT {{ ?s ?p ?o }} {{ {EXPLICIT} }}",
    "describe": f"DESCRIBE ?s {{ {EXPLICIT} }}",
    "having": f"SELECT ?a {{ ?a ?b ?c }} GROUP BY ?a HAVING EXISTS {{ {EXPLICIT} }}",
    "order": f"SELECT * {{ ?a ?b ?c }} ORDER BY EXISTS {{ {EXPLICIT} }}",
    "glued": "SELECT * { SERVICESILENT<PLACE/s>{ ?s ?p ?o } }",
    "glued behind a number": "SELECT * { ?s ?p 1.SERVICE<PLACE/s>{ ?s ?p ?o } }",
    "glued behind a word": "SELECT * { ?s ?p trueSERVICE<PLACE/s>{ ?s ?p ?o } }",
    "glued behind a name": "PREFIX e: <http://e/> ASK { ?s ?p e:.SERVICE<PLACE/s>{ ?s ?p ?o } }",
    "glued before a name": "PREFIX é: <PLACE/> SELECT * { SERVICEé:a { ?s ?p ?o } }",
    "prefix": "PREFIX e: <PLACE/> SELECT * { SERVICE e:s { ?s ?p ?o } }",
    "empty prefix": "PREFIX : <PLACE/> SELECT * { SERVICE:s { ?s ?p ?o } }",
    "prefix named service": "PREFIX SERVICE: <PLACE/> ASK { SERVICE SERVICE:s { ?s ?p ?o } }",
    "prefix that hides": "PREFIX SERVICE: <a:> PREFIX : <PLACE/> ASK { SERVICE:s { ?s ?p ?o } }",
    "base": "BASE <PLACE/> SELECT * { SERVICE <s> { ?s ?p ?o } }",
    "escape in the word": "SELECT * { \\u0053ERVICE <PLACE/s> { ?s ?p ?o } }",
    "long escape": "SELECT * { \\U00000053ERVICE SILENT <PLACE/s> { ?s ?p ?o } }",
    "escape in the place": "SELECT * { SERVICE <PLACE/\\u0073> { ?s ?p ?o } }",
    "behind a comparison": "SELECT * { FILTER(1<?a#>'''\n)SERVICE<PLACE/s>{ ?s ?p ?o } #'''\n}",
    "in a comparison": "PREFIX : <PLACE/> SELECT * { FILTER(1<?a)SERVICE:s#>\n{ ?s ?p ?o } }",
    "behind a quotation": "SELECT * { ?a ?b '''it's''' SERVICE SILENT <PLACE/s> { ?s ?p ?o } }",
}
"""All of them are refused with 400, at every address that takes a query."""

CLAUSES = {
    "from": "SELECT * FROM <PLACE/g> { ?s ?p ?o }",
    "from named": "SELECT * FROM NAMED <PLACE/g> { GRAPH ?g { ?s ?p ?o } }",
    "graph": "SELECT * { GRAPH <PLACE/g> { ?s ?p ?o } }",
    "describe": "DESCRIBE <PLACE/g>",
    "literal": "SELECT (STRDT('PLACE', <PLACE/type>) AS ?x) {}",
    "word in a string": "SELECT * { ?s ?p 'SERVICE <PLACE/s> { }' }",
}
"""These name a place and are fine: the answer is that nothing of it is here."""

LOADS = {
    "plain": "LOAD <PLACE/d>",
    "silent": "LOAD SILENT <PLACE/d>",
    "into": "LOAD <PLACE/d> INTO GRAPH <http://e/g>",
    "lower case": "load silent <PLACE/d> into graph <http://e/g>",
    "glued": "LOADSILENT<PLACE/d>INTO GRAPH<http://e/g>",
    "second": "CLEAR DEFAULT;LOAD<PLACE/d>",
    "comment between": "LOAD # here\n <PLACE/d>",
    "prefix": "PREFIX : <PLACE/> LOAD:d",
    "silent prefix": "PREFIX : <PLACE/> LOADSILENT:d",
    "glued prefix": "PREFIX d: <PLACE/> LOADd:d",
    "prefix named load": "PREFIX load: <PLACE/> PREFIX : <PLACE/> LOAD:d",
    "base": "BASE <PLACE/> LOAD <d>",
    "escape": "L\\u004FAD <PLACE/d>",
    "hidden": "INSERT { <a:a> <a:a> 1 } WHERE { FILTER(1<2#>'''\n) };LOAD<PLACE/d>#'''\n",
    "service": f"INSERT {{ GRAPH <http://e/g> {{ ?s ?p ?o }} }} WHERE {{ {EXPLICIT} }}",
    "service of a delete": f"DELETE {{ ?s ?p ?o }} WHERE {{ OPTIONAL {{ {EXPLICIT} }} }}",
}
"""Updates that are refused."""

USINGS = {
    "using": "INSERT { <a:a> <a:a> 1 } USING <PLACE/g> WHERE { ?s ?p ?o }",
    "using named": "DELETE { ?s ?p ?o } USING NAMED <PLACE/g> WHERE { GRAPH ?g { ?s ?p ?o } }",
    "with": "WITH <PLACE/g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "add": "ADD SILENT <PLACE/g> TO <http://e/g>",
    "copy": "COPY SILENT <PLACE/g> TO <http://e/g>",
}
"""Updates that name a graph, whatever its name looks like."""

ENTITY = "<!DOCTYPE r [<!ENTITY e SYSTEM 'PLACE/e'>]>"
OUTSIDE = "<!DOCTYPE r SYSTEM 'PLACE/r.dtd'>"
PARAMETER = "<!DOCTYPE r [<!ENTITY % e SYSTEM 'PLACE/e'> %e;]>"
HEAD = '<?xml version="1.0"?>'
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
THING = '<rdf:Description rdf:about="http://e/a"><p xmlns="http://e/">&e;</p></rdf:Description>'
JSONLD, XML = "application/ld+json", "application/rdf+xml"
REFUSED_FILES = {
    "remote context": (JSONLD, '{"@context": "PLACE/c", "name": "a"}'),
    "context in a list": (JSONLD, '{"@context": [{"a": "a:a"}, "PLACE/c"], "a": "a"}'),
    "context inside": (JSONLD, '{"a:a": {"@context": "PLACE/c", "name": "a"}}'),
    "import": (JSONLD, '{"@context": {"@version": 1.1, "@import": "PLACE/c"}, "name": "a"}'),
    "context of a term": (JSONLD, '{"@context": {"a": {"@id": "a:a", "@context": "PLACE/c"}}, '
                                  '"a": {"b": "c"}}'),
    "entity": (XML, f"{HEAD}{ENTITY}<rdf:RDF {RDF}>{THING}</rdf:RDF>"),
    "outside": (XML, f"{HEAD}{OUTSIDE}<rdf:RDF {RDF}/>"),
    "parameter entity": (XML, f"{HEAD}{PARAMETER}<rdf:RDF {RDF}/>"),
    "results": ("application/sparql-results+xml", f"{HEAD}{ENTITY}<sparql/>"),
}  # fmt: skip
"""Files that are refused, as 400, or 415 where the type is none of RDF."""

OWL, SHACL = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/ns/shacl#"
SCHEMA = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
READ_FILES = {
    "schema": (XML, f'{HEAD}<rdf:RDF {RDF} {SCHEMA} xsi:schemaLocation="http://e/ PLACE/s.xsd"/>'),
    "style sheet": (XML, f'{HEAD}<?xml-stylesheet href="PLACE/s"?><rdf:RDF {RDF}/>'),
    "inclusion": (XML, f'{HEAD}<rdf:RDF {RDF} xmlns:i="http://www.w3.org/2001/XInclude">'
                       '<i:include><i:href rdf:resource="PLACE/i"/></i:include></rdf:RDF>'),
    "base of XML": (XML, f'{HEAD}<rdf:RDF {RDF} xml:base="PLACE/"><rdf:Bag rdf:about="b"/>'
                         '</rdf:RDF>'),
    "imports": ("text/turtle", f"<http://e/o> <{OWL}imports> <PLACE/o> ."),
    "shapes": ("text/turtle", f"<http://e/o> <{SHACL}shapesGraph> <PLACE/o> . "
                              f"<http://e/o> <{SHACL}entailment> <PLACE/e> ."),
    "script": ("text/turtle", f"<http://e/f> <{SHACL}jsLibraryURL> 'PLACE/f.js' ."),
    "base": ("text/turtle", "@base <PLACE/> . <a> <b> <c> ."),
    "version": ("text/turtle", "BASE <PLACE/> PREFIX : <x#> <a> :b <../c> ."),
    "names": ("application/n-quads", "<PLACE/a> <PLACE/b> <PLACE/c> <PLACE/g> ."),
}  # fmt: skip
"""Files that are fine: what they name is not fetched."""


def at(place: str, inputs: Mapping[str, str]) -> list[str]:
    """Return the inputs that name a place."""
    return [text.replace("PLACE", place) for text in inputs.values()]


def files_at(place: str, files: Mapping[str, tuple[str, str]]) -> list[tuple[str, bytes]]:
    """Return type and body of the files that name a place."""
    return [(media, text.replace("PLACE", place).encode()) for media, text in files.values()]
