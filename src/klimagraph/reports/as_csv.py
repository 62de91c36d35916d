"""A report as CSV that German spreadsheets open (https://www.rfc-editor.org/rfc/rfc4180)."""

import csv
import io

from klimagraph.reports.rows import TITLES, harmless, rows
from klimagraph.validation.findings import Report


def write_csv(report: Report) -> bytes:
    """Return a report as CSV: semicolons, UTF-8 with its mark, no cell that is a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(TITLES)
    writer.writerows([harmless(cell) for cell in row] for row in rows(report))
    return text.getvalue().encode("utf-8-sig")
