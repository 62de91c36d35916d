"""A repair is proposed where it can be computed, and nowhere else."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Sequence

import pytest
from faulty import ACTIVE, MEMBERSHIP, Authority, findings, groups, only, values
from pyoxigraph import Store

from klimagraph.validation.findings import Finding
from klimagraph.validation.labels import Labels
from klimagraph.validation.repairs import repairs_of_names
from klimagraph.validation.repairs.dates import one_date, period, swapped

STATUS = "https://w3id.org/klimagraph/concept/membership-status/"
KINDS = ("Pattern", "NodeKind")
TOWN = "https://w3id.org/klimagraph/id/municipality/15085055"
BLANKENBURG = Authority(TOWN, "Blankenburg (Harz)", "15085055")
FLENSBURG = Authority(
    "https://w3id.org/klimagraph/id/municipality/01001000", "Flensburg", "01001000"
)


def register(name: str) -> Sequence[Authority]:
    """Return what a small register knows by name or key."""
    return [each for each in (BLANKENBURG, FLENSBURG) if name in (each.key, each.label.split()[0])]


@pytest.mark.parametrize(
    ("value", "slug"),
    [
        ("'Aktiv'", "active"),
        ("'aktiv'@de", "active"),
        ("'Laufend'", "active"),
        ("'Activ'", "active"),
        ("'beendet'", "ended"),
        (f"'{STATUS}active'", "active"),
        ("<https://w3id.org/klimagraph/concept/participation-kind/active>", "active"),
        ("<http://w3id.org/klimagraph/concept/membership-status/active>", "active"),
    ],
)
def test_the_concept_that_was_meant(value: str, slug: str) -> None:
    """A label, another name, a misspelling and another list lead to the concept."""
    found = findings(f"{MEMBERSHIP} ; klima:membershipStatus {value} .")
    proposed = {each.repairs[0].value for each in found if each.component.startswith(KINDS)}
    assert {STATUS + slug} == proposed


def test_a_concept_that_does_not_exist() -> None:
    """What is proposed is of the list of the property, not of the list in the address."""
    wrong = "https://w3id.org/klimagraph/concept/participation-kind/aktiv"
    finding = only(f"{MEMBERSHIP} ; klima:membershipStatus <{wrong}> .", "DeclaredConcept")
    assert [f"{STATUS}active"] == [each.value for each in finding.repairs]


def test_no_concept_is_guessed() -> None:
    """A word that is like none of the list is only told to be wrong."""
    assert not only(f"{MEMBERSHIP} ; klima:membershipStatus 'Quark' .", "Pattern").repairs


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("23.6.2017", "2017-06-23"),
        ("23.06.2017", "2017-06-23"),
        ("23. Juni 2017", "2017-06-23"),
        ("Juni 2017", "2017-06"),
        ("März 2022", "2022-03"),
        ("Maerz 2022", "2022-03"),
        ("6/2017", "2017-06"),
        ("2017/06/23", "2017-06-23"),
        ("2017-6-3", "2017-06-03"),
        ("20170623", "2017-06-23"),
        ("2017-06-23T00:00:00", "2017-06-23"),
        ("2017.0", "2017"),
        ("ca. 2017", "2017~"),
        ("2017-13", ""),
        ("31.2.2017", ""),
        ("23.6.17", ""),
        ("Sommer 2017", ""),
        ("gestern", ""),
    ],
)
def test_dates(text: str, date: str) -> None:
    """Dates as people write them become EDTF; what fits two days becomes nothing."""
    assert date == one_date(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seit 2017", "2017/.."),
        ("ab 1.1.2020", "2020-01-01/.."),
        ("bis Mai 2019", "../2019-05"),
        ("2016 bis 2018", "2016/2018"),
        ("vom 1.2.2016 bis zum 3.4.2018", "2016-02-01/2018-04-03"),
        ("2016 – 2018", "2016/2018"),
        ("2016-2018", "2016/2018"),
        ("seit langem", ""),
    ],
)
def test_periods(text: str, expected: str) -> None:
    """Periods as people write them become EDTF."""
    assert expected == period(text)


def test_a_period_in_data() -> None:
    """The proposal stands at the finding."""
    found = only(f"{MEMBERSHIP} ; {ACTIVE} ; klima:period 'seit 23.6.2017' .", "Pattern")
    assert ["2017-06-23/.."] == values(found)


@pytest.mark.parametrize("text", ["2017-13-01/..", "2017-02-30", "/", "irgendwann"])
def test_no_date_is_guessed(text: str) -> None:
    """What is no day gets no proposal."""
    told = findings(f"{MEMBERSHIP} ; {ACTIVE} ; klima:period '{text}' .")
    assert not [each.repairs for each in told if each.path.endswith("period") and each.repairs]


@pytest.mark.parametrize(
    ("text", "expected"), [("2018/2016", "2016/2018"), ("2016/2018", ""), ("2016", ""), ("x/y", "")]
)
def test_start_and_end_in_each_others_place(text: str, expected: str) -> None:
    """A period that ends before it starts is turned round."""
    assert expected == swapped(text)


def test_a_swapped_period_in_data() -> None:
    """The rule that finds it proposes the other order."""
    found = findings(f"{MEMBERSHIP} ; {ACTIVE} ; klima:period '2018/2016' .")
    assert ["2016/2018"] in [values(each) for each in found]


@pytest.mark.parametrize("text", ["1001000", "01 001 000", "1001000.0"])
def test_a_key_that_lost_its_zero(text: str) -> None:
    """A key is completed where an authority has it."""
    found = only(f"e:t a klima:Municipality ; klima:ags '{text}' .", "Pattern", register)
    assert ["01001000"] == values(found)
    assert "Meinten Sie 01001000 (Flensburg)?" == found.repairs[0].text_de


def test_a_key_of_nobody() -> None:
    """Where authorities are known and none has the key, another one is not made up."""

    def others(_name: str) -> Sequence[Authority]:
        return [BLANKENBURG]

    found = only("e:t a klima:Municipality ; klima:ags '1001999' .", "Pattern", others)
    assert not found.repairs


def test_a_municipality_by_its_name() -> None:
    """A name where a link is wanted leads to the authority, with its key."""
    found = only(
        f"e:m a klima:Membership ; klima:evidence e:b ; org:organization e:a ; {ACTIVE} ; "
        "org:member 'Blankenburg' .",
        "NodeKind",
        register,
    )
    assert "Meinten Sie Blankenburg (Harz), 15085055?" == found.repairs[0].text_de
    assert [TOWN] == values(found)


def test_a_thing_of_the_submission_by_its_name() -> None:
    """A name of something in the same file leads to it."""
    data = (
        f"{MEMBERSHIP} ; {ACTIVE} ; klima:joiningStep 'Beitritt' . e:j skos:prefLabel 'Beitritt' ."
    )
    assert ["https://example.org/j"] == values(only(data, "NodeKind"))


def test_an_address_as_text() -> None:
    """An IRI between quotation marks is to be written as a link."""
    data = f"{MEMBERSHIP} ; {ACTIVE} ; klima:joiningStep 'https://example.org/j2' ."
    assert ["https://example.org/j2"] == values(only(data, "NodeKind"))


@pytest.mark.parametrize("written", ["http://example.org/j", "https://example.org/j/"])
def test_an_address_in_another_spelling(written: str) -> None:
    """http for https and a last stroke lead to what is known."""
    data = f"{MEMBERSHIP} ; {ACTIVE} ; klima:joiningStep '{written}' . e:j skos:prefLabel 'B' ."
    assert ["https://example.org/j"] == values(only(data, "NodeKind"))


@pytest.mark.parametrize(
    ("text", "number"),
    [("48.000,50", "48000.50"), ("48000,5", "48000.5"), ("48.000,50 €", "48000.50")],
)
def test_numbers_as_germans_write_them(text: str, number: str) -> None:
    """With points, without units, and with its datatype, so that it does not stay a text."""
    found = findings(f"e:g a klima:Grant ; klima:amount '{text}' .")
    typed = f'"{number}"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    assert [typed] in [values(each) for each in found if each.path.endswith("amount")]


def test_a_name_without_its_language() -> None:
    """A text that lacks its language is proposed with German."""
    found = groups("e:a a klima:Alliance ; skos:prefLabel 'Bund' .", profile="submission/*.ttl")
    told = [values(each) for group in found for each in group.findings]
    assert ['"Bund"@de'] in told


def test_nothing_is_proposed_that_stands_there_already() -> None:
    """The value itself is no repair."""
    for each in findings(f"{MEMBERSHIP} ; klima:membershipStatus status:active, status:ended ."):
        assert each.value not in [repair.value for repair in each.repairs if repair.value]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("municipality/15085055", [TOWN]),
        ("municipality/1001000", [FLENSBURG.iri]),
        ("municipality/150850000055", [TOWN]),
        ("town/Blankenburg", [TOWN]),
        ("municipality/99999999", []),
        ("town/Nirgendwo", []),
    ],
)
def test_a_thing_that_does_not_exist(name: str, expected: list[str]) -> None:
    """A key without its zero, a longer key and a name in an address lead to the authority."""
    thing = f"https://w3id.org/klimagraph/id/{name}"
    unknown = Finding("violation", "f", "p", thing, "Fehlt.", "Missing.", "s", "KnownThing")
    told = repairs_of_names(unknown, Labels(Store()), register)
    assert expected == values(told)
