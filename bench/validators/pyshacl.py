"""pySHACL on graphs of rdflib."""

from pathlib import Path

from pyshacl import validate
from rdflib import RDF, SH, Graph

from bench.validators.files import SHAPES, whole


def run(folder: Path, file: Path) -> int:
    """Return the number of results."""
    data = Graph().parse(whole(folder, file), format="nt")
    shapes = Graph().parse(folder / SHAPES, format="nt")
    _, report, _ = validate(data, shacl_graph=shapes, inplace=True)
    return len(set(report.subjects(RDF.type, SH.ValidationResult)))
