"""Reports as plain JSON and back, for the way out of the process that makes them."""

from typing import Any

from klimagraph.places import Place
from klimagraph.validation.findings import Finding, Group, Repair, Report


def report_of(data: dict[str, Any]) -> Report:
    """Return the report that `dataclasses.asdict` made plain."""
    return Report(**data | {"groups": tuple(_group(each) for each in data["groups"])})


def _group(data: dict[str, Any]) -> Group:
    return Group(**data | {"findings": tuple(_finding(each) for each in data["findings"])})


def _finding(data: dict[str, Any]) -> Finding:
    repairs = tuple(Repair(**each) for each in data["repairs"])
    place = Place(**data["place"]) if data["place"] else None
    return Finding(**data | {"repairs": repairs, "place": place})
