"""All of the register: what is the only one of its name is certain, what is not never is."""

from collections import Counter

import pytest

from klimagraph.folding import folded, joined
from klimagraph.resolving import Asked, Resolver
from klimagraph.search.entries import base_of
from resolving.registers import Official, areas, district_of, municipalities, names, shared, units

LEVELS = ("state", "region", "district", "association")


def answer(resolver: Resolver, asked: Asked) -> str:
    """Return the key of what is certain, nothing where nothing is."""
    found = resolver.resolve(asked)
    return found.candidates[0].key if found.certain else ""


def wrong(resolver: Resolver, cases: list[tuple[Asked, str]]) -> list[tuple[str, str, str]]:
    """Return the cases with another certain answer than theirs."""
    found = [(asked.name, key, answer(resolver, asked)) for asked, key in cases]
    return [case for case in found if case[2] and case[1] != case[2]]


def test_tables_are_read() -> None:
    """There are 396 names that 895 municipalities share."""
    assert (
        len(shared()),
        sum(one.short in shared() for one in municipalities()),
    ) == (396, 895)


def test_shared_names_are_never_certain(resolver: Resolver) -> None:
    """A name of several municipalities has no certain answer, in no spelling."""
    for name in shared():
        for written in (name, name.upper(), f"Gemeinde {name}"):
            assert answer(resolver, Asked(written)) == "", written


def test_shared_names_offer_all(resolver: Resolver) -> None:
    """Of a name that two municipalities share both are candidates."""
    pairs = [name for name, number in counted().items() if number == 2]
    for name in pairs:
        keys = {one.key for one in municipalities() if one.short == name}
        assert keys <= {one.key for one in resolver.resolve(Asked(name)).candidates}, name


def test_official_names(resolver: Resolver) -> None:
    """An official name without its like, folded and without additions, is certain and right."""
    alone = Counter(form for one in municipalities() for form in forms(one))
    known = [*areas(), *(one for level in LEVELS for one in units(level))]
    others = {form for one in known for form in forms(one)}
    unique = [
        one
        for one in municipalities()
        if all(alone[form] == 1 and form not in others for form in forms(one))
    ]
    assert len(unique) > 8000
    failed = [one for one in unique if answer(resolver, Asked(one.name)) != one.key]
    assert failed == []
    assert [one for one in unique if answer(resolver, Asked(one.short)) != one.key] == []


def test_no_official_name_is_taken_for_another(resolver: Resolver) -> None:
    """Whatever is certain of all official and short names is right."""
    cases = [(Asked(one.name), one.key) for one in municipalities()]
    cases += [(Asked(one.name.upper()), one.key) for one in municipalities()]
    cases += [(Asked(one.short), one.key) for one in municipalities()]
    assert wrong(resolver, cases) == []


@pytest.mark.parametrize("column", [True, False], ids=["in a column", "in brackets"])
def test_district_tells_apart(resolver: Resolver, *, column: bool) -> None:
    """With its district a shared name is certain and right, where it is once in the district."""
    places = [(one, district_of(one)) for one in municipalities()]
    number = Counter((one.short, district) for one, district in places)
    cases = [
        (
            Asked(one.short, district=district) if column else Asked(f"{one.short} ({district})"),
            one.key,
        )
        for one, district in places
        if district
    ]
    assert wrong(resolver, cases) == []
    alone = [
        (asked, one.key)
        for (asked, _), (one, district) in zip(
            cases, [place for place in places if place[1]], strict=True
        )
        if one.short in shared() and number[one.short, district] == 1
    ]
    right = sum(answer(resolver, asked) == key for asked, key in alone)
    assert len(alone) > 700
    assert right >= 0.97 * len(alone)


def test_state_tells_apart(resolver: Resolver) -> None:
    """With its state a name is certain and right, or not certain."""
    states = {one.key: one.name for one in units("state")}
    cases = [(Asked(one.short, state=states[one.key[:2]]), one.key) for one in municipalities()]
    assert wrong(resolver, cases) == []
    assert sum(answer(resolver, asked) == key for asked, key in cases) > 10_000


@pytest.mark.parametrize("level", LEVELS)
def test_keys_of_units(level: str, resolver: Resolver) -> None:
    """The key of a unit is certain, but for five digits that are a postal code too."""
    for one in units(level):
        found = resolver.resolve(Asked(one.key))
        assert one.key == found.candidates[0].key
        codes = any("Postleitzahl" in text for item in found.candidates for text in item.reasons_de)
        assert found.certain is not codes


def test_keys_of_municipalities(resolver: Resolver) -> None:
    """Both keys of every municipality are certain; without their zero they are candidates."""
    for one in municipalities():
        assert one.key == answer(resolver, Asked(one.key))
        assert one.key == answer(resolver, Asked(one.ars))
        if one.key.startswith("0"):
            found = resolver.resolve(Asked(one.key[1:]))
            assert (False, one.key) == (found.certain, found.candidates[0].key)


@pytest.mark.parametrize("level", ["district", "association"])
def test_labels_of_units(level: str, resolver: Resolver) -> None:
    """The label of a district is certain, that of an association where it is the only one."""
    labels = {one.key: resolver.places.label(iri(level, one.key)) for one in units(level)}
    assert set(labels) <= set(names())
    number = Counter(labels.values())
    failed = [
        (label, key)
        for key, label in labels.items()
        if number[label] == 1 and answer(resolver, Asked(label)) != key
    ]
    assert ([], len(failed) <= 3) == (
        wrong(resolver, [(Asked(label), key) for key, label in labels.items()]),
        True,
    )


def iri(level: str, key: str) -> str:
    """Return the IRI of a unit."""
    return f"https://w3id.org/klimagraph/id/{level}/{key}"


def counted() -> Counter[str]:
    """Return how many municipalities have a short name."""
    return Counter(one.short for one in municipalities() if one.short in shared())


def forms(one: Official) -> set[str]:
    """Return the forms under which a name is compared: as it is, short, without addition."""
    texts = (one.name, one.short, base_of(one.short))
    return {joined(folded(text)) for text in texts}
