"""What a catalogue lists and says, and that it says it in the same bytes again."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest
from catalogues import (
    ADDRESS,
    LEAST,
    MOST,
    SNAPSHOT,
    Made,
    files_of,
    made,
    objects,
    said,
    term,
    triples,
    work_of,
)
from pyoxigraph import NamedNode

from klimagraph.catalog import building
from klimagraph.catalog.building import build
from klimagraph.errors import CatalogBroken
from klimagraph.namespaces import DATASETS
from klimagraph.releases import publish
from klimagraph.releases.backup import back_up_to
from klimagraph.releases.restore import restore
from klimagraph.retirement import DEPRECATED, WITHDRAWN, Retirement

PAGE = "catalog/dcat-ap-de/1.nt"
EU = "http://publications.europa.eu/resource/authority/"


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Return a catalogue of a dataset that says little and one that says much."""
    home = tmp_path_factory.mktemp("few")
    return made(home, {"least": said("least"), "most": said("most", MOST)})


def untold(_name: str, _done: int, _total: int) -> None:
    """Tell nobody how far it is."""


def test_everything_has_its_part(few: Made) -> None:
    """Each profile has pages and one piece; each dataset a document, a page; all are listed."""
    ends = ("jsonld", "nt", "rdf", "ttl")
    for profile in ("dcat-ap-de", "dcat-ap"):
        expected = {f"catalog/{profile}/{name}.{end}" for name in ("1", "full") for end in ends}
        expected |= {f"dataset/{profile}/most.{end}" for end in ends}
        expected |= {f"service/{profile}/sparql.ttl", f"series/{profile}/releases.ttl"}
        assert expected <= set(few.parts)
    assert {"catalog/schemaorg/1.jsonld", "dataset/page/most.json"} <= set(few.parts)
    assert tuple(DATASETS + name for name in ("klimagraph", "least", "most")) == few.built.datasets


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ('dcterms:title "Titel {slug}"@de ;', "title"),
        ('dcterms:description "Text"@de ;', "description"),
        ("dcterms:publisher id:organisation/klimagraph ;", "publisher"),
    ],
)
def test_a_dataset_that_says_too_little(tmp_path: Path, missing: str, expected: str) -> None:
    """It is not listed, and what it lacks is told."""
    assert missing in LEAST
    text = LEAST.replace(missing, "")
    found = made(tmp_path / "home", {"a": said("a"), "b": said("b", text)})
    assert {"b": (expected,)} == found.built.left_out
    assert (f"{DATASETS}a", f"{DATASETS}klimagraph") == found.built.datasets


def test_a_licence_that_no_portal_knows(tmp_path: Path) -> None:
    """Portals would take it for a closed one; the dataset waits until it names one they know."""
    text = LEAST.replace("http://creativecommons.org/publicdomain/zero/1.0/", "http://e/own")
    found = made(tmp_path / "home", {"a": said("a"), "b": said("b", text)})
    assert {"b": ("license",)} == found.built.left_out


@pytest.mark.parametrize(
    ("given", "german", "european"),
    [
        ("http://creativecommons.org/publicdomain/zero/1.0/", "cc-zero", "CC0"),
        ("https://creativecommons.org/licenses/by/4.0", "cc-by/4.0", "CC_BY_4_0"),
        ("https://www.govdata.de/dl-de/by-2-0", "dl-by-de/2.0", "DLDE_BY_2_0"),
        ("http://dcat-ap.de/def/licenses/dl-zero-de/2.0", "dl-zero-de/2.0", "DLDE_ZERO_2_0"),
        (f"{EU}licence/CC_BYSA_4_0", "cc-by-sa/4.0", "CC_BYSA_4_0"),
    ],
)
def test_licences(tmp_path: Path, given: str, german: str, european: str) -> None:
    """However a dataset spells its licence, each profile names it as its portals do."""
    text = LEAST.replace("http://creativecommons.org/publicdomain/zero/1.0/", given)
    parts = made(tmp_path / "home", {"a": said("a", text)}).parts
    node = f"{DATASETS}a#a-ttl"
    for profile, expected in (
        ("dcat-ap-de", f"http://dcat-ap.de/def/licenses/{german}"),
        ("dcat-ap", f"{EU}licence/{european}"),
    ):
        page = triples(parts[f"catalog/{profile}/1.nt"])
        assert [expected] == objects(page, node, "dcterms:license")


