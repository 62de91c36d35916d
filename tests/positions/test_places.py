"""What is answered for a statement, for part of one, and for one that does not stand in a file."""

import gzip
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat

from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.places import Place, Wanted
from klimagraph.positions import TextSource
from klimagraph.rdf import Limits, format_of, parse_checked

E = "http://example.org/"
INTEGER = NamedNode("http://www.w3.org/2001/XMLSchema#integer")
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
TURTLE = """@prefix e: <http://example.org/> .
# e:s e:title "Probe" .
e:s a e:Thing ;
\te:title "Größe 🌍", "Size"@en ; e:year 0042 ;
  e:part [ e:label "Teil" ], [] .
"""


def iri(name: str) -> NamedNode:
    """Return an IRI of the examples."""
    return NamedNode(E + name)


def located(folder: Path, name: str, text: str | bytes, *wanted: Wanted) -> list[Place | None]:
    """Return the places in a text that lies in a file of that name."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    source = TextSource(path, format_of(path), Limits())
    list(source.statements())
    return source.locate(wanted)


def place_of(folder: Path, name: str, text: str | bytes, wanted: Wanted) -> tuple[object, ...]:
    """Return line, column and text of the one place that is asked for."""
    (place,) = located(folder, name, text, wanted)
    assert place is not None
    return place.line, place.column, place.text


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(iri("s"), iri("title"), Literal("Size", language="en")), (4, 21, '"Size"@en')),
        (Wanted(iri("s"), iri("title"), Literal("Größe 🌍")), (4, 10, '"Größe 🌍"')),
        (Wanted(iri("s"), TYPE, iri("Thing")), (3, 7, "e:Thing")),
        (Wanted(iri("s"), TYPE), (3, 5, "a")),
        (Wanted(iri("s"), iri("title")), (4, 2, "e:title")),
        (Wanted(iri("s"), iri("title"), Literal("Other")), (4, 2, "e:title")),
        (Wanted(iri("s"), iri("absent")), (3, 1, "e:s")),
        (Wanted(iri("s")), (3, 1, "e:s")),
        (Wanted(iri("s"), iri("year"), Literal("42", datatype=INTEGER)), (4, 40, "0042")),
        (Wanted(iri("Thing")), (3, 7, "e:Thing")),
    ],
)
def test_as_much_as_stands_there(
    tmp_path: Path, wanted: Wanted, expected: tuple[object, ...]
) -> None:
    """The object is shown, else the predicate, else the subject, else where it is mentioned."""
    assert expected == place_of(tmp_path, "a.ttl", TURTLE, wanted)


def test_nothing_stands_there(tmp_path: Path) -> None:
    """What a file does not name has no place."""
    (place,) = located(tmp_path, "a.ttl", TURTLE, Wanted(iri("nowhere")))
    assert place is None
    assert not located(tmp_path, "a.ttl", TURTLE)


def test_blank_nodes_are_found_again(tmp_path: Path) -> None:
    """A node without a label is the same in both parses, be it described or only mentioned."""
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE)
    source = TextSource(path, RdfFormat.TURTLE, Limits())
    quads = list(source.statements())
    nodes = [one.object for one in quads if isinstance(one.object, BlankNode)]
    places = source.locate([Wanted(node) for node in nodes])
    expected = [(5, 10), (5, 30)]
    assert expected == [(one.line, one.column) for one in places if one]


@pytest.mark.parametrize("name", ["a.ttl", "a.ttl.gz"])
def test_marks_and_packing_do_not_move_places(tmp_path: Path, name: str) -> None:
    """A byte order mark is no character, and a packed file has the lines of its text."""
    data = b"\xef\xbb\xbf" + b"\r\n" * 3 + TURTLE.replace("\n", "\r\n").encode()
    packed = gzip.compress(data) if name.endswith(".gz") else data
    wanted = Wanted(iri("s"), iri("title"), Literal("Size", language="en"))
    expected = (7, 21, '"Size"@en')
    assert expected == place_of(tmp_path, name, packed, wanted)


GRAPHS = """@prefix e: <http://example.org/> .
GRAPH e:g { e:s e:p "a" . e:s e:q "b" }
e:h { e:s e:r "c" ; e:t "d" . }
{ e:s e:u "e" . } e:s e:v '''f
}.
''' .
<http://example.org/s> <http://example.org/w> "g"@de-AT, 1.5, -2e3, true . # Schluss.
"""


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ("p", (2, 21)),
        ("q", (2, 35)),
        ("r", (3, 15)),
        ("t", (3, 25)),
        ("u", (4, 11)),
        ("v", (4, 27)),
        ("w", (7, 47)),
    ],
)
def test_named_graphs(tmp_path: Path, predicate: str, expected: tuple[int, int]) -> None:
    """Braces of graphs are followed."""
    path = tmp_path / "a.trig"
    path.write_text(GRAPHS)
    source = TextSource(path, RdfFormat.TRIG, Limits())
    quads = [one for one in source.statements() if one.predicate == iri(predicate)]
    (place,) = source.locate([Wanted(quads[0].subject, quads[0].predicate, quads[0].object)])
    assert place is not None
    assert expected == (place.line, place.column)


@pytest.mark.parametrize(
    ("name", "end"), [("a.nt", " ."), ("a.nq", " <http://example.org/graph> .")]
)
def test_line_formats(tmp_path: Path, name: str, end: str) -> None:
    """Each line is a statement, and comments are none."""
    lines = [
        f'_:b <{E}p{number}>\t"Ünter \\"{number}\\" 🌍"^^<{E}t>{end}# "' for number in range(300)
    ]
    text = "# Kommentar\n\n" + "\n".join(lines)
    expected = (202, 31, f'"Ünter \\"199\\" 🌍"^^<{E}t>')
    value = Literal('Ünter "199" 🌍', datatype=iri("t"))
    assert expected == place_of(tmp_path, name, text, Wanted(BlankNode("b"), iri("p199"), value))


JSON = """{"@context": {"e": "http://example.org/", "type": "@type", "Ding": "e:Ding",
   "inner": {"@reverse": "e:outer"}, "notes": {"@id": "e:note", "@container": "@index"},
   "Dinge": {"@id": "e:Dinge", "@container": "@graph"}},
 "e:yes": true, "e:none": null, "e:set": {"@set": ["x", "y"]},
 "@id": "e:s", "type": ["e:First", "Ding"],
 "inner": {"@id": "e:child", "e:p": 1},
 "notes": {"a": "A", "b": ["B"]},
 "e:big": 1.5E2, "e:esc": "\\u00e4\\n",
 "Dinge": {"e:x": "in graph"},
 "e:empty": {"@list": []},
 "e:last": {"e:a": {"e:b": {"e:c": "deep"}}}}
