"""Tables as files: CSV (RFC 4180) and Parquet."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import pyarrow
from pyarrow import parquet

from klimagraph.exports.columns import Table
from klimagraph.exports.labels import Labels
from klimagraph.exports.packing import Sink, Written
from klimagraph.exports.spools import READERS, Row, Seen, Spool
from klimagraph.namespaces import PREFIXES

BETWEEN = " | "
"""Between the values of a cell in CSV."""
BATCH = 10_000
XSD = PREFIXES["xsd"]
TYPES = {
    XSD + "date": pyarrow.date32(),
    XSD + "integer": pyarrow.int64(),
    XSD + "decimal": pyarrow.float64(),
    XSD + "double": pyarrow.float64(),
    XSD + "boolean": pyarrow.bool_(),
    XSD + "gYear": pyarrow.int64(),
}
VERSION = pyarrow.__version__


def written(home: Path, spool: Spool, labels: Labels) -> tuple[Written, Written]:
    """Write a table as CSV and as Parquet and return what was written."""
    schema = pyarrow.schema(_fields(spool.table, spool.seen))
    with Sink(home) as text, Sink(home, packed=False) as packed:
        _write_csv(text, [[field.name for field in spool.table.fields]])
        writer = parquet.ParquetWriter(packed, schema, compression="zstd")
        named = _named(spool, labels)
        while rows := list(islice(named, BATCH)):
            _write_csv(text, (_cells(row, len(schema)) for row in rows))
            writer.write_batch(_batch(rows, schema, spool.seen))
        writer.close()
        return text.place(), packed.place()


def _named(spool: Spool, labels: Labels) -> Iterator[Row]:
    """Yield the rows with the names of what they refer to."""
    fields = spool.table.fields
    places = {field.name: place for place, field in enumerate(fields)}
    named = {places[field.names]: place for place, field in enumerate(fields) if field.names}
    for row in spool.read():
        for source in row.keys() & named.keys():
            names = [labels.of(iri) for iri in row[source]]
            if any(names):
                row[named[source]] = names
        yield row


def _cells(row: Row, width: int) -> list[str]:
    cells = [""] * width
    for place, values in row.items():
        cells[place] = BETWEEN.join(values)
    return cells


def _write_csv(sink: Sink, rows: Iterable[Iterable[str]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    sink.write(text.getvalue().encode())


def _fields(table: Table, seen: list[Seen]) -> Iterator[pyarrow.Field]:
    counts = {field.name: one.most for field, one in zip(table.fields, seen, strict=True)}
    for field, one in zip(table.fields, seen, strict=True):
        typed = one.datatype and (one.most or not one.open)
        kind = TYPES[one.datatype] if typed else pyarrow.string()
        several = field.many or counts[field.names or field.name] > 1
        yield pyarrow.field(field.name, pyarrow.list_(kind) if several else kind)


def _batch(rows: list[Row], schema: pyarrow.Schema, seen: list[Seen]) -> pyarrow.RecordBatch:
    columns: list[list[object]] = [[None] * len(rows) for _ in schema]
    several = [pyarrow.types.is_list(field.type) for field in schema]
    readers = [READERS.get(one.datatype, str) for one in seen]
    for number, row in enumerate(rows):
        for place, texts in row.items():
            values = [readers[place](text) for text in texts]
            columns[place][number] = values if several[place] else values[0]
    arrays = [pyarrow.array(*pair) for pair in zip(columns, schema.types, strict=True)]
    return pyarrow.record_batch(arrays, schema=schema)
