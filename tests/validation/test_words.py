"""Findings say in both languages what is wrong, what is allowed, and show an example."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Iterator
from pathlib import Path

import pytest
from faulty import ACTIVE, MEMBERSHIP, findings, groups, only
from pyoxigraph import Literal, RdfFormat, Store

from klimagraph.bundle import bundle_folder
from klimagraph.shacl.shapes import Shape
from klimagraph.validation.checking import shapes_of
from klimagraph.validation.labels import Labels
from klimagraph.validation.patterns import concepts_of, in_words

MEMBERS = "e:m a klima:Membership ; klima:evidence e:b ; org:organization e:a ;" + ACTIVE


def test_what_is_missing() -> None:
    """A message that lumps constraints together is replaced by one that says which is broken."""
    found = only(f"{MEMBERS} .", "MinCount")
    told = (found.message_de, found.message_en)
    assert ("Die Angabe „Mitglied“ fehlt.", "“Member” is missing.") == told
    assert found.expected_de.startswith("genau eine Angabe")


def test_what_is_there_twice() -> None:
    """The values of which one is too many are named."""
    found = only(f"{MEMBERSHIP}, e:t ; {ACTIVE} . e:s skos:prefLabel 'Stadt S'@de .", "MaxCount")
    twice = "2 Angaben („Stadt S“, „https://example.org/t“), höchstens eine Angabe ist erlaubt."
    assert f"Mitglied: {twice}" == found.message_de
    assert "Stadt S, https://example.org/t" == found.value_label


def test_text_instead_of_a_link() -> None:
    """A text where a link is wanted is called that."""
    found = only(f"{MEMBERS} ; org:member 'Stadt S' .", "NodeKind")
    assert found.message_de.startswith("Mitglied: „Stadt S“ steht als Text da; erwartet wird")
    assert found.message_en.startswith("Member: “Stadt S” is written as text; expected is a link")


def test_the_wrong_list() -> None:
    """A concept of another list is called that, and the concepts of the right one are named."""
    wrong = "<https://w3id.org/klimagraph/concept/participation-kind/member>"
    found = only(f"{MEMBERSHIP} ; klima:membershipStatus {wrong} .", "Pattern")
    expected = (
        "Stand der Mitgliedschaft: „Mitglied“ gehört zur Liste „Art der Beteiligung“, "
        "nötig ist ein Begriff der Liste „Stand der Mitgliedschaft“."
    )
    assert expected == found.message_de
    assert "genau eine Angabe, einer der Begriffe: Aktiv, Aufgenommen," in found.expected_de
    assert "one of the concepts: Active, Admitted," in found.expected_en
    assert "Aktiv (https://w3id.org/klimagraph/concept/membership-status/active)" == found.example


def test_things_have_their_names() -> None:
    """Labels stand in the place of IRIs, official keys beside names."""
    town = "e:s a klima:Municipality ; skos:prefLabel 'Ilsenburg'@de ; klima:ags '15085190' ."
    found = [each for each in findings(town) if each.focus_label]
    assert {"Ilsenburg, 15085190"} == {each.focus_label for each in found}


def test_messages_of_rules_have_names_in_them() -> None:
    """A rule over several properties is told with labels as well."""
    data = """
    e:m a klima:Membership ; klima:evidence e:b ; org:member e:a ; org:organization e:a ;
      klima:membershipStatus status:ended ; klima:period '2016/..' .
    """
    told = [each.message_de for each in findings(data)]
    assert "Mitglied und Bündnis sind dasselbe." in told
    assert "Die Mitgliedschaft ist beendet, ihr Zeitraum 2016/.. aber offen." in told


def test_a_thing_without_a_name() -> None:
    """What has no name is called by its class."""
    assert "Mitgliedschaft m" == only(f"{MEMBERS} .", "MinCount").focus_label


def test_a_concept_that_does_not_exist() -> None:
    """An entry that is on no list is a violation, and the nearest one is proposed."""
    found = only(f"{MEMBERSHIP} ; klima:membershipStatus status:aktiv .", "DeclaredConcept")
    expected = (
        "Auf der Liste „Stand der Mitgliedschaft“ gibt es keinen Eintrag „aktiv“. "
        "Meinten Sie „Aktiv“?"
    )
    assert ("violation", expected) == (found.severity, found.message_de)


def test_a_concept_of_the_submitter() -> None:
    """A concept that the data describe is one."""
    own = "status:resting skos:prefLabel 'Ruht'@de ."
    told = findings(f"{MEMBERSHIP} ; klima:membershipStatus status:resting . {own}")
    assert "DeclaredConcept" not in [each.component for each in told]


def test_words_that_do_not_exist() -> None:
    """A misspelt property is told with the right one."""
    found = only(f"{MEMBERSHIP} ; {ACTIVE} ; klima:perriod '2016' .", "DeclaredTerm")
    assert "Den Begriff klima:perriod gibt es nicht. Meinten Sie klima:period?" == found.message_de
    assert "There is no term klima:perriod. Did you mean klima:period?" == found.message_en


def test_text_of_strangers_is_only_text() -> None:
    """Braces and signs in values go into messages as they are."""
    found = only(f"{MEMBERS} ; org:member '{{}} {{0}} {{?value}} %s' .", "NodeKind")
    assert "„{} {0} {?value} %s“" in found.message_de


@pytest.mark.parametrize("path", sorted(Path(__file__).parents[1].glob("shapes/*.ttl")))
def test_every_finding_is_told_in_both_languages(path: Path) -> None:
    """All examples of the shapes: German and English, a name for the thing and for the path."""
    for group in groups(path.read_text()):
        assert group.title_de
        assert group.title_en
        for each in group.findings:
            assert each.message_de, each
            assert each.message_en, each
            assert each.focus_label, each
            assert bool(each.path) == bool(each.path_label_de), each


def test_every_pattern_has_its_words() -> None:
    """A pattern in the shapes is a list of concepts, or is said in words."""
    store = Store()
    for path in (bundle_folder() / "ontology").rglob("*.ttl"):
        store.bulk_load(path=str(path), format=RdfFormat.TURTLE)
    labels = Labels(store)
    patterns = {text for shape in shapes_of(bundle_folder()) for text in patterns_in(shape)}
    untold = {each for each in patterns if not in_words(each) and not concepts_of(each, labels)}
    assert set() == untold


def patterns_in(shape: Shape) -> Iterator[str]:
    """Yield the patterns of a shape and of those in it."""
    for constraint in shape.constraints:
        if constraint.parameter == "pattern" and isinstance(constraint.terms[0], Literal):
            yield constraint.terms[0].value
    for inner in shape.properties:
        yield from patterns_in(inner)


def test_values_of_any_length() -> None:
    """A report holds the beginning of a long text, not all of it."""
    found = only(f"{MEMBERS} ; org:member '{'x' * 100_000}' .", "NodeKind")
    assert (2_001, "") == (len(found.value), found.value_term)
    assert len(found.message_de) < 300
