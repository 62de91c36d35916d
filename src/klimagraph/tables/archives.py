"""Workbooks are zip archives: their parts are looked at before anything is parsed."""

import io
import lzma
import re
import struct
import zlib
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo

from klimagraph.errors import InputRefused, InputTooLarge

MEBIBYTE = 1 << 20
UNPACKED = 256 * MEBIBYTE
"""Bytes unpacked where the limits name none."""
MOST_PARTS = 2_000
RATIO, RATIO_FROM = 300, 32 * MEBIBYTE
"""How much larger parts may be than packed; a small archive may be as dense as it likes."""
ENCRYPTED = 0x1
READ = (".xml", ".rels", ".rdf")
"""Parts that hold what a table says; pictures and settings of printers stay where they are."""
ASIDE = "customXml/"
"""What other programs keep in a workbook, in any encoding; tables do not need it."""
DECLARED = (b"<!DOCTYPE", b"<!ENTITY")
ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']+)["']""")
UTF_8 = (b"utf-8", b"us-ascii", b"ascii")

FAULTS = (
    *(BadZipFile, EOFError, zlib.error, struct.error, lzma.LZMAError),
    *(NotImplementedError, RuntimeError, ValueError, OSError),
)
"""What the library raises where an archive is damaged, or packed in a way it does not know."""

Parts = dict[str, bytes]


def unpacked(data: bytes, source: str, limit: int) -> tuple[Parts, list[str]]:
    """Return the parts of an archive that are XML, and the names of all parts.

    Raises InputRefused for what is broken, encrypted or no plain XML in UTF-8, and
    InputTooLarge for what would become too large.
    """
    try:
        with ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            _check(infos, source, limit or UNPACKED)
            parts = _read(archive, infos, source, limit or UNPACKED)
    except FAULTS as error:
        raise broken(source, str(error)) from None
    for name, content in parts.items():
        _check_text(name, content, source)
    return parts, [info.filename for info in infos]


def packed(parts: Parts) -> io.BytesIO:
    """Return an archive of parts, not compressed: what was looked at is what is read."""
    target = io.BytesIO()
    with ZipFile(target, "w") as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name), content)
    target.seek(0)
    return target


def elements(parts: Parts, name: str, source: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of a part with their attributes, all without namespaces."""
    found: list[tuple[str, dict[str, str]]] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        local = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        found.append((tag.rpartition(" ")[2], local))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    try:
        parser.Parse(parts[name], True)
    except KeyError:
        raise broken(source, f"{name} is missing") from None
    except expat.ExpatError as error:
        raise broken(source, f"{name}: {error}") from None
    return found


def broken(source: str, why: str) -> InputRefused:
    """Return the refusal of a workbook that cannot be opened."""
    return InputRefused(
        "Die Arbeitsmappe ist beschädigt und lässt sich nicht öffnen. Bitte öffnen Sie sie in "
        f"Ihrer Tabellenkalkulation und speichern Sie sie neu. The workbook is damaged: {why}",
        source,
    )


def _check(infos: list[ZipInfo], source: str, limit: int) -> None:
    if any(info.flag_bits & ENCRYPTED for info in infos):
        raise encrypted(source)
    if len(infos) > MOST_PARTS:
        raise InputTooLarge(
            f"Die Arbeitsmappe besteht aus {len(infos):,} Teilen; erlaubt sind {MOST_PARTS:,}. "
            "The workbook has too many parts.",
            source,
        )
    names = [info.filename for info in infos]
    if len(set(names)) < len(names):
        raise broken(source, "two of its parts have the same name")
    total = sum(info.file_size for info in infos)
    small = sum(info.compress_size for info in infos)
    if total > limit or (total > RATIO_FROM and total > RATIO * max(small, 1)):
        raise _too_large(source, limit)


def _read(archive: ZipFile, infos: list[ZipInfo], source: str, limit: int) -> Parts:
    """Return the parts that are XML; sizes in the archive are not believed."""
    parts, left = dict[str, bytes](), limit
    for info in infos:
        name = info.filename
        if name.startswith(ASIDE) or not (name.lower().endswith(READ) or name == "mimetype"):
            continue
        with archive.open(info) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise _too_large(source, limit)
        parts[info.filename] = content
    return parts


def _check_text(name: str, content: bytes, source: str) -> None:
    """Refuse XML that is not UTF-8 or has a document type, whose entities could grow."""
    head = content[:200].removeprefix(b"\xef\xbb\xbf")
    found = ENCODING.match(head)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or (found and found[1].lower() not in UTF_8):
        raise broken(source, f"{name} is not UTF-8")
    if b"\x00" in head:
        raise broken(source, f"{name} is not text")
    if any(word in content for word in DECLARED):
        raise InputRefused(
            "Die Arbeitsmappe enthält eine DOCTYPE-Angabe; die ist hier nicht erlaubt. "
            f"There is a DOCTYPE in {name}, which is not allowed.",
            source,
        )


def encrypted(source: str) -> InputRefused:
    """Return the refusal of a workbook that has a password."""
    return InputRefused(
        "Die Arbeitsmappe ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne "
        "Kennwort. The workbook is encrypted; please save it without a password.",
        source,
    )


def _too_large(source: str, limit: int) -> InputTooLarge:
    return InputTooLarge(
        f"Die Arbeitsmappe ist ausgepackt zu groß; erlaubt sind {limit // MEBIBYTE} MiB. "
        "The workbook is too large once it is unpacked.",
        source,
    )


def read_file(path: Path, source: str, limit: int) -> bytes:
    """Return the bytes of a file; raises InputRefused, InputTooLarge."""
    try:
        size = path.stat().st_size
        if limit and size > limit:
            raise InputTooLarge(
                f"Die Datei hat {size:,} Bytes; erlaubt sind {limit:,}. The file is too large.",
                source,
            )
        return path.read_bytes()
    except OSError as error:
        raise InputRefused(f"Die Datei lässt sich nicht lesen: {error.strerror}", source) from None
