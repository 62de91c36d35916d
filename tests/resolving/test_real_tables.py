"""Names in tables of others whose keys are known: nothing that is certain is wrong."""

import os
from pathlib import Path

import pytest

from klimagraph.resolving import Asked, Resolver
from resolving.registers import rows

REFERENCE = Path(os.environ.get("KLIMAGRAPH_REFERENCE", ""))
needed = pytest.mark.skipif(
    not os.environ.get("KLIMAGRAPH_REFERENCE"), reason="KLIMAGRAPH_REFERENCE names the tables"
)


def key_of(row: dict[str, str]) -> str:
    """Return the key that a row of memberships means."""
    if row["member_type"] == "Kreis":
        return row["ars12"][:5]
    return row["ags8"] or row["ars12"][:9]


@needed
@pytest.mark.parametrize("typed", [True, False], ids=["with its kind", "the name alone"])
def test_members_of_alliances(resolver: Resolver, *, typed: bool) -> None:
    """Of the members as others wrote them nine in ten are certain, and all of these right."""
    members = rows(REFERENCE / "alliances" / "memberships_facts.csv")
    certain = []
    for row in members:
        kind = row["member_type"] if typed else ""
        found = resolver.resolve(Asked(row["member_as_written"], kind=kind))
        if found.certain:
            certain.append((row["member_as_written"], key_of(row), found.candidates[0].key))
    assert [case for case in certain if case[1] != case[2]] == []
    assert len(certain) >= 0.9 * len(members)


@needed
def test_recipients_of_grants(resolver: Resolver) -> None:
    """Companies, offices and clubs in Berlin are no authorities; the district is one."""
    recipients = {row["recipient"] for row in rows(REFERENCE / "funding" / "nki_funding_facts.csv")}
    found = {name: resolver.resolve(Asked(name)) for name in recipients}
    certain = {name: one.candidates[0].key for name, one in found.items() if one.certain}
    assert certain == {"Landkreis Harz": "15085"}
