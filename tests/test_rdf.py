"""Files that others wrote: each fault is named with its place, nothing is taken half."""

import codecs
import gzip
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat

from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.rdf import READABLE, Limits, format_of, parse_checked, read_bytes, statements
from klimagraph.releases import graph_of

GRAPH = graph_of("a")
GOOD = b'<http://e/a> <http://e/p> "x" .\n'
XML = (
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e/">\n'
    b'<rdf:Description rdf:about="http://e/a"><e:p>x</e:p></rdf:Description>\n'
    b'<rdf:Description rdf:about="http://e/b"><e:p>y</e:p></rdf:Description>\n'
    b"</rdf:RDF>\n"
)
Write = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file with a name."""

    def write(name: str, data: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(data)
        return path

    return write


def loaded(path: Path, limits: Limits | None = None) -> int:
    """Load a file like a dataset and return the number of its statements."""
    data = read_bytes(path, limits or Limits())
    return len(set(statements(data, format_of(path), GRAPH, str(path)).splitlines()))


def refusal(path: Path, limits: Limits | None = None) -> InputRefused:
    """Return how a file is refused when it is loaded like a dataset."""
    with pytest.raises(InputRefused) as caught:
        loaded(path, limits)
    return caught.value


def refusal_to_check(path: Path, limits: Limits | None = None) -> InputRefused:
    """Return how a file is refused when it is read to be validated."""
    with pytest.raises(InputRefused) as caught:
        list(parse_checked(path, format_of(path), limits or Limits()))
    return caught.value


BIG = 200_000
"""Lines of a file that the engine reads in several threads."""

FAULTS = {
    "no object": ("f.ttl", GOOD + b"<http://e/a> <http://e/p> ; .\n", 2, 27),
    "open text": ("f.nt", GOOD + b'<http://e/a> <http://e/p> "x .\n', 2, 27),
    "unknown prefix": ("f.ttl", GOOD + b"e:a e:b e:c .\n", 2, 1),
    "half a file": ("f.ttl", GOOD + b'<http://e/a> <http://e/p> "x', 2, 27),
    "half a line": ("f.nt", GOOD + b"<http://e/a> <http://e/b> <htt", 2, 27),
    "space in an IRI": ("f.ttl", GOOD + b"<http://e/a b> <http://e/p> <http://e/c> .\n", 2, 1),
    "relative IRI": ("f.nt", GOOD + b'<a> <http://e/p> "x" .\n', 2, 1),
    "language": ("f.ttl", GOOD + b'<http://e/a> <http://e/p> "x"@123 .\n', 2, 31),
    "lone surrogate": ("f.ttl", GOOD + b'<http://e/a> <http://e/p> "\\uD800" .\n', 2, 28),
    "comma": ("f.jsonld", b'{"@id": "http://e/a",\n "http://e/p": "x",\n }', 3, 2),
    "half an object": ("f.jsonld", b'{"@id": "http://e/a",\n "http://e/p": ["x"', 2, 20),
    "wrong tag": ("f.rdf", XML.replace(b"y</e:p>", b"y</e:q>"), 3, 49),
    "half an element": ("f.rdf", XML[:-80], 3, 1),
    "half an RDF/XML file": ("f.rdf", XML[:-11], 4, 1),
    "prefix in XML": ("f.rdf", XML.replace(b"xmlns:e=", b"xmlns:f="), 2, 41),
    "other encoding": ("f.rdf", b'<?xml version="1.0" encoding="utf-16"?>\n' + XML, 1, 31),
    "Latin-1": ("f.ttl", GOOD + '<http://e/a> <http://e/p> "Kürze" .\n'.encode("latin-1"), 2, 29),
    "after an umlaut": ("f.ttl", '"Kürze" "K'.encode() + b"\xfc", 1, 11),
    "UTF-16": ("f.ttl", GOOD.decode().encode("utf-16"), 1, 1),
    "half a character": ("f.ttl", GOOD + b'"\xc3', 2, 2),
    "zip": ("f.ttl", b"PK\x03\x04rest", 1, 1),
    "nothing": ("f.ttl", b"", 1, 1),
    "blanks": ("f.ttl", b" \n\t" * 100, 1, 1),
    "in the middle of a big file": (
        "f.nt",
        GOOD * (BIG // 2) + b'<http://e/a> <http://e/p> "x .\n' + GOOD * (BIG // 2),
        BIG // 2 + 1,
        31,
    ),
    "in the middle of big quads": (
        "f.nq",
        GOOD * (BIG // 2) + b"<http://e/a> <http://e/p> .\n" + GOOD * (BIG // 2),
        BIG // 2 + 1,
        27,
    ),
    "Latin-1 far behind": ("f.nt", GOOD * BIG + b"# K\xfcrze\n", BIG + 1, 4),
    "after many blanks": ("f.ttl", b"\n" * (3 << 20) + b"  ; .\n", (3 << 20) + 1, 3),
    "after many spaces": ("f.ttl", b" " * (3 << 20) + b"; .\n", 1, (3 << 20) + 1),
    "packed": (
        "f.nt.gz",
        gzip.compress(GOOD + b'<http://e/a> <http://e/p> "x .\n', mtime=0),
        2,
        27,
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("refuse", [refusal, refusal_to_check])
def test_place(write: Write, fault: str, refuse: Callable[[Path], InputRefused]) -> None:
    """A fault is refused with the line and the column at which it stands in the file."""
    name, data, line, column = FAULTS[fault]
    error = refuse(write(name, data))
    assert (line, column) == (error.line, error.column), error


@pytest.mark.parametrize("fault", FAULTS)
def test_message(write: Write, fault: str) -> None:
    """The message is one line and begins with file, line and column."""
    name, data, line, column = FAULTS[fault]
    path = write(name, data)
    assert str(refusal(path)).startswith(f"{path}:{line}:{column}: ")
    assert "\n" not in str(refusal(path))


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("f.ttl", b"K\xfcrze", "byte 0xfc is not UTF-8; save the file as UTF-8"),
        ("f.ttl", codecs.BOM_UTF16_BE + b"\0a", "the file is UTF-16; save it as UTF-8"),
        ("f.ttl", b"PK\x03\x04", "zip archive (or a workbook), not RDF text; unpack it first"),
        ("f.ttl", b"", "the file is empty"),
        ("f.ttl", b"\n" * 7, "the file holds 7 blank characters and no statement"),
        ("f.xyz", b"x", "the name ends in none of .ttl, .nt, .nq, .trig, .jsonld, .rdf, .owl, .n3"),
        ("f", b"x", "the name ends in none of"),
        ("f.gz", b"x", "the name ends in none of"),
        ("f.rdf", XML[:-11], "no element found"),
        ("f.rdf", b"<!DOCTYPE a>" + XML, "a DOCTYPE is not allowed"),
        ("f.nt.gz", gzip.compress(GOOD * 99, mtime=0)[:-9], "the gzip file is broken"),
        ("f.nt.gz", gzip.compress(GOOD, mtime=0) + b"rest", "the gzip file is broken"),
        ("f.nt.gz", gzip.compress(GOOD, mtime=0)[:10] + b"\xff" * 20, "the gzip file is broken"),
        ("f.nt.gz", gzip.compress(GOOD, mtime=0)[:-8] + bytes(8), "the gzip file is broken"),
        ("f.nt.gz", b"\x1f\x8b", "the gzip file is broken"),
    ],
)
def test_words(write: Write, name: str, data: bytes, words: str) -> None:
    """The message says what is wrong and what is allowed."""
    assert words in refusal(write(name, data)).message


BOMB = (
    b'<?xml version="1.0"?>\n<!DOCTYPE lolz [\n <!ENTITY a "aaaaaaaaaa">\n'
    + b"".join(b' <!ENTITY %c "%s">\n' % (n + 1, b"&%c;" % n * 10) for n in range(97, 107))
    + b"]>\n"
    + XML.replace(b">x<", b">&k;<")
)


@pytest.mark.parametrize("refuse", [refusal, refusal_to_check])
def test_entity_bomb(write: Write, refuse: Callable[[Path], InputRefused]) -> None:
    """Entities that grow without bound are refused where they are declared."""
    error = refuse(write("f.rdf", BOMB))
    expected = "Eine Angabe DOCTYPE ist nicht erlaubt / a DOCTYPE is not allowed"
    assert (error.line, error.message) == (2, expected)


def test_word_doctype(write: Write) -> None:
    """The word alone, in a comment, declares nothing."""
    assert loaded(write("f.rdf", XML.replace(b"<e:p>x", b"<!-- <!DOCTYPE x> --><e:p>x"))) == 2


def test_zip_archive(write: Write) -> None:
    """An archive that was renamed is seen by what is in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("data.ttl", GOOD)
    assert "zip archive" in refusal(write("f.ttl", packed.getvalue())).message


