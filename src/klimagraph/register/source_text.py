"""Takes the records of a register file out of its bytes: compression, encoding, line ends."""

import gzip
import zlib
from pathlib import Path

from klimagraph.errors import InputRefused

MAX_BYTES = 64 * 1024 * 1024

_FOREIGN_SIGNATURES = (
    (b"PK\x03\x04", "ein ZIP-Archiv oder eine Excel-Datei"),
    (b"%PDF", "ein PDF"),
    (b"\xff\xfe", "Text in UTF-16"),
    (b"\xfe\xff", "Text in UTF-16"),
    (b"\xd0\xcf\x11\xe0", "eine alte Excel-Datei"),
)
_ALLOWED = "Erlaubt ist die Textdatei GV100AD in UTF-8 oder Windows-1252, auch mit gzip gepackt."


def record_texts(path: Path) -> list[str]:
    """Return the lines of a register file without their line ends."""
    source = str(path)
    content = _unpacked(path)
    _refuse_foreign(content, source)
    lines = _decoded(content, source).split("\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix("\r") for line in lines]


def _unpacked(path: Path) -> bytes:
    try:
        content = path.read_bytes()
        if content.startswith(b"\x1f\x8b"):
            with gzip.open(path) as packed:
                content = packed.read(MAX_BYTES + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        message = "Die gzip-Datei ist abgeschnitten oder beschädigt."
        raise InputRefused(message, source=str(path)) from error
    except OSError as error:
        message = f"Die Datei ist nicht lesbar: {error.strerror}."
        raise InputRefused(message, source=str(path)) from error
    if len(content) > MAX_BYTES:
        message = f"Die Datei ist größer als {MAX_BYTES // 1024**2} MiB. {_ALLOWED}"
        raise InputRefused(message, source=str(path))
    return content


def _refuse_foreign(content: bytes, source: str) -> None:
    if not content.strip():
        raise InputRefused(f"Die Datei ist leer. {_ALLOWED}", source=source)
    for signature, name in _FOREIGN_SIGNATURES:
        if content.startswith(signature):
            raise InputRefused(f"Die Datei ist {name}. {_ALLOWED}", source=source)
    zero = content.find(b"\0")
    if zero >= 0:
        raise _unreadable(content, zero, source, "Das Zeichen mit dem Wert 0 gehört in keinen Text")


def _decoded(content: bytes, source: str) -> str:
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if not content[: error.start].isascii():
            raise _unreadable(content, error.start, source, "Die Datei bricht UTF-8") from error
    try:
        return content.decode("cp1252")
    except UnicodeDecodeError as error:
        message = "Die Datei ist weder UTF-8 noch Windows-1252"
        raise _unreadable(content, error.start, source, message) from error


def _unreadable(content: bytes, position: int, source: str, message: str) -> InputRefused:
    line_start = content.rfind(b"\n", 0, position) + 1
    return InputRefused(
        f"{message}. {_ALLOWED}",
        source=source,
        line=content.count(b"\n", 0, position) + 1,
        column=len(content[line_start:position].decode("utf-8", "replace")) + 1,
    )
