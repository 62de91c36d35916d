"""Reports as plain JSON and back, for the way out of the process that makes them."""

from typing import Any

from klimagraph.places import Excerpt, Line, Place
from klimagraph.validation.findings import Finding, Group, Repair, Report


def report_of(data: dict[str, Any]) -> Report:
    """Return the report that `dataclasses.asdict` made plain."""
    groups = tuple(_group(each) for each in data["groups"])
    excerpts = {name: _excerpt(each) for name, each in data.get("excerpts", {}).items()}
    return Report(**data | {"groups": groups, "excerpts": excerpts})


def _group(data: dict[str, Any]) -> Group:
    return Group(**data | {"findings": tuple(_finding(each) for each in data["findings"])})


def _finding(data: dict[str, Any]) -> Finding:
    repairs = tuple(Repair(**each) for each in data["repairs"])
    place = Place(**data["place"]) if data["place"] else None
    return Finding(**data | {"repairs": repairs, "place": place})


def _excerpt(data: dict[str, Any]) -> Excerpt:
    lines = (Line(each["number"], tuple(each["parts"]), each["marked"]) for each in data["lines"])
    return Excerpt(tuple(lines), tuple(data["columns"]))