def test_no_file(tmp_path: Path) -> None:
    """A file that is not there is named."""
    error = refusal(tmp_path / "nothing.ttl")
    assert str(error) == f"{tmp_path}/nothing.ttl: there is no such file"


def test_folder(tmp_path: Path) -> None:
    """A folder is not a file, whatever its name."""
    (tmp_path / "folder.ttl").mkdir()
    assert refusal(tmp_path / "folder.ttl").message == "this is a folder, not a file"


def test_unreadable() -> None:
    """A file that the system does not give away is named with the reason."""
    error = refusal_of_bytes(Path("/proc/self/mem"))
    assert str(error).startswith("/proc/self/mem: the file cannot be read: ")


def refusal_of_bytes(path: Path) -> InputRefused:
    """Return how the bytes of a file are refused."""
    with pytest.raises(InputRefused) as caught:
        read_bytes(path, Limits())
    return caught.value


@pytest.mark.parametrize(
    "name", ["Straße mit Lücke.ttl", "a'b\"c.ttl", "a:b.TTL", "%20.ttl", "日.ttl"]
)
def test_awkward_name(write: Write, name: str) -> None:
    """The name of a file may hold blanks, umlauts and signs."""
    assert loaded(write(name, GOOD)) == 1
    assert len(list(parse_checked(write(name, GOOD), RdfFormat.TURTLE, Limits()))) == 1