"""


@pytest.mark.parametrize(
    ("predicate", "value", "expected"),
    [
        ("yes", Literal(True), (4, 11, "true")),
        ("set", Literal("y"), (4, 57, '"y"')),
        ("set", None, (4, 33, '"e:set"')),
        ("note", Literal("A"), (7, 17, '"A"')),
        ("note", Literal("B"), (7, 28, '"B"')),
        ("note", None, (7, 2, '"notes"')),
        ("big", Literal(150), (8, 11, "1.5E2")),
        ("esc", Literal("ä\n"), (8, 27, '"\\u00e4\\n"')),
        ("none", None, (5, 9, '"e:s"')),
    ],
)
def test_json(
    tmp_path: Path, predicate: str, value: Literal | None, expected: tuple[object, ...]
) -> None:
    """Terms, sets, maps, numbers and escapes of JSON-LD lead to the value as it was written."""
    assert expected == place_of(tmp_path, "a.jsonld", JSON, Wanted(iri("s"), iri(predicate), value))


def test_json_types_and_reverse_properties(tmp_path: Path) -> None:
    """Types that come out together are told apart, and a reversed statement is at its thing."""
    wanted = [
        Wanted(iri("s"), TYPE, iri("First")),
        Wanted(iri("s"), TYPE, iri("Ding")),
        Wanted(iri("child"), iri("outer"), iri("s")),
        Wanted(iri("child"), iri("p")),
    ]
    places = located(tmp_path, "a.jsonld", JSON, *wanted)
    found = [(one.line, one.column) for one in places if one]
    expected = [(5, 25), (5, 36), (6, 19), (6, 30)]
    assert expected == found


def test_json_graph_containers_and_depth(tmp_path: Path) -> None:
    """Nothing is lost in graphs of a term and in things within things."""
    path = tmp_path / "a.jsonld"
    path.write_text(JSON)
    source = TextSource(path, RdfFormat.JSON_LD, Limits())
    wanted = [
        Wanted(one.subject, one.predicate, one.object)
        for one in source.statements()
        if one.predicate in (iri("x"), iri("a"), iri("b"), iri("c"))
    ]
    found = [(one.line, one.column) for one in source.locate(wanted) if one]
    expected = [(9, 19), (11, 20), (11, 28), (11, 36)]
    assert expected == found


XML = """<?xml version='1.0'?>
<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://example.org/"
 xmlns:e="http://example.org/" xml:base="http://example.org/">
 <Thing r:about="s" e:attribute='"größer" &gt; 1'
   ><title xml:lang="de"> Probe &amp; mehr</title><r:li>eins</r:li>
  <mixed r:parseType="Literal"><b>fett</b></mixed><empty></empty>
  <part><Part r:nodeID="x"/></part><about e:note="N"/><cdata><![CDATA[<c>]]></cdata>
 </Thing>
