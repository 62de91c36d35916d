"""Validation by shapes that are compiled to SPARQL (https://www.w3.org/TR/shacl/, ADR 0010)."""

from klimagraph.shacl.data import Data
from klimagraph.shacl.literals import load
from klimagraph.shacl.reading import read_shapes
from klimagraph.shacl.results import Result
from klimagraph.shacl.running import validate

__all__ = ["Data", "Result", "load", "read_shapes", "validate"]