def test_mark(write: Write) -> None:
    """A UTF-8 mark at the start is not part of the text."""
    assert loaded(write("f.ttl", codecs.BOM_UTF8 + GOOD)) == 1


def test_packed_under_a_plain_name(write: Write) -> None:
    """Packing is seen by what is in the file, not by its name."""
    assert loaded(write("f.nt", gzip.compress(GOOD, mtime=0))) == 1


def test_plain_under_a_packed_name(write: Write) -> None:
    """A file that is called packed and is not can be read."""
    assert loaded(write("f.nt.gz", GOOD)) == 1


TEXTS = {
    ".ttl": GOOD,
    ".nt": GOOD,
    ".nq": GOOD,
    ".trig": b'{ <http://e/a> <http://e/p> "x" }',
    ".jsonld": b'{"@id": "http://e/a", "http://e/p": "x"}',
    ".rdf": b"".join(XML.splitlines(keepends=True)[i] for i in (0, 1, 3)),
    ".owl": b"".join(XML.splitlines(keepends=True)[i] for i in (0, 1, 3)),
    ".n3": GOOD,
}


@pytest.mark.parametrize("extension", READABLE)
@pytest.mark.parametrize("packed", ["", ".gz"])
def test_every_format(write: Write, extension: str, packed: str) -> None:
    """Every format that is offered can be loaded, packed too."""
    data = gzip.compress(TEXTS[extension], mtime=0) if packed else TEXTS[extension]
    assert loaded(write(f"f{extension}{packed}", data)) == 1


