"""Validation of data against the shapes (https://www.w3.org/TR/shacl/)."""

from klimagraph.validation.reports import Finding, Report, as_json, as_text
from klimagraph.validation.worker import validate

__all__ = ["Finding", "Report", "as_json", "as_text", "validate"]
