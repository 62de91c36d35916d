"""Validation of data against the shapes (https://www.w3.org/TR/shacl/)."""

from klimagraph.validation.findings import Finding, Report
from klimagraph.validation.task import Task
from klimagraph.validation.worker import annotate, validate

__all__ = ["Finding", "Report", "Task", "annotate", "validate"]
