"""Small files of all formats, and ways to spoil them."""

import csv
import gzip
import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

import openpyxl
from pyoxigraph import NamedNode, Quad, RdfFormat, parse, serialize

from klimagraph.bundle import bundle_folder
from klimagraph.tables.making import Order, make

TESTS = Path(__file__).parent.parent
RDF = {
    ".ttl": RdfFormat.TURTLE,
    ".trig": RdfFormat.TRIG,
    ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS,
    ".n3": RdfFormat.N3,
    ".jsonld": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML,
}
TABLES = (".xlsx", ".ods", ".csv")
PACKED = tuple(f"{extension}.gz" for extension in RDF)
EXTENSIONS = (*RDF, *PACKED, *TABLES)
MOST = 1_500
"""Bytes of the text of a seed: what is wrong with a long one is wrong with a short one."""
CLASSES = ("membership", "commitment", "plan")
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TABLE = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.spreadsheet"
SPITE = (
    *(b"", b"<", b">", b'"', b"'", b"\\", b"\x00", b"\xff", b"\xed\xa0\x80", b"\xf0\x9f\x8c\x8d"),
    *(
        b"\n",
        b"\r",
        b"\r\n",
        b"\t",
        b";",
        b",",
        b".",
        b"{",
        b"}",
        b"[",
        b"]",
        b"(",
        b")",
        b"@",
        b"^^",
    ),
    *(
        b'"""',
        b"'''",
        b"<<",
        b">>",
        b"{|",
        b"|}",
        b"<!--",
        b"]]>",
        b"&#x0;",
        b"&amp;",
        b"<!DOCTYPE a>",
    ),
    *(b"_:b0", b"a:b", b"@prefix", b"@base <x> .", b"PREFIX a: <>", b"[]", b"()", b"=>", b"{}"),
    *(b"[" * 300, b"(" * 300, b"{" * 300, b"<a>" * 300, b'{"a":' * 300, b"9" * 400, b"x" * 3000),
    *(b"-1", b"1e999", b"NaN", b"INF", b"99999999999", b"0000-00-00", b"9999-12-31T24:00:00Z"),
    *(
        b'"@context":"http://127.0.0.1:9/"',
        b'"@id":',
        b'"@type":null',
        b'"@list":[',
        b"null",
        b"true",
    ),
    *(b"xsi:schemaLocation='http://127.0.0.1:9/ x'", b"rdf:about='::'", b"rdf:parseType='Literal'"),
    *(b"\xe2\x80\xae", b"\xef\xbb\xbf", b"\xef\xbf\xbe", b"\xc2\x85", b"\xe2\x80\xa8", b"\x1b[31m"),
    *(b"=1+1", b"#REF!", b"</c>", b"</row>", b"t='s'", b"r='XFD1048576'", b"<f>1</f>", b"\\u0000"),
    *(
        b"<javascript:alert(1)>",
        b"<script>",
        b"\\uD800",
        b"^^<http://www.w3.org/2001/XMLSchema#date>",
    ),
    *(
        b"a <http://www.w3.org/ns/shacl#NodeShape>",
        b"/../",
        b"%00",
        b"urn:x:",
        b"2024-02-30",
        b"..",
    ),
)
"""What is put into files."""
WORDS = (
    *(b"x", b"0", b"00000000", b"15085055", b"2024-02-30", b"9999999999999999999", b"-", b"a/b"),
    *(b"type", b"label", b"evidence", b"javascript:alert(1)", "Straße".encode(), "\u202e".encode()),
    *(
        "\u0301".encode() * 50,
        "\U0001f30d".encode(),
        b"y" * 3_000,
        b"1e400",
        b"true",
        b"..",
        b"%41",
    ),
    *(b"2017-06-23/..", b"XXXX", b"&lt;script&gt;", b"=1+1", b"#REF!", b"5.000.000,00", b"1,5"),
    *(b"klima:nothing", b"urn:x:y", b"Gemeinde Neuenkirchen", b"unknown", b"a|b", b"a;b", b"'=1"),
)
"""What is put in the place of words."""
NOWHERE = b"127.0.0.1:9"
"""An address at which nobody listens, for those who listen to put their own in its place."""
LEADING = (b"http://127.0.0.1:9/", b"https://127.0.0.1:9/", b"ftp://127.0.0.1:9/")
ADDRESS = re.compile(rb"https?://[^/\s<>\"']+/")
Change = tuple[int, int, int, bytes]
"""What to do, where, with how many bytes, and what to put there."""


@cache
def seeds(extension: str) -> tuple[bytes, ...]:
    """Return files of a format with nothing wrong in their form."""
    plain = extension.removesuffix(".gz")
    if plain in RDF:
        return tuple(_serialized(path, plain) for path in _small_files())
    if plain == ".csv":
        return tuple(map(_csv, CLASSES))
    return tuple(map(_xlsx if plain == ".xlsx" else _ods, CLASSES))


