"""The tables of a release for tools of machine learning (https://docs.mlcommons.org/croissant/)."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow
from pyarrow import parquet

from klimagraph.bundle import bundle_folder
from klimagraph.exports.columns import Field, Table, tables
from klimagraph.exports.crate import DESCRIPTION
from klimagraph.exports.files import File, place_of
from klimagraph.exports.licences import rights
from klimagraph.formats import BY_NAME
from klimagraph.harvest.work import Work

VERSION = "http://mlcommons.org/croissant/1.0"
MLC = "http://mlcommons.org/croissant/"
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": MLC,
    "rai": f"{MLC}RAI/",
    "dct": "http://purl.org/dc/terms/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}
"""The context that the specification prescribes."""
TYPES = {
    "date32[day]": "sc:Date",
    "int64": "sc:Integer",
    "double": "sc:Float",
    "bool": "sc:Boolean",
}
"""Data types by those of Parquet; everything else is text."""


def croissant(work: Work, files: Sequence[File]) -> dict[str, Any]:
    """Return the description of the tables of a release as JSON-LD."""
    release = work.release
    by_name = {file.name: file for file in files}
    described = [
        (table, by_name[f"{table.name}.csv"], by_name[f"{table.name}.parquet"])
        for table in tables(bundle_folder())
        if f"{table.name}.csv" in by_name
    ]
    licences = {one for item in rights(work).values() for one in item.licences}
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "name": "klimagraph",
        "description": DESCRIPTION,
        "conformsTo": VERSION,
        "url": f"{work.address}/releases/{release.name}",
        "version": release.name,
        "datePublished": release.created,
        "license": sorted(licences),
        "citeAs": f"Klimagraph {release.name}, {work.address}/releases/{release.name}",
        "distribution": [_object(work, text) for _, text, _ in described],
        "recordSet": [_records(work, table, packed) for table, _, packed in described],
    }


def _object(work: Work, file: File) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.name,
        "name": file.name,
        "description": f"{file.title_de} / {file.title_en}",
        "contentUrl": f"{work.address}{file.path}",
        "contentSize": f"{file.size} B",
        "encodingFormat": BY_NAME[file.form].media_types[0],
        "sha256": file.digest,
    }


def _records(work: Work, table: Table, packed: File) -> dict[str, Any]:
    schema = parquet.read_schema(place_of(work.home, packed.digest))
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": f"{table.title.de}: {table.description.de} / "
        f"{table.title.en}: {table.description.en}",
        "key": {"@id": f"{table.name}/iri"},
        "field": list(_fields(table, schema)),
    }


def _fields(table: Table, schema: pyarrow.Schema) -> Iterator[dict[str, Any]]:
    for field in table.fields:
        meant = {"equivalentProperty": field.property} if field.property else {}
        yield meant | {
            "@type": "cr:Field",
            "@id": f"{table.name}/{field.name}",
            "name": field.name,
            "description": _described(field),
            "dataType": TYPES.get(str(schema.field(field.name).type), "sc:Text"),
            "source": {
                "fileObject": {"@id": f"{table.name}.csv"},
                "extract": {"column": field.name},
            },
        }


def _described(field: Field) -> str:
    german = f"{field.title.de}: {field.description.de}"
    return f"{german} / {field.title.en}: {field.description.en}"
