"""Names as people write them; `certain.csv` and `uncertain.csv` say what is meant."""

from datetime import date
from pathlib import Path

import pytest

from klimagraph.resolving import Asked, Resolver
from resolving.registers import names, rows

HERE = Path(__file__).parent
CERTAIN, UNCERTAIN = rows(HERE / "certain.csv"), rows(HERE / "uncertain.csv")


def asked(row: dict[str, str]) -> Asked:
    """Return the question of a row."""
    day = date.fromisoformat(row["day"]) if row["day"] else None
    return Asked(row["written"], row["state"], row["district"], row["kind"], day)


def title(row: dict[str, str]) -> str:
    """Return how a row is called among the tests."""
    return " · ".join(row[name] for name in row if name not in ("official", "keys") and row[name])


@pytest.mark.parametrize("row", CERTAIN, ids=title)
def test_meant(row: dict[str, str], resolver: Resolver) -> None:
    """What is written in a way that leaves no doubt is resolved, to one thing and with reasons."""
    found = resolver.resolve(asked(row))
    assert (row["key"], True) == (
        found.candidates[0].key if found.candidates else "",
        found.certain,
    )
    assert len(found.candidates) == 1
    assert found.candidates[0].score == 1
    assert found.candidates[0].reasons_de
    assert len(found.candidates[0].reasons_de) == len(found.candidates[0].reasons_en)


@pytest.mark.parametrize("row", CERTAIN, ids=title)
def test_the_register_says_so(row: dict[str, str]) -> None:
    """The expected keys are those that the register has for the official names."""
    assert row["official"] == names()[row["key"]]


@pytest.mark.parametrize("row", UNCERTAIN, ids=title)
def test_not_guessed(row: dict[str, str], resolver: Resolver) -> None:
    """What may mean several things, or is only alike, is not certain; what is meant is offered."""
    found = resolver.resolve(asked(row))
    assert not found.certain
    assert set(row["keys"].split()) <= {one.key for one in found.candidates}
    assert all(one.score < 1 for one in found.candidates)


def test_lost_zero_is_told(resolver: Resolver) -> None:
    """A key that lost its zero says so."""
    candidate = resolver.resolve(Asked("8336045")).candidates[0]
    assert (candidate.key, candidate.reasons_de[0]) == ("08336045", "führende Null fehlt: 08336045")


def test_candidate_tells_where_it_lies(resolver: Resolver) -> None:
    """A candidate has the labels of its kind, state and district."""
    found = resolver.resolve(Asked("Neuenkirchen (Kreis Steinfurt)")).candidates[0]
    assert (
        found.kind,
        found.state,
        found.district,
    ) == ("Gemeinde", "Nordrhein-Westfalen", "Kreis Steinfurt")
    assert "liegt in: Kreis Steinfurt" in found.reasons_de
    assert "lies in: Kreis Steinfurt" in found.reasons_en


def test_bare_name_says_who_else_has_it(resolver: Resolver) -> None:
    """That a bare name means the town and not its district is said."""
    reasons = resolver.resolve(Asked("Göttingen")).candidates[0].reasons_de
    assert any("Landkreis Göttingen" in reason for reason in reasons)


def test_former_authority_says_when(resolver: Resolver) -> None:
    """A former authority says until when it existed."""
    candidate = resolver.resolve(Asked("Tastrup")).candidates[0]
    assert any("31.12.2021" in reason for reason in candidate.reasons_de)


@pytest.mark.parametrize(
    "name",
    ["", " ", "((((", "'; DROP TABLE things;--", "\x00", "\ud800", "Ω" * 150, "x" * 5000, "*", '"'],
)
def test_nonsense_finds_nothing(name: str, resolver: Resolver) -> None:
    """Text that is no name has no certain answer and does no harm."""
    assert not resolver.resolve(Asked(name, state=name, district=name, kind=name)).certain
    assert not resolver.resolve(Asked("Thale", state=name.strip() or "?", kind=name)).certain
    assert resolver.resolve(Asked("Halberstadt")).certain


def test_other_classes(resolver: Resolver) -> None:
    """Other things than authorities are found where their class is asked for."""
    found = resolver.resolve(Asked("Klima-Bündnis", kind="klima:Alliance"))
    assert (found.candidates[0].key, found.certain) == ("klima-buendnis", True)
    assert not resolver.resolve(Asked("Göttingen", kind="klima:Alliance")).certain