</r:RDF>
"""


@pytest.mark.parametrize(
    ("predicate", "expected"),
    [
        ("attribute", (4, 34, '"größer" &gt; 1')),
        ("title", (5, 27, "Probe &amp; mehr")),
        ("mixed", (6, 32, "<b>")),
        ("empty", (6, 58, "")),
        ("part", (7, 25, "x")),
        ("about", (7, 36, '<about e:note="N"/>')),
        ("cdata", (7, 71, "<c>")),
    ],
)
def test_xml(tmp_path: Path, predicate: str, expected: tuple[object, ...]) -> None:
    """Attributes, literals of any kind and blank nodes of RDF/XML are where they were written."""
    path = tmp_path / "a.rdf"
    path.write_text(XML)
    source = TextSource(path, RdfFormat.RDF_XML, Limits())
    quads = [one for one in source.statements() if one.predicate == iri(predicate)]
    (place,) = source.locate([Wanted(quads[0].subject, quads[0].predicate, quads[0].object)])
    assert place is not None
    assert expected == (place.line, place.column, place.text)


def test_xml_types_and_numbered_members(tmp_path: Path) -> None:
    """A typed node tells its type by its name; `rdf:li` counts."""
    one = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#_1")
    wanted = [Wanted(iri("s"), TYPE, iri("Thing")), Wanted(iri("s"), one, Literal("eins"))]
    wanted.append(Wanted(iri("s")))
    found = [
        (place.line, place.column) for place in located(tmp_path, "a.rdf", XML, *wanted) if place
    ]
    expected = [(4, 3), (5, 57), (4, 2)]
    assert expected == found


@pytest.mark.parametrize("text", ["<a> <b> .", "@prefix", "", "\xff"])
def test_the_same_refusals(tmp_path: Path, text: str) -> None:
    """A broken file is refused as the reader of RDF does it, with the same words and place."""
    path = tmp_path / "a.ttl"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputRefused) as expected:
        list(parse_checked(path, RdfFormat.TURTLE, Limits()))
    with pytest.raises(InputRefused) as found:
        list(TextSource(path, RdfFormat.TURTLE, Limits()).statements())
    assert str(expected.value) == str(found.value)


def test_the_same_limit(tmp_path: Path) -> None:
    """More triples than allowed are refused, as many as allowed are not."""
    path = tmp_path / "a.ttl"
    path.write_text(TURTLE)
    count = len(list(parse_checked(path, RdfFormat.TURTLE, Limits())))
    exact = TextSource(path, RdfFormat.TURTLE, Limits(triples=count))
    assert count == len(list(exact.statements()))
    with pytest.raises(InputTooLarge):
        list(TextSource(path, RdfFormat.TURTLE, Limits(triples=count - 1)).statements())
