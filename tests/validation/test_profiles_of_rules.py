"""Which shapes hold for a file: those of the program, of a profile, of an operator's folder."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import os
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from klimagraph.errors import InputRefused, NotFound, ValidationFailed
from klimagraph.namespaces import SHAPES
from klimagraph.rdf import Limits, format_of, parse_checked
from klimagraph.validation.findings import Finding
from klimagraph.validation.foreign import check as foreign_check
from klimagraph.validation.judging import judge
from klimagraph.validation.profiles import Profile, Rules, profile_of, profiles, rules_in, rules_of
from klimagraph.validation.surroundings import Surroundings

ROOT = Path(__file__).parents[2]
PREFIXES = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix e: <http://e/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix klima: <https://w3id.org/klimagraph/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> . @prefix prof: <http://www.w3.org/ns/dx/prof/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SHAPE = "e:S a sh:NodeShape ; sh:targetSubjectsOf e:p ; sh:property e:S-p ."
COMPILED = f"{SHAPE} e:S-p sh:path e:p ; sh:nodeKind sh:IRI ; sh:message 'kein Verweis'@de ."
RECURSIVE = f"""{SHAPE} e:S-p sh:path e:p ; sh:nodeKind sh:IRI ; sh:node [ sh:not e:Q ] .
e:Q sh:property [ sh:path e:q ; sh:minCount 1 ; sh:node e:Q ] ."""
TITLED = """<http://e/> a owl:Ontology ; dcterms:title "Unser Profil"@de , "Our profile"@en ;
  dcterms:description "Was wir brauchen."@de ."""
DCAT = Path(os.environ.get("KLIMAGRAPH_SUITES", ""), "dcat")
GERMAN = [
    "dcat-ap-SHACL-DE", "dcat-ap-spec-german-additions", "dcat-ap-de-controlledvocabularies",
    "dcat-ap-de-deprecated",
]  # fmt: skip


def written(path: Path, text: str) -> Path:
    """Return a file of Turtle."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PREFIXES + text)
    return path


def quads_of(text: str) -> list[Quad]:
    """Return the statements of Turtle."""
    return list(parse(f"{PREFIXES}{text}".encode(), format=RdfFormat.TURTLE))


def found(quads: list[Quad], rules: Rules) -> list[Finding]:
    """Return what rules find."""
    checked = judge(quads, rules, Surroundings(ROOT), foreign_check)
    return [each.finding for each in checked.found]


def own(folder: Path) -> dict[str, Profile]:
    """Return the profiles of a folder by their tokens."""
    return {each.token: each for each in profiles(ROOT, folder) if each.files}


def test_what_comes_with_the_program() -> None:
    """Core, one profile for each kind of submission, and the portal; all are compiled."""
    kinds = Counter(profile.token.split("-")[0] for profile in profiles(ROOT))
    assert {"core": 1, "submission": 8, "portal": 1} == kinds
    assert all(each.compiled and each.title_de and each.title_en for each in profiles(ROOT))


def test_a_profile_adds_to_core() -> None:
    """A submission has to do more than core asks for, and nothing that other profiles ask for."""
    text = "<https://w3id.org/klimagraph/id/alliance/x> a klima:Alliance ."
    core, alliance, grant = (
        {each.shape.removeprefix(SHAPES) for each in found(quads_of(text), rules_of(name, ROOT))}
        for name in ("core", "submission-alliance", "submission-grant")
    )
    assert core < alliance
    assert "AllianceKindSubmitted" in alliance - core
    assert "AllianceKindSubmitted" not in grant


def test_a_profile_that_does_not_exist() -> None:
    """A token that nobody knows is refused, and those that are known are named."""
    with pytest.raises(NotFound, match="no profile 'nothing'; there are core"):
        rules_of("nothing", ROOT)


@pytest.mark.parametrize("name", ["our-profile.ttl", "Our Profile/shapes.ttl"])
def test_an_operators_profile(tmp_path: Path, name: str) -> None:
    """A file is a profile, and so is a folder; it says itself what it is called."""
    written(tmp_path / name, TITLED + COMPILED)
    profile = own(tmp_path)["our-profile"]
    expected = ("Unser Profil", "Our profile", "Was wir brauchen.", True)
    assert expected == (
        profile.title_de, profile.title_en, profile.description_de, profile.compiled
    )  # fmt: skip
    (fault,) = found(quads_of("e:s e:p 5 ."), rules_of("our-profile", ROOT, tmp_path))
    assert ("kein Verweis", "5") == (fault.message_de, fault.value)


def test_a_profile_without_a_title(tmp_path: Path) -> None:
    """A profile that does not say what it is called has the name of its file."""
    written(tmp_path / "plain.ttl", COMPILED)
    assert "plain" == own(tmp_path)["plain"].title_de


def test_a_profile_on_top_of_core(tmp_path: Path) -> None:
    """The shapes of core hold as well where a profile says that it builds on them."""
    text = f"<http://e/> prof:isProfileOf <{SHAPES}profile-core> . {COMPILED}"
    written(tmp_path / "more.ttl", text)
    rules = rules_of("more", ROOT, tmp_path)
    assert len(rules_of("core", ROOT).shapes) + 1 == len(rules.shapes)


