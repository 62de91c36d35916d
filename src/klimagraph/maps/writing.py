"""Members as JSON, as the map on the pages reads them and programs may."""

import json
from collections.abc import Iterable
from typing import Any

from klimagraph.maps.members import Member, Members, Part, Term


def members_json(found: Members) -> bytes:
    """Return members with their alliances, and the names of everything that they speak of."""
    parts = [part for member in found.members for part in member.parts]
    document = {
        "release": found.release,
        "alliances": {one.path: one.name for one in found.alliances},
        "kinds": _terms(part.kind for part in parts),
        "statuses": _terms(part.status for part in parts),
        "members": [_member(one) for one in found.members],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _terms(terms: Iterable[Term]) -> dict[str, dict[str, str]]:
    return {term.name: {"de": term.de, "en": term.en} for term in terms}


def _member(one: Member) -> dict[str, Any]:
    return {
        "path": one.path,
        "name": one.name,
        "point": one.point,
        "in": [_part(part) for part in one.parts],
        "years": [{"year": year.year, "of": year.whose} for year in one.years],
    }


def _part(part: Part) -> dict[str, str | None]:
    return {
        "alliance": part.alliance,
        "kind": part.kind.name,
        "status": part.status.name,
        "period": part.period or None,
    }
