"""What somebody hands in to be checked: files or a text, and what is said about them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fastapi import Request
from starlette.datastructures import UploadFile

from klimagraph.errors import InputRefused
from klimagraph.settings import MEBIBYTE
from klimagraph.web.uploads import TABLES, bounded, media_of, received, written

FILE, SHAPES, BEFORE = "file", "shapes", "before"
FIELDS = (FILE, SHAPES, BEFORE)
"""Fields of a form that are files: what is checked, shapes to use, an earlier report."""
TEXT, KIND = "text", "text_format"
"""Fields of a form for what was pasted instead of chosen as a file, and what it is."""
PASTED = {
    "csv": "text.csv",
    "turtle": "text.ttl",
    "jsonld": "text.jsonld",
    "rdfxml": "text.rdf",
    "ntriples": "text.nt",
}
"""What a pasted text is called by its format."""
LONGEST_TEXT = 2 * MEBIBYTE
LONGEST = 200
"""Characters of any other value: they are kept with the report."""


@dataclass(frozen=True)
class HandedIn:
    """Files with what their owners call them, by field, and the other values."""

    files: dict[str, tuple[Path, str]]
    values: dict[str, str]

    def path(self, field: str) -> Path | None:
        """Return the path of a file, None where it was left out."""
        return self.files[field][0] if field in self.files else None


async def handed_in(request: Request, folder: Path, limit: int) -> HandedIn:
    """Write what was sent to a folder: one body with its media type, or a form.

    Raises InputRefused, InputTooLarge and MediaTypeUnsupported.
    """
    values = dict(request.query_params)
    if media_of(request.headers.get("content-type")) != "multipart/form-data":
        _refuse_long(values)
        return HandedIn({FILE: await received(request, folder, limit, TABLES)}, values)
    found: dict[str, tuple[Path, str]] = {}
    whole = Request(request.scope, bounded(request.receive, limit + MEBIBYTE))
    most = min(limit, LONGEST_TEXT)
    async with whole.form(max_files=len(FIELDS), max_fields=20, max_part_size=most) as form:
        for name, part in form.multi_items():
            if isinstance(part, str):
                values[name] = part
            elif name not in FIELDS or name in found:
                raise InputRefused(f"the form has no place for the file in {name!r}")
            elif part.filename or part.size:
                found[name] = await _kept(part, folder / name, limit)
    text = values.pop(TEXT, "")
    _refuse_long(values)
    if FILE not in found and text.strip():
        found[FILE] = _pasted(text, values.get(KIND, ""), folder)
    if FILE not in found:
        raise InputRefused(
            "Bitte wählen Sie eine Datei aus oder fügen Sie Text ein "
            "/ the form has no file in the field 'file'"
        )
    return HandedIn(found, values)


def _refuse_long(values: Mapping[str, str]) -> None:
    for name, value in values.items():
        if max(len(name), len(value)) > LONGEST:
            raise InputRefused(
                f"the value of {name[:50]!r} has {len(value):,} characters; allowed are {LONGEST}"
            )


def _pasted(text: str, kind: str, folder: Path) -> tuple[Path, str]:
    """Write what was pasted as a file of its format."""
    name = PASTED.get(kind, PASTED["csv"])
    path = folder / f"data{Path(name).suffix}"
    path.write_text(text.replace("\r\n", "\n"), "utf-8")
    return path, name


async def _kept(part: UploadFile, folder: Path, limit: int) -> tuple[Path, str]:
    folder.mkdir()
    return await written(part, folder, limit)
