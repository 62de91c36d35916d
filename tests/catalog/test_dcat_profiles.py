"""Nothing in our catalogue breaks the official shapes of DCAT-AP and DCAT-AP.de."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from pathlib import Path

import pytest
from catalogues import files_of, large, work_of
from rdflib import Graph
from shacl_sets import (
    CONVENTIONS,
    EUROPEAN,
    GERMAN,
    MENDED,
    codes,
    needs_suites,
    results,
    shapes,
)  # fmt: skip

from klimagraph.catalog.building import Built, build

pytestmark = needs_suites
BARE = ("servesDataset", "hasVersion", "hasCurrentVersion", "isVersionOf", "inSeries", "isPartOf")
"""Links to datasets that a document does not describe; the shapes want to see their class."""
FULL = {"dcat-ap-de": "catalog/dcat-ap-de/full.nt", "dcat-ap": "catalog/dcat-ap/full.nt"}


@pytest.fixture(scope="module")
def bundled(bundled_home: Path) -> dict[str, bytes]:
    """Return the parts of the catalogue of the bundled data."""
    work = work_of(bundled_home)
    slugs = [version.slug for version in work.release.datasets]
    built: Built = build(work, files_of(slugs), {})
    assert {} == built.left_out
    return dict(built.parts)


@pytest.fixture(params=["bundled", "large"])
def parts(request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Return the parts of the catalogue of the bundled data, or of 205 datasets."""
    if request.param == "large":
        return large().parts
    found: dict[str, bytes] = request.getfixturevalue("bundled")
    return found


def mended() -> Graph:
    """Return what two of the official files mean to say."""
    return Graph().parse(data=MENDED, format="turtle")


def test_the_german_profile(parts: dict[str, bytes]) -> None:
    """DCAT-AP.de 3.0 with its code lists finds nothing, not even a warning."""
    assert [] == results(parts[FULL["dcat-ap-de"]], shapes(GERMAN), codes())


@pytest.mark.parametrize("profile", ["dcat-ap-de", "dcat-ap"])
def test_the_european_profile(parts: dict[str, bytes], profile: str) -> None:
    """DCAT-AP 3.0.1 finds nothing; in its own profile the classes of all values are right, too."""
    rules = shapes(EUROPEAN if profile == "dcat-ap" else EUROPEAN[:1])
    assert [] == results(parts[FULL[profile]], rules)


@pytest.mark.parametrize("profile", ["dcat-ap-de", "dcat-ap"])
def test_rules_that_the_official_files_lost(parts: dict[str, bytes], profile: str) -> None:
    """Availability is from its list, and the series has a publisher."""
    assert [] == results(parts[FULL[profile]], mended(), codes())
    assert [] == results(parts[f"series/{profile}/releases.nt"], mended(), codes())


def test_the_conventions(parts: dict[str, bytes]) -> None:
    """What the conventions of 2.0 ask for beyond the profile is there."""
    rules = Graph().parse(data=CONVENTIONS, format="turtle")
    assert [] == results(parts[FULL["dcat-ap-de"]], rules, codes())


@pytest.mark.parametrize("profile", ["dcat-ap-de", "dcat-ap"])
def test_documents(bundled: dict[str, bytes], profile: str) -> None:
    """In documents only links to datasets that stand elsewhere are without a class."""
    names = [f"dataset/{profile}/{slug}.nt" for slug in ("klimagraph", "memberships")]
    for path in (*names, f"series/{profile}/releases.nt", f"service/{profile}/sparql.nt"):
        german = profile == "dcat-ap-de"
        rules, more = (shapes(GERMAN), codes()) if german else (shapes(EUROPEAN), None)
        found = results(bundled[path], rules, more)
        assert [] == [one for one in found if not any(f"#{name} |" in one for name in BARE)
                      and not any(f"/{name} |" in one for name in BARE)]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "profile"),
    [
        ("licenses/cc-zero", "licenses/nothing", "dcat-ap-de"),
        ("data-theme/ENVI", "data-theme/NOTHING", "dcat-ap-de"),
        ("file-type/CSV", "file-type/NOTHING", "dcat-ap-de"),
        ("<http://purl.org/dc/terms/title>", "<http://e/title>", "dcat-ap"),
        ("http://www.w3.org/2006/vcard/ns#Kind", "http://e/Kind", "dcat-ap"),
    ],
)
def test_the_shapes_are_sharp(bundled: dict[str, bytes], old: str, new: str, profile: str) -> None:
    """What is wrong is found: zero results mean something."""
    data = bundled[FULL[profile]]
    assert old.encode() in data
    german = profile == "dcat-ap-de"
    rules, more = (shapes(GERMAN), codes()) if german else (shapes(EUROPEAN), None)
    assert results(data.replace(old.encode(), new.encode()), rules, more)


def test_availability_is_sharp(bundled: dict[str, bytes]) -> None:
    """Our own shape sees what the official one is blind to."""
    data = bundled[FULL["dcat-ap-de"]]
    changed = data.replace(b"planned-availability/STABLE", b"planned-availability/NOTHING")
    assert results(changed, mended(), codes())
