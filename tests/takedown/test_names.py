"""Names are found as people write them, and only as whole names."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import pytest

from klimagraph.takedown.names import GONE, Names

NAMES = Names(["Prof. Dr. Ina Möller-Weiß"])
FOUND = (
    "Ina Möller-Weiß",
    "INA MÖLLER-WEIß",
    "Ina Moeller-Weiss",
    "Ina  Möller-Weiß",
    "Prof. Dr. Ina Möller-Weiß",
    "Möller-Weiß, Ina",
    "Möller-Weiß Ina",
    "I. Möller-Weiß",
)


@pytest.mark.parametrize("text", FOUND)
def test_spelling_is_found(text: str) -> None:
    """A name goes however it is spelt, and what stands around it stays."""
    assert f"Das sagt {GONE}." == NAMES.in_text(f"Das sagt {text}.", near=False)


def test_genitive_goes_with_the_name() -> None:
    """What is left of a genitive would tell the end of the name."""
    assert f"{GONE} Büro" == Names(["Ina Hilbert"]).in_text("Ina Hilberts Büro", near=False)


def test_name_that_a_word_runs_into_is_found() -> None:
    """In copies of tables the cell before may run into a name."""
    assert f"Harzgerode{GONE}" == Names(["Ina Hilbert"]).in_text(
        "HarzgerodeIna Hilbert", near=False
    )


@pytest.mark.parametrize("text", ["Karolina Hilbert", "Hilbert", "Ina Hilbertshausen", "Ina"])
def test_other_names_stay(text: str) -> None:
    """Another person, a place and a given name alone are left as they are."""
    assert text == Names(["Ina Hilbert"]).in_text(text, near=False)


def test_surname_goes_near_the_person_only() -> None:
    """A surname alone is hers where her claims are told, and may be a town elsewhere."""
    names = Names(["Ina Halle"])
    assert f"Frau {GONE}" == names.in_text("Frau Halle", near=True)
    assert "Stadt Halle" == names.in_text("Stadt Halle", near=False)


def test_name_in_an_address_is_found() -> None:
    """Whoever makes an IRI of a name does so with hyphens and without umlauts."""
    iri = "https://w3id.org/klimagraph/id/reading/ina-moeller-weiss--1"
    assert iri.replace("ina-moeller-weiss", "x") == NAMES.in_address(iri, "x")


def test_single_word_is_no_whole_name() -> None:
    """Where only one word is known it is looked for near the person, not everywhere."""
    assert "Halle" == Names(["Halle"]).in_text("Halle", near=False)


JURGEN = Names(["Jürgen Müller"])
ADDRESSES = (
    "J%C3%BCrgen-M%C3%BCller",
    "j%c3%bcrgen-m%c3%bcller",
    "M%C3%9CLLER%2C%20J%C3%9CRGEN",
    "Ju%CC%88rgen_Mu%CC%88ller",
    "J%FCrgen.M%FCller",
    "jurgen-muller",
    "juergen-mueller",
    "JuergenMueller",
    "juergenmueller",
    "juergen%2dmueller",
    "juergen%5Fmueller",
    "mueller,%20juergen",
    "Jürgen/Müller",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_encoded_name_in_an_address_is_found(address: str) -> None:
    """Umlauts are encoded in UTF-8, taken apart, in Latin 1 or left out; signs between, too."""
    for before, after in (("https://example.org/team/", ".html"), ("mailto:", "@example.org")):
        assert f"{before}x{after}" == JURGEN.in_address(before + address + after, "x")


@pytest.mark.parametrize("address", ["hannahuber", "anna-huberin", "annahuberei", "huber/joanna"])
def test_other_words_of_an_address_stay(address: str) -> None:
    """What only holds the letters of a name is no name."""
    iri = f"https://example.org/{address}"
    assert iri == Names(["Anna Huber"]).in_address(iri, "x")
