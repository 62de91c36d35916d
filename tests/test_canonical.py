"""Canonical contents: sorted, without blank nodes, the same at every load."""

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store

from klimagraph.canonical import canonical, canonical_text
from klimagraph.errors import InputRefused
from klimagraph.namespaces import GENERATED, PREFIXES
from klimagraph.rdf import statements

GRAPH = NamedNode("https://w3id.org/klimagraph/dataset/a")
PREFIX = "@prefix e: <http://e/> .\n"


def lines_of(content: bytes) -> list[str]:
    """Return the lines of a content; other characters that break lines stand in texts."""
    return content.decode().split("\n")[:-1]


def of(turtle: str, graph: NamedNode = GRAPH) -> list[str]:
    """Return the lines of the canonical content of a Turtle text."""
    store = Store()
    store.bulk_load((PREFIX + turtle).encode(), format=RdfFormat.TURTLE, to_graph=graph)
    return lines_of(canonical(store, graph))


def again(lines: list[str]) -> list[str]:
    """Return the canonical content of a store that was loaded from one."""
    store = Store()
    store.bulk_load("\n".join(lines).encode(), format=RdfFormat.N_QUADS)
    return lines_of(canonical(store, GRAPH))


def names(lines: list[str]) -> set[str]:
    """Return the generated names in lines."""
    words = {word for line in lines for word in line.split(" ")}
    return {word for word in words if word.startswith(f"<{GENERATED}")}


CYCLE = "_:a e:p _:b . _:b e:p _:c . _:c e:p _:a ."
SYMMETRIC = "_:a e:p _:b . _:b e:p _:a . _:a e:q e:x . _:b e:q e:x ."
NESTED = 'e:s e:p [ e:q [ e:r "1" ; e:t [ e:u ( 1 2 3 ) ] ] ; e:v "2" ] .'
GRAPHS = {
    "one": "_:a e:p 1 .",
    "nested": NESTED,
    "cycle": CYCLE,
    "symmetric": SYMMETRIC,
    "itself": "_:a e:p _:a .",
    "list": "e:s e:p ( 1 2 ( 3 ) e:x ) .",
    "twins": "e:s e:p _:a , _:b . _:a e:q 1 . _:b e:q 2 .",
}


def test_no_blank_nodes() -> None:
    """A text without blank nodes becomes sorted lines with the graph at their end."""
    expected = [
        f'<http://e/a> <http://e/p> "1" {GRAPH} .',
        f'<http://e/b> <http://e/p> "2" {GRAPH} .',
    ]
    assert expected == of('e:b e:p "2" . e:a e:p "1" .')


def test_nothing() -> None:
    """A graph without statements is an empty content."""
    assert of("") == []


def test_other_graphs() -> None:
    """Only the graph that is asked for is in the content."""
    store = Store()
    store.bulk_load(b"<http://e/a> <http://e/p> <http://e/b> .", format=RdfFormat.TURTLE)
    assert canonical(store, GRAPH) == b""


@pytest.mark.parametrize("graph", GRAPHS)
def test_every_blank_node_is_named(graph: str) -> None:
    """No blank node is left, whatever they are connected to."""
    assert [line for line in of(GRAPHS[graph]) if "_:" in line] == []


@pytest.mark.parametrize("graph", GRAPHS)
def test_two_loads(graph: str) -> None:
    """Two loads of one text give the same names, although the engine labels anew."""
    assert of(GRAPHS[graph]) == of(GRAPHS[graph])


@pytest.mark.parametrize("graph", GRAPHS)
def test_loaded_again(graph: str) -> None:
    """A store that was loaded from a content gives the same content."""
    assert of(GRAPHS[graph]) == again(of(GRAPHS[graph]))


@pytest.mark.parametrize("graph", ["cycle", "symmetric", "itself", "twins"])
def test_other_labels_and_order(graph: str) -> None:
    """Other labels and another order of statements give the same names."""
    text = GRAPHS[graph]
    for old, new in (("_:a", "_:z9"), ("_:b", "_:y8"), ("_:c", "_:x7")):
        text = text.replace(old, new)
    statements = [part for part in text.split(" . ") if part]
    other = " . ".join(reversed([part.removesuffix(" .") for part in statements])) + " ."
    assert of(GRAPHS[graph]) == of(other)