def test_what_is_said_of_a_dataset(few: Made) -> None:
    """Its own words come through; what GovData would trip over does not."""
    page = triples(few.parts[PAGE])
    node = f"{DATASETS}most"
    assert [node] == objects(page, node, "dcterms:identifier")
    assert ["Titel most", "Title most"] == objects(page, node, "dcterms:title")
    assert ["2026-01-02"] == objects(page, node, "dcterms:issued")
    assert [f"{EU}data-theme/ENER"] == objects(page, node, "dcat:theme")
    assert ["mailto:amt@example.org"] == objects(page, f"{node}#office", "vcard:hasEmail")
    assert ["2025-01-01"] == objects(page, f"{node}#period", "dcat:startDate")
    for name in ("dcterms:source", "dcterms:relation", "dcat:prev", "dcterms:license"):
        assert [] == objects(page, node, name)


def test_what_is_said_where_little_was(few: Made) -> None:
    """A contact, a theme, the rights: portals want them, and they are true of everything here."""
    page = triples(few.parts[PAGE])
    node = f"{DATASETS}least"
    assert [f"{node}#contact"] == objects(page, node, "dcat:contactPoint")
    assert [f"{ADDRESS}/"] == objects(page, f"{node}#contact", "vcard:hasURL")
    assert [f"{EU}data-theme/ENVI"] == objects(page, node, "dcat:theme")
    assert [f"{EU}access-right/PUBLIC"] == objects(page, node, "dcterms:accessRights")
    assert [few.work.release.created] == objects(page, node, "dcterms:issued")


def test_a_person_is_no_contact(tmp_path: Path) -> None:
    """Where a dataset names a person to ask, portals get the publisher."""
    text = MOST.replace("vcard:Organization", "vcard:Individual")
    parts = made(tmp_path / "home", {"a": said("a", text)}).parts
    assert ["Klimagraph"] == objects(triples(parts[PAGE]), f"{DATASETS}a#contact", "vcard:fn")
    assert not [path for path, data in parts.items() if b"amt@example.org" in data]


def test_a_distribution(few: Made) -> None:
    """A file is described with everything that a portal shows or checks."""
    page = triples(few.parts[PAGE])
    file = next(one for one in few.files if one.name == "most.ttl")
    node = f"{DATASETS}most#most-ttl"
    expected = {
        "dcat:accessURL": [ADDRESS + file.path],
        "dcat:downloadURL": [ADDRESS + file.path],
        "dcat:byteSize": [str(file.size)],
        "dcat:mediaType": ["https://www.iana.org/assignments/media-types/text/turtle"],
        "dcterms:format": [f"{EU}file-type/RDF_TURTLE"],
        "dcterms:modified": [file.modified],
        "dcterms:title": ["most als turtle", "most as turtle"],
        "dcatde:licenseAttributionByText": ["Amt most"],
        "adms:status": [f"{EU}distribution-status/COMPLETED"],
        "spdx:checksum": [f"{node}-checksum"],
    }
    assert expected == {name: objects(page, node, name) for name in expected}
    assert [file.digest] == objects(page, f"{node}-checksum", "spdx:checksumValue")
    assert ["text/turtle"] == objects(page, expected["dcat:mediaType"][0], "rdfs:label")