def _small_files() -> Sequence[Path]:
    files = sorted((TESTS / "shapes").glob("**/*.ttl"))
    return [path for path in files if path.stat().st_size < 2 * MOST][:40]


def _serialized(path: Path, extension: str) -> bytes:
    data = path.read_bytes()
    if extension in (".ttl", ".n3"):
        return data[:MOST].rpartition(b" .\n")[0] + b" .\n"
    quads = list(parse(data, format=RdfFormat.TURTLE))[:15]
    form = RDF[extension]
    if form.supports_datasets:
        graph = NamedNode("http://example.org/g")
        some = (Quad(q.subject, q.predicate, q.object, graph) for q in quads[::2])
        return serialize([*quads[1::2], *some], format=form) or b""
    return serialize([quad.triple for quad in quads], format=form) or b""


@cache
def _csv(name: str) -> bytes:
    """Return a template whose example is a row of its own."""
    text = make(Order(name, "csv"), bundle_folder()).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    example = [cell.replace("Beispiel: ", "").replace("BEISPIEL", "") for cell in rows[1]]
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerows([rows[0], example, [cell[::-1] for cell in example], rows[1]])
    return target.getvalue().encode()


def _cells(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(_csv(name).decode()), delimiter=";"))


@cache
def _xlsx(name: str) -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    for row in _cells(name):
        sheet.append(row)
    book.save(target)
    return target.getvalue()


@cache
def _ods(name: str) -> bytes:
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{_escaped(cell)}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in _cells(name)
    )
    content = (
        f'<office:document-content xmlns:office="{OFFICE}" xmlns:table="{TABLE}" '
        f'xmlns:text="{TEXT}" office:version="1.3"><office:body><office:spreadsheet>'
        f'<table:table table:name="Daten">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<manifest xmlns="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    return _zipped(
        {
            "mimetype": OPEN_DOCUMENT.encode(),
            "content.xml": content.encode(),
            "META-INF/manifest.xml": manifest.encode(),
        }
    )


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _zipped(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def spoilt(extension: str, number: int, part: int, changes: Sequence[Change]) -> bytes:
    """Return a seed with changes: in the text or in a part of it, or, where packed, in the pack."""
    known = seeds(extension)
    data = known[number % len(known)]
    if extension in (".xlsx", ".ods"):
        return _spoilt_archive(data, part, changes)
    if not extension.endswith(".gz"):
        return _changed(data, changes)
    if part % 4 == 0:
        return _changed(gzip.compress(data, mtime=0), changes)
    return gzip.compress(_changed(data, changes), mtime=0)


def _spoilt_archive(data: bytes, part: int, changes: Sequence[Change]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = sorted(parts, key=lambda name: -len(parts[name]))
    at = part % (len(names) + 3)
    if at == len(names):
        return _changed(data, changes)
    chosen = names[at] if at < len(names) else names[0]
    return _zipped(parts | {chosen: _changed(parts[chosen], changes)})


def _changed(data: bytes, changes: Sequence[Change]) -> bytes:
    for kind, at, length, text in changes:
        start = at % (len(data) + 1)
        data = CHANGES[kind % len(CHANGES)](data, start, length, text)
    return data


def _put(data: bytes, start: int, length: int, text: bytes) -> bytes:
    return data[:start] + text + data[start + length :]


def _flip(data: bytes, start: int, length: int, text: bytes) -> bytes:
    return (
        data[:start]
        + bytes(byte ^ (1 << length % 8) for byte in data[start : start + 1])
        + data[start + 1 :]
    )


def _cut(data: bytes, start: int, _length: int, _text: bytes) -> bytes:
    return data[:start]


def _repeat(data: bytes, start: int, length: int, _text: bytes) -> bytes:
    return data[:start] + data[start : start + 4 * length] * (2 + length % 5) + data[start:]


def _token(data: bytes, start: int, _length: int, text: bytes) -> bytes:
    """Put something in the place of a whole word."""
    found = re.compile(rb"[^\s<>\"';,=]+").search(data, start)
    return data[: found.start()] + text + data[found.end() :] if found else data


def _swap(data: bytes, start: int, length: int, _text: bytes) -> bytes:
    one, other = data[start : start + length], data[start + length : start + 3 * length]
    return data[:start] + other + one + data[start + 3 * length :]


def _word(data: bytes, start: int, length: int, _text: bytes) -> bytes:
    """Put something that may stand there in the place of letters and digits."""
    found = re.compile(rb"[0-9A-Za-z-]{3,}").search(data, start)
    word = WORDS[length % len(WORDS)]
    return data[: found.start()] + word + data[found.end() :] if found else data


def _lead(data: bytes, start: int, _length: int, text: bytes) -> bytes:
    """Let all addresses behind a place in the file lead elsewhere."""
    return data[:start] + ADDRESS.sub(lambda _found: text, data[start:])


CHANGES: tuple[Callable[[bytes, int, int, bytes], bytes], ...] = (
    *(_word, _word, _word, _word, _put, _put, _token, _flip, _cut, _repeat, _swap, _lead),
)
LEAD = CHANGES.index(_lead)
