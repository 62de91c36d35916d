"""The process that writes remarks into the workbook of a submitter."""

from pathlib import Path
from typing import Any

from klimagraph.rdf import Limits
from klimagraph.reports.annotating import write_annotated
from klimagraph.tables.sheets import open_book
from klimagraph.validation.plain import report_of
from klimagraph.validation.workplace import work


def annotate(options: dict[str, Any]) -> dict[str, str]:
    """Write the workbook of a task again, with the findings of its report at their cells.

    Raises InputRefused where a workbook may not be opened (macros, links, size).
    """
    task = options["task"]
    path, report = Path(task["path"]), report_of(task["report"])
    limits = Limits(options["raw"], options["unpacked"])
    open_book(path, report.source, limits)
    Path(task["output"]).write_bytes(write_annotated(path, report))
    return {}


if __name__ == "__main__":
    work(annotate)
