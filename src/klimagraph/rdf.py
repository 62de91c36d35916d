"""Reading RDF that others wrote: refuse early, name the place (https://www.w3.org/TR/rdf11-concepts/)."""

import codecs
import gzip
import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers import expat

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple, parse, serialize

from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.rdf_words import in_both

CHUNK = 1 << 20
READABLE = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".trig": RdfFormat.TRIG,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
    ".owl": RdfFormat.RDF_XML,
    ".n3": RdfFormat.N3,
}
TRIPLES = (RdfFormat.N_TRIPLES, RdfFormat.TURTLE, RdfFormat.RDF_XML)
"""Formats that know one graph only."""
_PLACE = re.compile(r"line (\d+) (?:between columns|column) (\d+)")
_CLEARER = {
    "No LoadDocumentCallback has been set to load remote contexts": (
        "a remote @context is not fetched; write the context into the file"
    ),
}


@dataclass(frozen=True)
class Limits:
    """How much is read: bytes as they lie in the file, bytes unpacked, triples; 0 is no limit."""

    raw: int = 0
    unpacked: int = 0
    triples: int = 0


def format_of(path: Path) -> RdfFormat:
    """Return the RDF format that a file's name stands for, `.gz` aside.

    Raises InputRefused where the name ends in none of the known extensions.
    """
    name = path.name.removesuffix(".gz")
    try:
        return READABLE[Path(name).suffix.lower()]
    except KeyError:
        known = ", ".join(READABLE)
        raise InputRefused(
            f"the name ends in none of {known} (each also with .gz)", source=str(path)
        ) from None


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Return the text of an RDF file as UTF-8 without a byte order mark.

    Raises InputTooLarge and InputRefused (empty, archive, wrong encoding, with the position).
    """
    if not path.is_file():
        what = "this is a folder, not a file" if path.is_dir() else "there is no such file"
        raise InputRefused(what, source=str(path))
    size = path.stat().st_size
    if limits.raw and size > limits.raw:
        raise InputTooLarge(f"{size:,} bytes; at most {limits.raw:,} are allowed", source=str(path))
    return b"".join(_checked(path, limits.unpacked))


def _checked(path: Path, limit: int) -> Iterator[bytes]:
    """Yield the chunks of a file while checking that they are text that can hold RDF."""
    position, blank, total = _Position(), True, 0
    for number, chunk in enumerate(_chunks(path)):
        if number == 0:
            chunk = _without_mark(chunk, path)
        total += len(chunk)
        if limit and total > limit:
            raise InputTooLarge(f"more than {limit:,} bytes unpacked", source=str(path))
        line, column = position.line, position.column
        position.check(chunk, path)
        if blank and chunk.strip():
            blank = False
            yield b"\n" * (line - 1) + b" " * (column - 1)
        if not blank:
            yield chunk
    position.check(b"", path, final=True)
    if blank:
        what = "is empty" if total == 0 else f"holds {total:,} blank characters and no statement"
        raise InputRefused(in_both(f"the file {what}"), source=str(path), line=1, column=1)


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            stream = gzip.GzipFile(fileobj=raw) if packed else raw
            while chunk := stream.read(CHUNK):
                yield chunk
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        said = in_both(f"the gzip file is broken: {error}")
        raise InputRefused(said, source=str(path)) from None
    except OSError as error:
        raise InputRefused(f"the file cannot be read: {error}", source=str(path)) from None


def _without_mark(chunk: bytes, path: Path) -> bytes:
    """Return the first chunk without a UTF-8 mark; refuse what cannot be text in UTF-8."""
    if chunk.startswith(b"PK\x03\x04"):
        raise InputRefused(
            in_both("this is a zip archive (or a workbook), not RDF text; unpack it first"),
            source=str(path),
            line=1,
            column=1,
        )
    if chunk.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise InputRefused(
            in_both("the file is UTF-16; save it as UTF-8"), source=str(path), line=1, column=1
        )
    return chunk.removeprefix(codecs.BOM_UTF8)


class _Position:
    """Follows line and column through chunks and finds the first byte that is not UTF-8."""

    def __init__(self) -> None:
        self.line, self.column, self.pending = 1, 1, b""

    def check(self, chunk: bytes, path: Path, *, final: bool = False) -> None:
        data = self.pending + chunk
        try:
            _, used = codecs.utf_8_decode(data, "strict", final)
        except UnicodeDecodeError as error:
            self._advance(data[: error.start])
            raise InputRefused(
                in_both(f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8"),
                source=str(path),
                line=self.line,
                column=self.column,
            ) from None
        self._advance(data[:used])
        self.pending = data[used:]

    def _advance(self, data: bytes) -> None:
        newlines = data.count(b"\n")
        self.line += newlines
        last = data[data.rfind(b"\n") + 1 :] if newlines else data
        self.column = (1 if newlines else self.column) + len(last.decode("utf-8"))


def check_xml(data: bytes, source: str) -> None:
    """Refuse XML that is not well-formed, such as half a file, with the place.

    Refuse a document type too: its entities can grow without bound.
    """
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_declaration: object) -> None:
        line = parser.CurrentLineNumber
        raise InputRefused(in_both("a DOCTYPE is not allowed"), source=source, line=line)

    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except LookupError as error:
        raise InputRefused(str(error), source=source, line=1) from None
    except expat.ExpatError as error:
        raise InputRefused(
            in_both(expat.ErrorString(error.code)),
            source=source,
            line=error.lineno,
            column=error.offset + 1,
        ) from None


def parse_error(error: SyntaxError, source: str) -> InputRefused:
    """Return our refusal for the parser's: the message without the place, and the place."""
    text = str(error.args[0])
    found = _PLACE.search(text)
    line, column = (int(found[1]), int(found[2])) if found else (error.lineno, error.offset)
    message = text.split(": ", 1)[1] if found and ": " in text else text
    message = in_both(_CLEARER.get(message, message))
    return InputRefused(message, source=source, line=line, column=column)


def statements(data: bytes, form: RdfFormat, graph: NamedNode, source: str) -> bytes:
    """Return RDF text that is to be one graph as N-Triples, in the order in which it came.

    Raises InputRefused with the place of the first error, and for statements of other graphs.
    """
    if form == RdfFormat.RDF_XML:
        check_xml(data, source)
    try:
        quads = parse(data, format=form, base_iri=f"{graph.value}#", rename_blank_nodes=True)
        triples = quads if form in TRIPLES else _of_one_graph(quads, graph, source)
        return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
    except SyntaxError as error:
        raise parse_error(error, source) from None


def _of_one_graph(quads: Iterable[Quad], graph: NamedNode, source: str) -> Iterator[Triple]:
    """Yield what stands in the dataset's graph or in none."""
    for quad in quads:
        if quad.graph_name not in (graph, DefaultGraph()):
            raise InputRefused(
                f"graph {quad.graph_name} is not the dataset's own, which is {graph}",
                source=source,
            )
        yield quad.triple


def parse_checked(path: Path, form: RdfFormat, limits: Limits) -> Iterator[Quad]:
    """Yield the statements of a file.

    Raises InputTooLarge and InputRefused with the place of the first error.
    """
    data = read_bytes(path, limits)
    if form == RdfFormat.RDF_XML:
        check_xml(data, str(path))
    try:
        for number, quad in enumerate(parse(data, format=form, base_iri=path.absolute().as_uri())):
            if limits.triples and number >= limits.triples:
                raise InputTooLarge(f"more than {limits.triples:,} triples", source=str(path))
            yield quad
    except SyntaxError as error:
        raise parse_error(error, str(path)) from None