def test_number_of_names() -> None:
    """Each blank node that is not the twin of another has a name of its own."""
    assert len(names(of(NESTED))) == 6


@pytest.mark.parametrize("graph", GRAPHS)
def test_unrelated_blank_node(graph: str) -> None:
    """A blank node elsewhere in the file does not rename the others."""
    assert set(of(GRAPHS[graph])) < set(of(f'_:new e:other "x" . {GRAPHS[graph]}'))


def test_related_statement() -> None:
    """Another statement about a blank node gives it another name."""
    assert names(of("_:a e:p 1 .")).isdisjoint(names(of("_:a e:p 1 , 2 .")))


def test_equal_blank_nodes() -> None:
    """Two blank nodes that nothing tells apart are one."""
    assert of("_:a e:p 1 .") == of("_:a e:p 1 . _:b e:p 1 .")


def test_other_dataset() -> None:
    """The same blank node in another dataset has another name."""
    other = NamedNode("https://w3id.org/klimagraph/dataset/b")
    assert names(of("_:a e:p 1 .")).isdisjoint(names(of("_:a e:p 1 .", other)))


def test_readable_name() -> None:
    """A generated name leads to the dataset that it stands in."""
    name = next(iter(names(of("_:a e:p 1 ."))))
    assert name.startswith("<https://w3id.org/klimagraph/.well-known/genid/a/")


TEXTS = ("_:a", " _:a", "x _:b .", "a _:b c", '\\" _:b \\"', "<< _:b >>", "\\n_:b")


@pytest.mark.parametrize("text", TEXTS)
def test_text_like_a_blank_node(text: str) -> None:
    """What only looks like a blank node in a literal is left as it is."""
    assert of(f'e:a e:p "{text}" .') == [f'<http://e/a> <http://e/p> "{text}" {GRAPH} .']


@pytest.mark.parametrize("text", TEXTS)
def test_text_beside_a_blank_node(text: str) -> None:
    """What only looks like a blank node is left as it is beside a real one too."""
    assert len([line for line in of(f'_:a e:p "{text}" .') if f'"{text}"' in line]) == 1


def test_every_character(
    codes: tuple[int, ...] = (*range(1, 0x300), 0x2028, 0xE000, 0xFEFF, 0xFFFE, 0xFFFF),
) -> None:
    """Texts with any character come back the same, beside blank nodes and without."""
    escaped = [f"\\u{code:04X}" for code in codes]
    plain = [f'e:n{n} e:p " _:x {text}" .' for n, text in enumerate(escaped)]
    blank = [f'_:n{n} e:p " _:x {text}" .' for n, text in enumerate(escaped)]
    lines = of("\n".join(plain + blank))
    assert lines == again(lines)


def test_a_long_list() -> None:
    """A list of 10,000 different elements is named without noticeable effort."""
    assert len(of(f"e:a e:p ( {' '.join(map(str, range(10_000)))} ) .")) == 20_001


@pytest.mark.parametrize(
    "statement",
    [
        "e:a e:p <<( e:s e:p e:o )>> .",
        "e:a e:p e:b {| e:q 1 |} .",
        "<< e:a e:p e:b >> e:q 1 .",
        '_:a e:p <<( e:s e:p "x" )>> .',
    ],
)
def test_triple_terms(statement: str) -> None:
    """A triple as a term is newer than RDF 1.1 and refused with the statement."""
    with pytest.raises(InputRefused, match=r"RDF 1.2 triple terms cannot be published: .*<<\("):
        of(statement)


def test_base_direction() -> None:
    """A text with a base direction is newer than RDF 1.1 and refused with the statement."""
    with pytest.raises(InputRefused, match=r"RDF 1.2 base directions .*: .*@ar--rtl"):
        of('e:a e:p "x"@ar--rtl .')


@pytest.mark.parametrize("text", ["<<( e:s e:p e:o )>>", '\\"@ar--rtl .', "x@ar--rtl"])
def test_text_like_a_newer_term(text: str) -> None:
    """What only looks like a term of RDF 1.2 in a literal is published."""
    assert of(f'e:a e:p "{text}" .') == [f'<http://e/a> <http://e/p> "{text}" {GRAPH} .']


