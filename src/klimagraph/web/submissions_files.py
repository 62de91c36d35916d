"""Files that are submitted: the body of a request, or a form with a file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request

from klimagraph.errors import InputRefused, StorageFailed
from klimagraph.submissions.receiving import Upload, cleaned
from klimagraph.web.handed_in import FILE, handed_in
from klimagraph.web.uploads import TABLES

FORM = "multipart/form-data"
BYTES: dict[str, Any] = {
    "type": "string",
    "contentMediaType": "application/octet-stream",
    "description": "The file: RDF, or a workbook or CSV made from a template.",
}
FIELDS = {
    FILE: BYTES,
    "dataset": {"type": "string", "description": "Slug of the dataset that it shall become."},
    "note": {"type": "string", "description": "A word to those who look at it."},
    "class": {"type": "string", "description": "Class of a table that does not say it itself."},
}
BODY = {
    "required": True,
    "content": {
        FORM: {"schema": {"type": "object", "required": [FILE], "properties": FIELDS}},
        "text/turtle": {"schema": {"type": "string"}},
        **{media: {"schema": BYTES} for media in TABLES},
    },
}
"""How a file is submitted, for the OpenAPI document."""


@dataclass(frozen=True)
class Sent:
    """What came: a file on its way to its place, and the dataset that it is for."""

    upload: Upload
    dataset: str


async def sent(request: Request, folder: Path, limit: int) -> Sent:
    """Write the file of a request into a folder.

    Raises InputTooLarge, InputRefused, MediaTypeUnsupported, StorageFailed (disk full).
    """
    try:
        came = await handed_in(request, folder, limit)
    except OSError as error:
        raise StorageFailed(f"nothing was received: {error}") from None
    if set(came.files) != {FILE}:
        raise InputRefused("a submission is one file, in the field 'file'")
    (path, name), values = came.files[FILE], came.values
    name = cleaned(values.get("name", "") or name)
    upload = Upload(path, name, values.get("note", ""), values.get("class", ""))
    return Sent(upload, values.get("dataset", ""))
