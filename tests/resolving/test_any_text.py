"""Whatever somebody writes has an answer in the same form."""

import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from klimagraph.errors import IndexDamaged
from klimagraph.releases import current_name
from klimagraph.resolving import Asked, Resolver, open_resolver
from klimagraph.resolving.resolver import MOST
from resolving.registers import municipalities

PIECES = ["Stadt", "Kreis", "Landkreis", "Neuenkirchen", "Halle", "(", ")", ",", "/", ".", " "]
PIECES += ["St.", "a.", "i.", "NRW", "15085055", "38889", "Berg", "Harz", "Amt", "VG", "der", "und"]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=9).map(" ".join))


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=TEXTS, state=TEXTS, kind=TEXTS)
def test_any_text(name: str, state: str, kind: str, resolver: Resolver) -> None:
    """An answer is certain with one candidate, or it is not and each has a reason against it."""
    for asked in (Asked(name), Asked(name, state=state), Asked(name, state, state, kind)):
        found = resolver.resolve(asked)
        assert len(found.candidates) <= (1 if found.certain else MOST)
        assert [one.score == 1 for one in found.candidates] == [found.certain] * len(
            found.candidates
        )
        assert all(one.reasons_de and one.reasons_en for one in found.candidates)


@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    one=st.sampled_from(municipalities()),
    place=st.integers(1, 40),
    letter=st.sampled_from("aeinrstx1"),
)
def test_mistyped(one: object, place: int, letter: str, resolver: Resolver) -> None:
    """A wrong letter is certain only where the register has what it makes."""
    name = str(getattr(one, "short", ""))
    wrong = name[: place % len(name)] + letter + name[place % len(name) + 1 :]
    found = resolver.resolve(Asked(wrong))
    if found.certain:
        exact = ("Name im Verzeichnis", "Name ohne Zusatz", "anderer Name", "Schreibweise von")
        assert found.candidates[0].reasons_de[0].startswith(exact)


def test_no_connection(
    bundled_home: Path, monkeypatch: pytest.MonkeyPatch, resolver: Resolver
) -> None:
    """A resolver works where no socket can be made."""

    def refused(*_values: object, **_names: object) -> None:
        raise AssertionError("a socket was made")

    monkeypatch.setattr(socket, "socket", refused)
    with open_resolver(bundled_home, current_name(bundled_home) or "") as opened:
        for name in ("Tastrup", "Halbertsadt", "Neuenkirchen (Kreis Steinfurt)"):
            assert opened.resolve(Asked(name)) == resolver.resolve(Asked(name))


def test_no_index(tmp_path: Path) -> None:
    """A release without index is refused when the resolver is opened."""
    with pytest.raises(IndexDamaged):
        open_resolver(tmp_path, "2026.1.0")