def test_the_dataset_of_everything(few: Made) -> None:
    """Its licence covers all datasets, its SPARQL distribution leads to no service (K41)."""
    page = triples(few.parts[PAGE])
    node = f"{DATASETS}klimagraph"
    assert 4 == len(objects(page, node, "dcat:distribution"))
    sparql = f"{node}#sparql"
    assert [f"{ADDRESS}/sparql"] == objects(page, sparql, "dcat:accessURL")
    assert ["http://dcat-ap.de/def/licenses/dl-by-de/2.0"] == objects(
        page, sparql, "dcterms:license"
    )
    assert [] == objects(page, sparql, "dcat:downloadURL")
    assert not [one for one in page if one.predicate == term("dcat:accessService")]
    assert [few.work.release.name] == objects(page, node, "dcat:version")


def test_only_german_pages_have_german_terms(few: Made) -> None:
    """DCAT-AP knows no terms of DCAT-AP.de."""
    german = "http://dcat-ap.de/def/dcatde/"
    assert german in few.parts[PAGE].decode()
    assert german not in few.parts["catalog/dcat-ap/1.nt"].decode()


def test_the_service(few: Made) -> None:
    """The first page describes it; which datasets it serves is said in its own document."""
    service = "https://w3id.org/klimagraph/service/sparql"
    page = triples(few.parts[PAGE])
    assert [service] == objects(page, "https://w3id.org/klimagraph/catalog", "dcat:service")
    assert [f"{ADDRESS}/sparql"] == objects(page, service, "dcat:endpointURL")
    assert ["http://www.w3.org/TR/sparql11-protocol/"] == objects(
        page, service, "dcterms:conformsTo"
    )
    assert [] == objects(page, service, "dcat:servesDataset")
    own = triples(few.parts["service/dcat-ap-de/sparql.nt"])
    assert sorted(few.built.datasets) == objects(own, service, "dcat:servesDataset")


def test_relations_stand_in_documents(few: Made) -> None:
    """Sources, records and versions are in the document of a dataset."""
    own = triples(few.parts["dataset/dcat-ap-de/most.nt"])
    node, record = f"{DATASETS}most", "https://w3id.org/klimagraph/catalog#most"
    assert ["https://w3id.org/klimagraph/id/source/x"] == objects(own, node, "prov:wasDerivedFrom")
    assert [node] == objects(own, record, "foaf:primaryTopic")
    whole = triples(few.parts["dataset/dcat-ap-de/klimagraph.nt"])
    release = f"https://w3id.org/klimagraph/releases/{few.work.release.name}"
    assert [release] == objects(whole, f"{DATASETS}klimagraph", "dcat:hasVersion")


def test_the_series_of_releases(tmp_path: Path) -> None:
    """Each release is a dataset of the series and names the one before it."""
    home = tmp_path / "home"
    publish(home, {"a": said("a")}, "first")
    found = made(home, {"a": said("a", MOST)})
    own = triples(found.parts["series/dcat-ap-de/releases.nt"])
    base, series = "https://w3id.org/klimagraph/releases/", "https://w3id.org/klimagraph/series/"
    second = found.work.release.name
    first = found.work.release.parent
    assert [f"{base}{first}"] == objects(own, f"{base}{second}", "dcat:previousVersion")
    assert [f"{series}releases"] == objects(own, f"{base}{first}", "dcat:inSeries")
    assert not [one for one in triples(found.parts[PAGE]) if base in str(one)]


