"""Choosing by facets: any of one facet, all of several, counts as if nothing was chosen in it."""

import pytest

from klimagraph.errors import InputRefused
from klimagraph.exploring.facets import FACETS
from klimagraph.exploring.finding import find
from klimagraph.exploring.selection import MOST, Selection, read, rows_of
from klimagraph.exploring.table import Authority, Table, Value, numbers_of

NAMES = ("Adorf", "Bedorf", "Cedorf", "Dedorf")
WORDS = {"de": "x", "en": "x"}


def table() -> Table:
    """Return four places: the first two in state 01, the others in 02; B and C are members."""
    rows = {
        "state": {"01": 0b0011, "02": 0b1100},
        "member": {"k": 0b0110, "other": 0b1000},
        "plan": {"known": 0b0001, "not-known": 0b1110},
    }
    values = {
        facet.name: {
            key: Value(key, f"http://e/{key}", WORDS, bits)
            for key, bits in rows.get(facet.name, {}).items()
        }
        for facet in FACETS
    }
    authorities = tuple(Authority(f"http://e/{name}", name, 100, None, None) for name in NAMES)
    order = tuple(range(len(NAMES)))
    orders = {"name": order, "inhabitants": order[::-1], "year": order, "sum": order}
    numbers = {one.iri: number for number, one in enumerate(authorities)}
    return Table("1", authorities, values, {2030: 0b0001, 2040: 0b0110}, orders, numbers)


def names(*pairs: tuple[str, str]) -> str:
    """Return the first letters of the places that a selection finds."""
    held = table()
    selection = read(pairs, held)
    chosen = held.chosen(rows_of(held, selection), selection.sort)
    return "".join(held.authorities[number].name[0] for number in chosen)


def counts(facet: str, *pairs: tuple[str, str]) -> dict[str, int]:
    """Return what a facet offers for a selection."""
    held = table()
    offer = find(held, read(pairs, held)).offers[facet]
    return {choice.key: choice.count for choice in offer.choices}


def test_nothing_chosen_is_everybody() -> None:
    """Without a selection all are there."""
    assert names() == "ABCD"


def test_several_values_of_a_facet_are_any_of_them() -> None:
    """Within a facet one value is enough."""
    assert names(("member", "k"), ("member", "other")) == "BCD"


def test_several_facets_are_all_of_them() -> None:
    """Each facet limits further."""
    assert names(("member", "k"), ("state", "01")) == "B"


def test_a_span_of_years_has_both_ends() -> None:
    """The first and the last year belong to it."""
    assert names(("year-from", "2030"), ("year-to", "2040")) == "ABC"
    assert names(("year-from", "2031")) == "BC"
    assert names(("year-to", "2039")) == "A"


def test_a_facet_is_counted_without_its_own_filter() -> None:
    """What is chosen in a facet does not hide what else could be chosen there."""
    assert counts("state", ("state", "01"), ("member", "k")) == {"01": 1, "02": 1}
    assert counts("member", ("state", "01"), ("member", "k")) == {"k": 1}


def test_a_chosen_value_that_nobody_has_stays_to_be_removed() -> None:
    """An empty choice is shown with zero."""
    assert counts("member", ("state", "01"), ("member", "other")) == {"other": 0, "k": 1}


def test_known_and_not_known_are_everybody() -> None:
    """Both halves together leave nobody out."""
    assert names(("plan", "known"), ("plan", "not-known")) == "ABCD"


def test_the_order_is_the_one_asked_for() -> None:
    """Another order holds the same places."""
    assert names(("sort", "inhabitants")) == "DCBA"


def test_a_repeated_value_counts_once() -> None:
    """The same parameter twice is the same selection."""
    held = table()
    assert read([("state", "01")] * 3, held) == read([("state", "01")], held)


def test_a_value_is_removed_alone() -> None:
    """The others of the selection stay, from the first page on."""
    chosen = Selection({"state": ("01", "02"), "plan": ("known",)}, page=3)
    assert Selection({"state": ("02",), "plan": ("known",)}) == chosen.without("state", "01")
    assert Selection({"state": ("01", "02")}) == chosen.without("plan", "known")


@pytest.mark.parametrize(
    "pair",
    [
        ("state", "99"),
        ("state", "0" * 10_000),
        ("year-from", "-5"),
        ("year-from", "20x0"),
        ("year-to", "99999"),
        ("year-to", "0000"),
        ("sort", "price"),
        ("page", "0"),
        ("page", "-1"),
        ("page", "1e9"),
        ("plan", "' OR 1=1 --"),
    ],
)
def test_what_does_not_exist_is_refused(pair: tuple[str, str]) -> None:
    """A selection is never less than what was asked for without saying so."""
    with pytest.raises(InputRefused) as refused:
        read([pair], table())
    assert pair[0] in str(refused.value)


def test_years_that_cross_are_refused() -> None:
    """From 2040 to 2030 there is nothing."""
    with pytest.raises(InputRefused):
        read([("year-from", "2040"), ("year-to", "2030")], table())


def test_two_different_pages_are_refused() -> None:
    """What can be only one thing is not two."""
    with pytest.raises(InputRefused):
        read([("page", "1"), ("page", "2")], table())


@pytest.mark.parametrize("rows", [0, 1, 0b1010_0001, 1 << 12_000 | 5])
def test_numbers_of_bits(rows: int) -> None:
    """Each set bit gives its number, the lowest first."""
    expected = [number for number in range(rows.bit_length()) if rows >> number & 1]
    assert expected == list(numbers_of(rows))


def test_a_name_that_is_not_known_costs_nothing() -> None:
    """However many values it has, none of them is compared with the others."""

    class Costly(str):
        """A value that must not be compared."""

        __slots__ = ()

        def __eq__(self, other: object) -> bool:
            raise AssertionError("it was compared")

        def __hash__(self) -> int:
            return 0

    assert Selection() == read([("x", Costly("a")), ("x", Costly("b"))], table())


def test_hundreds_of_values_are_refused() -> None:
    """Nobody chooses so many; the message does not repeat them."""
    pairs = [("state", str(number)) for number in range(MOST + 1)]
    with pytest.raises(InputRefused, match=f"state has {MOST + 1} values; allowed are {MOST}"):
        read(pairs, table())
