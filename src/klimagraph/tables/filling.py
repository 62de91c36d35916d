"""What a template is filled with: the example, or what is published."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from klimagraph.tables.columns import Column, Template
from klimagraph.tables.examples import example_row


@dataclass(frozen=True)
class Filling:
    """The columns of a template that are written, and the rows below them."""

    template: Template
    columns: list[Column]
    rows: Sequence[Sequence[str]]
    example: bool = False
    """Whether the first row is the example."""


def empty(template: Template, root: Path) -> Filling:
    """Return a template with its example and nothing else."""
    columns = [column for column in template.columns if not column.spare]
    texts = example_row(template, root)
    row = [texts.get(column.title.de, "") for column in columns]
    return Filling(template, columns, [row], example=True)


def csv_text(filling: Filling) -> bytes:
    """Return a template as CSV that a German spreadsheet opens: UTF-8 with mark, semicolons."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        f"{column.title.de} *" if filling.template.always(column) else column.title.de
        for column in filling.columns
    )
    writer.writerows(filling.rows)
    return target.getvalue().encode("utf-8-sig")