@pytest.mark.parametrize(
    ("state", "since", "status"),
    [(DEPRECATED, "2999-01-01", "DEPRECATED"), (WITHDRAWN, "2999-01-31", "WITHDRAWN")],
)
def test_a_dataset_that_ends(tmp_path: Path, state: str, since: str, status: str) -> None:
    """All its distributions say so, and its date of change is that of the state (K22 to K24)."""
    end = Retirement("2999-01-01", state, f"{DATASETS}b", "doppelt")  # type: ignore[arg-type]
    contents = {"a": said("a"), "b": said("b")}
    found = made(tmp_path / "home", contents, {"a": end})
    page = triples(found.parts[PAGE])
    codes = {
        objects(page, node, "adms:status")[0]
        for node in objects(page, f"{DATASETS}a", "dcat:distribution")
    }
    assert {f"{EU}distribution-status/{status}"} == codes
    assert [f"{since}T00:00:00Z"] == objects(page, f"{DATASETS}a", "dcterms:modified")
    notes = objects(page, f"{DATASETS}a", "adms:versionNotes")
    assert all(since in note and note.endswith("doppelt") for note in notes)
    assert 2 == len(notes)
    assert [] == objects(page, f"{DATASETS}a", "dcterms:isReplacedBy")
    own = triples(found.parts["dataset/dcat-ap-de/a.nt"])
    assert [f"{DATASETS}b"] == objects(own, f"{DATASETS}a", "dcterms:isReplacedBy")


def test_the_date_of_change_is_that_of_the_newest_file(tmp_path: Path) -> None:
    """Portals that compare dates see that a file is new."""
    home = tmp_path / "home"
    publish(home, {"a": said("a")}, "first")
    work = work_of(home)
    built = build(work, files_of(["a"], "2999-01-01T00:00:00Z"), {})
    page = triples(dict(built.parts)[PAGE])
    assert ["2999-01-01T00:00:00Z"] == objects(page, f"{DATASETS}a", "dcterms:modified")


def test_the_same_bytes_again(few: Made, tmp_path: Path) -> None:
    """A restored backup gives the same catalogue, at any later time."""
    back_up_to(few.work.home, tmp_path / "backup", untold)
    with (tmp_path / "backup").open("rb") as source:
        restore(source, "backup", tmp_path / "restored", untold)
    again = build(work_of(tmp_path / "restored"), few.files, {})
    assert few.parts == dict(again.parts)


def test_another_address_is_another_catalogue(few: Made) -> None:
    """Nothing leads to an address that was not asked for."""
    work = work_of(few.work.home, "https://other.example")
    parts = dict(build(work, few.files, {}).parts)
    assert not [path for path, data in parts.items() if ADDRESS.encode() in data]


def test_a_broken_page_is_refused(few: Made) -> None:
    """An address that is none of the web is found before anything is served."""
    with pytest.raises(CatalogBroken, match="absolute address"):
        build(work_of(few.work.home, "ftp://klimagraph.test"), few.files, {})


def test_a_catalogue_that_is_too_large_for_one_piece(
    few: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Harvesters hold it in memory; there is none then, and the pages are as before."""
    monkeypatch.setattr(building, "LARGEST", 0)
    parts = dict(build(few.work, few.files, {}).parts)
    pieces = {path for path in few.parts if "/full." in path}
    assert 9 == len(pieces)
    assert few.parts.keys() - pieces == parts.keys()


def test_nothing_to_list(tmp_path: Path) -> None:
    """Without a dataset there is no catalogue: whoever prepares it refuses that."""
    text = LEAST.replace('dcterms:title "Titel {slug}"@de ;', "")
    found = made(tmp_path / "home", {"a": said("a", text)})
    assert ((), {}) == (found.built.datasets, found.parts)


def test_no_dataset_without_a_file(few: Made) -> None:
    """Some portals delete datasets that have none."""
    kept = [file for file in few.files if file.dataset != "least"]
    built = build(few.work, kept, {})
    assert f"{DATASETS}least" not in built.datasets
    assert {"least": ("file",)} == built.left_out


def test_the_view_names_the_snapshot(few: Made) -> None:
    """Whoever follows the links stays in one snapshot, profile and format."""
    page = triples(few.parts["catalog/dcat-ap/1.nt"])
    (view,) = objects(page, "https://w3id.org/klimagraph/catalog", "hydra:view")
    assert view == f"{ADDRESS}/catalog.nt?page=1&profile=dcat-ap&snapshot={SNAPSHOT}"
    assert NamedNode(view) in {one.subject for one in page}
