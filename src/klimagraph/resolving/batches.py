"""Reconciliation queries as they come (https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/#reconciliation-queries)."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from klimagraph.errors import InputRefused, InputTooLarge
from klimagraph.namespaces import THINGS
from klimagraph.resolving.values import Asked

LARGEST = 100
"""Queries of a batch."""
MOST = 10
"""Candidates of an answer where no limit is given, and the most."""
TYPES = 20
"""Types of a query."""
ENTITIES, PROPERTIES = 1000, 20
"""Things and properties of one data extension query."""
LIMITS = ("state", "district", "kind", "day", "key")
"""Properties that narrow a query; others are left unread."""


@dataclass(frozen=True)
class ReconciliationQuery:
    """One query: what is asked, for which types, for how many candidates."""

    asked: Asked
    types: tuple[str, ...]
    limit: int


@dataclass(frozen=True)
class ExtensionQuery:
    """Things, and the properties whose values are wanted."""

    ids: tuple[str, ...]
    properties: tuple[str, ...]


def read_batch(text: str) -> dict[str, ReconciliationQuery]:
    """Return the queries of a batch; raises InputRefused, InputTooLarge."""
    batch = _object(text, "queries")
    if len(batch) > LARGEST:
        raise InputTooLarge(f"the batch has {len(batch)} queries; allowed are at most {LARGEST}")
    return {name: _query(name, value) for name, value in batch.items()}


def read_extension(text: str) -> ExtensionQuery:
    """Return a data extension query; raises InputRefused, InputTooLarge."""
    query = _object(text, "extend")
    ids, wanted = query.get("ids"), query.get("properties")
    if not isinstance(ids, list) or not isinstance(wanted, list):
        raise InputRefused("extend needs ids and properties, both are lists")
    if len(ids) > ENTITIES or len(wanted) > PROPERTIES:
        raise InputTooLarge(f"extend takes {ENTITIES} ids and {PROPERTIES} properties at most")
    if not all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in wanted):
        raise InputRefused("extend: each property is an object with an id")
    if not all(isinstance(item, str) for item in ids):
        raise InputRefused("extend: each of ids is a string")
    return ExtensionQuery(tuple(ids), tuple(item["id"] for item in wanted))


def _object(text: str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
        json.dumps(value, ensure_ascii=False).encode()  # half of a pair of escapes is no text
    except (ValueError, RecursionError) as error:
        raise InputRefused(f"{name} is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise InputRefused(f"{name} is a JSON object, not {type(value).__name__}")
    return value


def _query(name: str, value: Any) -> ReconciliationQuery:
    if not isinstance(value, dict):
        raise InputRefused(f"query {name}: an object is needed")
    text, limit = value.get("query", ""), value.get("limit", MOST)
    types = value.get("type", [])
    types = [types] if isinstance(types, str) else types
    if not isinstance(text, str):
        raise InputRefused(f"query {name}: query is a string")
    if not isinstance(limit, int | float) or isinstance(limit, bool) or not limit >= 1:
        raise InputRefused(f"query {name}: limit is a number from 1 on")
    if not isinstance(types, list) or not all(isinstance(item, str) for item in types):
        raise InputRefused(f"query {name}: type is a string or a list of strings")
    if len(types) > TYPES:
        raise InputRefused(f"query {name}: {len(types)} types; allowed are at most {TYPES}")
    values = _properties(name, value.get("properties") or [])
    if not text and not values:
        raise InputRefused(f"query {name}: query or properties are needed")
    asked = Asked(
        f"{values.get('key', '')} {text}".strip(),
        values.get("state", ""),
        values.get("district", ""),
        values.get("kind", ""),
        _day(name, values.get("day", "")),
    )
    return ReconciliationQuery(asked, tuple(types), int(min(limit, MOST)))


def _properties(name: str, items: Any) -> dict[str, str]:
    if not isinstance(items, list):
        raise InputRefused(f"query {name}: properties is a list")
    found: dict[str, str] = {}
    for item in items:
        if not isinstance(item, dict) or not isinstance(item.get("pid"), str) or "v" not in item:
            raise InputRefused(f"query {name}: each property is an object with pid and v")
        text = _value(item["v"])
        if item["pid"] in LIMITS and text:
            found[item["pid"]] = text
    return found


def _value(value: Any) -> str:
    """Return the text of a property value; of several the first that says something."""
    if isinstance(value, list):
        return next((text for item in value if (text := _value(item))), "")
    if isinstance(value, dict):
        text = value.get("id", "")
        return f"{THINGS}{text}" if isinstance(text, str) and "/" in text else str(text)
    return "" if value is None else str(value).strip()


def _day(name: str, text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise InputRefused(
            f"query {name}: day is {text!r}; allowed is a date such as 2024-06-01"
        ) from None