def test_shapes_that_are_not_compiled(tmp_path: Path) -> None:
    """Shapes outside of what is compiled are judged by another engine."""
    written(tmp_path / "odd.ttl", RECURSIVE)
    assert own(tmp_path)["odd"].compiled is False
    rules = rules_of("odd", ROOT, tmp_path)
    assert ["5"] == [each.value for each in found(quads_of("e:s e:p 5 ."), rules)]
    with pytest.raises(ValidationFailed):
        judge([], rules, Surroundings(ROOT))


def test_both_engines_at_once(tmp_path: Path) -> None:
    """Where shapes that are not compiled stand on core, both are judged by."""
    text = f"<http://e/> prof:isProfileOf <{SHAPES}profile-core> . {RECURSIVE}"
    rules = rules_in([written(tmp_path / "odd.ttl", text)], ROOT)
    data = "<https://w3id.org/klimagraph/id/alliance/x> a klima:Alliance ; e:p 5 ."
    shapes = {each.shape for each in found(quads_of(data), rules)}
    assert {"http://e/S-p", f"{SHAPES}Alliance-prefLabel"} <= shapes


@pytest.mark.parametrize("shape", [COMPILED, RECURSIVE])
def test_vocabulary_of_a_profile(tmp_path: Path, shape: str) -> None:
    """A file without shapes is seen by the shapes, and nothing is found at it."""
    text = shape.replace("sh:nodeKind sh:IRI", "sh:class e:Concept")
    files = [
        written(tmp_path / "shapes.ttl", text),
        written(tmp_path / "codes.ttl", "e:a a e:Concept ; e:p 'nobody asks' ."),
    ]
    values = {each.value for each in found(quads_of("e:s e:p e:a, e:b ."), rules_in(files, ROOT))}
    assert {"http://e/b"} == values


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("e:s e:p .", "bad.ttl:"),
        ("e:s e:p e:o .", "no shape that says"),
        ("e:S a sh:NodeShape ; sh:property [ sh:path e:p ] .", "no shape that says"),
    ],
)
def test_what_is_no_profile(tmp_path: Path, text: str, told: str) -> None:
    """A file that holds no shapes is listed with its fault, and cannot be used."""
    written(tmp_path / "bad.ttl", text)
    assert told in own(tmp_path)["bad"].fault
    with pytest.raises(InputRefused, match="the profile bad cannot be used"):
        profile_of("bad", ROOT, tmp_path)


def test_names_that_are_taken(tmp_path: Path) -> None:
    """A profile of an operator does not take the place of one that comes with the program."""
    written(tmp_path / "core.ttl", COMPILED)
    assert "" == profiles(ROOT, tmp_path)[0].fault
    assert "cannot be its name" in own(tmp_path)["core"].fault


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    """Without the folder there are the profiles that come with the program."""
    assert profiles(ROOT) == profiles(ROOT, tmp_path / "nowhere")


@pytest.fixture
def german(tmp_path: Path) -> Rules:
    """Return the rules of DCAT-AP.de 3.0 with its code lists, from an operator's folder."""
    if not DCAT.is_dir():
        pytest.skip("KLIMAGRAPH_SUITES does not name the folder with dcat")
    folder = tmp_path / "dcat-ap-de"
    folder.mkdir()
    shapes = [DCAT / "dcat-ap-de-3.0" / f"{name}.ttl" for name in GERMAN]
    shapes.append(DCAT / "semic-dcat-ap-3.0.0" / "dcat-ap-SHACL.ttl")
    codes = [*DCAT.glob("vocab-*/*.ttl"), *DCAT.glob("vocab-*/*.rdf"), *DCAT.glob("ontology-*/*")]
    for path in (*shapes, *codes):
        (folder / path.name).symlink_to(path)
    assert own(tmp_path)["dcat-ap-de"].compiled
    return rules_of("dcat-ap-de", ROOT, tmp_path)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("examples-own/catalog-de.ttl", {}),
        (
            "dcat-ap-de-3.0/example-Dataset-und-Distribution.ttl",
            {"geometry": 1, "inScheme": 1},
        ),
        (
            "dcat-ap-de-3.0/example-DatasetSeries.ttl",
            {"geometry": 1, "dataset": 1, "publisher": 3},
        ),
    ],
)
def test_examples_of_dcat_ap_de(german: Rules, name: str, expected: dict[str, int]) -> None:
    """What breaks the profile in its own examples, as published, is found at its property."""
    path = DCAT / name
    faults = found(list(parse_checked(path, format_of(path), Limits())), german)
    broken = [each.path for each in faults if each.severity == "violation"]
    assert expected == Counter(path.replace("#", "/").rsplit("/", 1)[-1] for path in broken)


def test_an_example_of_dcat_ap_de_that_is_no_turtle() -> None:
    """The third example lacks a dot as published; the place is named."""
    path = DCAT / "dcat-ap-de-3.0" / "example-DataService.ttl"
    if not path.is_file():
        pytest.skip("KLIMAGRAPH_SUITES does not name the folder with dcat")
    with pytest.raises(InputRefused) as refusal:
        list(parse_checked(path, format_of(path), Limits()))
    assert 13 == refusal.value.line