def test_too_many_blank_nodes_that_hang_together() -> None:
    """A heap of blank nodes that the engine could not tell apart is refused, not tried."""
    chain = "".join(f"_:b{n} <http://e/p> _:b{n + 1} .\n" for n in range(20_001))
    with pytest.raises(InputRefused, match="20,002 blank nodes hang together"):
        of(chain)


XSD = PREFIXES["xsd"]
VALUES = {
    "integer": ("007", "+7", "-0", "7", "9" * 30, "abc", " 7", "", "7.0"),
    "int": ("7", "007", "4294967296"),
    "decimal": ("1.50", "1.", ".5", "-0.0", "1"),
    "double": ("1e3", "1.0", "INF", "-0", "NaN", "1E-400"),
    "float": ("1.0", "+INF"),
    "boolean": ("1", "0", "true", "TRUE"),
    "date": ("2020-01-01", "2020-01-01+00:00", "2020-02-30", "-0001-01-01"),
    "dateTime": ("2020-01-01T24:00:00", "2020-01-01T00:00:00.000", "2020-01-01T00:00:00Z"),
    "duration": ("P1Y13M", "PT36H", "P0D"),
    "gYear": ("2020", "02020"),
    "string": ("x", "007"),
    "unknown": ('\\"^^<http://e/x> .', "\\\\"),
}
TYPED = "".join(
    f'<http://e/s{number}> <http://e/p> "{value}"^^<{XSD}{kind}> .\n'
    for kind, values in VALUES.items()
    for number, value in enumerate(values)
)
LINE = '<http://e/a> <http://e/p> "x" .\n'
NASTY = {
    "nothing": "",
    "twice": LINE * 3,
    "values with datatypes": TYPED,
    "values beside blank nodes": TYPED + f'_:a <http://e/p> "007"^^<{XSD}integer> , _:b .\n',
    "one value in two forms": TYPED + TYPED.replace('"007"', '"7"').replace('"1"', '"true"'),
    "languages": '<http://e/a> <http://e/p> "x"@DE-at , "x"@de-AT , "x"@de-at .\n',
    "escapes": r"""<http://e/a> <http://e/p> "\u00e4\U0001F600\t\n\r\b\f\"\\" , "\u0085\u2028" .""",
    "zero": r"""<http://e/a> <http://e/p> "\u0000" .""",
    "text like a value": r"""<http://e/a> <http://e/p> "\"007\"^^<http://e/integer>" .""",
    "escapes in names": r"<http://e/\u00e4> <http://e/\u00C4> <http://e/\U0001F600> .",
    "blanks and line ends": LINE.replace(" .\n", "\t . \r\n") * 2 + "\r\n# \r\n" + LINE,
    "no order": "".join(f'<http://e/{n * 7919 % 1000}> <http://e/p> "{n}" .\n' for n in range(999)),
    "beginning alike": "".join(
        f'<http://e/a> <http://e/p> "a"{end} .\n' for end in ("@de-at", "", "@de", f"^^<{XSD}date>")
    ),
}


@pytest.mark.parametrize("text", [*NASTY.values(), *GRAPHS.values()], ids=[*NASTY, *GRAPHS])
def test_without_a_store(text: str) -> None:
    """A text has the content that a store has which was loaded from it."""
    data = (PREFIX + text).encode()
    triples = statements(data, RdfFormat.TURTLE, GRAPH, "text")
    assert of(text) == lines_of(canonical_text(triples, GRAPH))


def test_each_value_in_its_form() -> None:
    """Values are written in the form in which the engine keeps them."""
    text = f'<http://e/a> <http://e/p> "007"^^<{XSD}integer> , "+7"^^<{XSD}integer> .'
    triples = statements(text.encode(), RdfFormat.TURTLE, GRAPH, "text")
    expected = f'<http://e/a> <http://e/p> "7"^^<{XSD}integer> {GRAPH} .\n'
    assert expected == canonical_text(triples, GRAPH).decode()
