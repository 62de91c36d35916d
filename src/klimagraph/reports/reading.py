"""Reading a report in JSON back, which may come from anybody."""

import json
from typing import Any

from klimagraph.errors import InputRefused
from klimagraph.places import Place
from klimagraph.reports.as_json import VERSION
from klimagraph.validation.findings import SEVERITIES, Finding, Group, Repair, Report

TEXTS = (
    "focus", "path", "value", "message_de", "message_en", "shape", "component", "focus_label",
    "path_label_de", "path_label_en", "value_label", "expected_de", "expected_en", "example",
    "identifier", "value_term",
)  # fmt: skip
PLACE_TEXTS, NUMBERS = ("sheet", "cell", "heading", "text"), ("line", "column", "row")
GROUP_TEXTS = ("identifier", "title_de", "title_en", "repair_de", "repair_en")
REPORT_TEXTS = ("source", "profile", "release", "digest")
LARGEST = 2**53
"""Numbers above this are no counts of anything."""


def read_report(data: bytes) -> Report:
    """Return the report that JSON holds; raises InputRefused with the place."""
    content = _object(_parsed(data), "the report")
    if content.get("version") != VERSION:
        raise InputRefused(f"version has to be {VERSION}")
    findings: dict[str, list[Finding]] = {}
    for number, each in enumerate(_list(content, "findings", "")):
        where = f"findings[{number}]"
        row = _object(each, where)
        findings.setdefault(_text(row, "group", where), []).append(_finding(row, where))
    groups = [
        _group(_object(each, f"groups[{number}]"), f"groups[{number}]", findings)
        for number, each in enumerate(_list(content, "groups", ""))
    ]
    if findings:
        raise InputRefused(f"group {min(findings)!r} of a finding is not among the groups")
    texts: dict[str, Any] = {name: _text(content, name, "") for name in REPORT_TEXTS}
    return Report(triples=_count(content, "triples", ""), groups=tuple(groups), **texts)


def _parsed(data: bytes) -> Any:
    """Return what JSON says; raises InputRefused for text that is none, with line and column."""
    try:
        return json.loads(data.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise InputRefused(f"this is not UTF-8: {error}") from None
    except json.JSONDecodeError as error:
        message = f"this is not JSON: {error.msg}"
        raise InputRefused(message, line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise InputRefused("this is nested too deeply") from None
    except ValueError as error:
        raise InputRefused(f"this is not JSON: {error}") from None


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _group(row: dict[str, Any], where: str, findings: dict[str, list[Finding]]) -> Group:
    texts = {name: _text(row, name, where) for name in GROUP_TEXTS}
    shown = findings.pop(texts["identifier"], [])
    count = _count(row, "count", where)
    if count < len(shown):
        raise InputRefused(f"{where}.count is less than the number of its findings")
    return Group(severity=_severity(row, where), count=count, findings=tuple(shown), **texts)


def _finding(row: dict[str, Any], where: str) -> Finding:
    repairs = [
        _repair(_object(each, f"{where}.repairs"), f"{where}.repairs")
        for each in _list(row, "repairs", where)
    ]
    place = row.get("place")
    return Finding(
        severity=_severity(row, where),
        repairs=tuple(repairs),
        place=None if place is None else _place(_object(place, f"{where}.place"), f"{where}.place"),
        **{name: _text(row, name, where) for name in TEXTS},
    )


def _repair(row: dict[str, Any], where: str) -> Repair:
    return Repair(*(_text(row, name, where) for name in ("text_de", "text_en", "value")))


def _place(row: dict[str, Any], where: str) -> Place:
    numbers = {
        name: None if row.get(name) is None else _count(row, name, where) for name in NUMBERS
    }
    return Place(**numbers, **{name: _text(row, name, where) for name in PLACE_TEXTS})  # type: ignore[arg-type]  # names tell which are numbers


def _object(value: Any, where: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise InputRefused(f"{where} has to be an object")
    return value


def _list(row: dict[str, Any], name: str, where: str) -> list[Any]:
    value = row.get(name)
    if not isinstance(value, list):
        raise InputRefused(f"{_at(where, name)} has to be a list")
    return value


def _text(row: dict[str, Any], name: str, where: str) -> str:
    value = row.get(name)
    if not isinstance(value, str):
        raise InputRefused(f"{_at(where, name)} has to be a text")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise InputRefused(f"{_at(where, name)} holds half a character")
    return value


def _count(row: dict[str, Any], name: str, where: str) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= LARGEST:
        raise InputRefused(f"{_at(where, name)} has to be a whole number from 0")
    return value


def _severity(row: dict[str, Any], where: str) -> str:
    value = _text(row, "severity", where)
    if value not in SEVERITIES:
        raise InputRefused(f"{where}.severity has to be one of {', '.join(SEVERITIES)}")
    return value


def _at(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name
