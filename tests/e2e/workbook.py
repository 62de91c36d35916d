"""Fills in a template as a person does: `workbook.py TEMPLATE TARGET '{"Mitglied": "Halle"}'`."""

import json
import sys

import openpyxl

FIRST = 3
"""The row below the headings and the example."""


def fill(template: str, target: str, values: dict[str, str]) -> None:
    """Write values below their headings and save the workbook under another name."""
    book = openpyxl.load_workbook(template)
    sheet = book["Daten"]
    columns = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1] if cell.value}
    for heading, value in values.items():
        sheet.cell(FIRST, columns[heading], value)
    book.save(target)


if __name__ == "__main__":
    fill(sys.argv[1], sys.argv[2], json.loads(sys.argv[3]))