FOREIGN = {
    "quads": ("f.nq", b'<http://e/a> <http://e/p> "x" <http://e/g> .\n'),
    "quads beside the own": ("f.nq", GOOD + b'<http://e/a> <http://e/p> "x" <http://e/g> .\n'),
    "trig": ("f.trig", b'<http://e/g> { <http://e/a> <http://e/p> "x" }'),
    "json": (
        "f.jsonld",
        b'{"@id": "http://e/g", "@graph": {"@id": "http://e/a", "http://e/p": "x"}}',
    ),
    "json beside": (
        "f.jsonld",
        b'[{"@id": "http://e/g", "@graph": [{"@id": "http://e/a", "http://e/p": "x"}]},'
        b' {"@id": "http://e/a", "http://e/p": "x"}]',
    ),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_foreign_graph(write: Write, kind: str) -> None:
    """A graph other than the dataset's own is refused and named, not dropped in silence."""
    message = refusal(write(*FOREIGN[kind])).message
    assert f"graph <http://e/g> is not the dataset's own, which is {GRAPH}" == message


def test_nameless_graph(write: Write) -> None:
    """A graph without a name is foreign too."""
    error = refusal(write("f.nq", b'<http://e/a> <http://e/p> "x" _:g .\n'))
    assert "is not the dataset's own" in error.message


def test_formula(write: Write) -> None:
    """A rule in N3 is not data and refused, not dropped in silence."""
    error = refusal(write("f.n3", b"{ <http://e/a> <http://e/p> 1 } => { <http://e/a> a 2 } .\n"))
    assert "is not the dataset's own" in error.message


def test_own_graph(write: Write) -> None:
    """Quads in the dataset's own graph and in none become one graph."""
    own = f'<http://e/b> <http://e/p> "x" {GRAPH} .\n'.encode()
    assert loaded(write("f.nq", GOOD + own)) == 2


def test_remote_context(write: Write) -> None:
    """A context elsewhere is not fetched and the message says what to do."""
    data = b'{"@context": "http://127.0.0.1:9/context", "@id": "http://e/a", "p": "x"}'
    expected = "a remote @context is not fetched; write the context into the file"
    assert refusal(write("f.jsonld", data)).message.endswith(f" / {expected}")


def test_relative_to_the_dataset(write: Write) -> None:
    """Relative names in a dataset are relative to the name of the dataset."""
    text = statements(b"<#x> <http://e/p> <> .", RdfFormat.TURTLE, GRAPH, "f.ttl")
    assert f"<{GRAPH.value}#x> <http://e/p> {GRAPH} .\n" == text.decode()


def test_raw_limit(write: Write) -> None:
    """A file over the limit of bytes is refused with both numbers."""
    error = refusal_to_check(write("f.ttl", GOOD * 100), Limits(raw=1000))
    assert isinstance(error, InputTooLarge)
    assert error.message == "3,200 bytes; at most 1,000 are allowed"


def test_unpacked_limit(write: Write) -> None:
    """A small file that unpacks to more than the limit is refused while it is unpacked."""
    bomb = write("f.nt.gz", gzip.compress(GOOD * 1_000_000, 1, mtime=0))
    assert bomb.stat().st_size < 1_000_000
    error = refusal_to_check(bomb, Limits(raw=1_000_000, unpacked=2_000_000))
    assert isinstance(error, InputTooLarge)
    assert error.message == "more than 2,000,000 bytes unpacked"


def test_bomb_of_blanks(write: Write) -> None:
    """Blanks count for the limit of what is unpacked."""
    bomb = write("f.nt.gz", gzip.compress(b" " * 20_000_000, 1, mtime=0))
    assert isinstance(refusal_to_check(bomb, Limits(unpacked=2_000_000)), InputTooLarge)


def test_triple_limit(write: Write) -> None:
    """A file with more triples than the limit is refused at the first one too many."""
    path = write("f.nt", GOOD * 101)
    assert len(list(parse_checked(path, RdfFormat.N_TRIPLES, Limits(triples=101)))) == 101
    assert refusal_to_check(path, Limits(triples=100)).message == "more than 100 triples"


def test_at_the_limits(write: Write) -> None:
    """A file that just reaches the limits is read."""
    limits = Limits(raw=len(GOOD), unpacked=len(GOOD), triples=1)
    assert len(list(parse_checked(write("f.nt", GOOD), RdfFormat.N_TRIPLES, limits))) == 1


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("a.ttl", "<a:a> <a:b> x:c .", "Die Abkürzung x: ist nicht erklärt"),
        ("a.ttl", "<a:a> <a:b> <a:c> <a:d>", "Am Ende der Aussage fehlt ein Punkt"),
        ("a.ttl", "<a:a> <a:b> <a c> .", "Leerzeichen"),
        ("a.nt", "<a:a> <a:b> <c> .", "Die Adresse (IRI) ist nicht vollständig"),
        ("a.ttl", "<a:a> <a:b> <a:c>", "Die Datei endet zu früh"),
        ("a.jsonld", '{"@id": "a:b",', "Das JSON ist hier nicht richtig"),
        ("a.rdf", "<a><b></a>", "schließt hier ein anderes Element"),
        ("a.ttl", "\n \n", "Die Datei enthält nur Leerzeichen"),
    ],
)
def test_german_comes_first(tmp_path: Path, name: str, text: str, said: str) -> None:
    """What is wrong is said to those who write the file, with the words of the parser behind."""
    path = tmp_path / name
    path.write_text(text)
    with pytest.raises(InputRefused) as refusal:
        list(parse_checked(path, format_of(path), Limits()))
    german, _, english = refusal.value.message.partition(" / ")
    assert (said in german, bool(english)) == (True, True)
