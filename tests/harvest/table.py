"""The table of docs/harvesters.md: which properties each portal reads, measured with CKAN.

`python -m harvest.table` in the folder `tests` writes it anew (`make harvesters`).
"""

import json
import subprocess
from pathlib import Path

from pyoxigraph import RdfFormat

from harvest.clients import CKAN, PROGRAMS, ROOT
from klimagraph.harvest_check.faults import GOVDATA
from klimagraph.harvest_check.graph import Graph, read
from klimagraph.harvest_check.losses import Loss, losses, short

DOCUMENT = ROOT / "docs" / "harvesters.md"
EVERYTHING = PROGRAMS / "everything.ttl"
START, END = "<!-- table: make harvesters -->", "<!-- end of the table -->"
HEAD = (
    "| At | Property | CKAN (measured) | GovData (rule) | piveau |",
    "| --- | --- | --- | --- | --- |",
)


def measured() -> dict[tuple[str, str], bool]:
    """Return of each class and property whether CKAN reads it."""
    command = [CKAN / "python", PROGRAMS / "ckan_coverage.py", EVERYTHING]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    return {(short(kind), short(name)): read for kind, name, read in json.loads(done.stdout)}


def predicted() -> tuple[Loss, ...]:
    """Return what the harvest check says portals lose of everything."""
    return losses([everything()])


def everything() -> Graph:
    """Return the dataset with every property."""
    return read(EVERYTHING.read_bytes(), RdfFormat.TURTLE, "")


def table() -> str:
    """Return the table as Markdown."""
    lost = {(loss.kind, loss.name) for loss in predicted() if loss.client == GOVDATA}
    rows = [
        f"| `{kind}` | `{name}` | {_mark(read)} | {_mark((kind, name) not in lost)} | yes |"
        for (kind, name), read in measured().items()
        if name != "dcat:dataset"
    ]
    return "\n".join((START, *HEAD, *rows, END))


def written(path: Path = DOCUMENT) -> str:
    """Return the document with the table as it is measured now."""
    text = path.read_text()
    before, _, rest = text.partition(START)
    return before + table() + rest.partition(END)[2]


def _mark(read: bool) -> str:
    return "yes" if read else "–"


if __name__ == "__main__":
    DOCUMENT.write_text(written())
