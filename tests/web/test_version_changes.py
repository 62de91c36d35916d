"""What changed between versions, over HTTP."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Iterator

import pytest
from clients import fetch
from reading import Read

from conftest import Served, content, serving
from klimagraph import releases
from klimagraph.releases import publish


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service on the last of three releases, the first of which was pruned."""
    home = tmp_path_factory.mktemp("changes")
    publish(home, {"a": content("a", ["old"])}, "first")
    publish(home, {"a": content("a", ["x"]), "b": content("b", ["y"])}, "second")
    publish(home, {"a": content("a", ["x", "z"]), "b": None}, "<script>third</script>")
    releases.prune(home, 2)
    with serving(home, workers=2) as running:
        yield running


def names(service: Served) -> list[str]:
    """Return the names of the releases, oldest first."""
    return [one["name"] for one in fetch(service, "/releases").json["releases"]][::-1]


def test_the_last_change_of_a_dataset(service: Served) -> None:
    """Where nothing is said, the newest version is compared with the one before."""
    _, second, third = names(service)
    told = fetch(service, "/dataset/a/changes").json
    assert (second, third) == (told["from"], told["to"])
    assert (1, 0) == (told["statements_new"], told["statements_gone"])


def test_a_dataset_that_went(service: Served) -> None:
    """All that it held is gone."""
    _, second, third = names(service)
    told = fetch(service, f"/dataset/b/changes?from={second}&to={third}").json
    assert (0, 1) == (told["statements_new"], told["statements_gone"])


@pytest.mark.parametrize(
    "path", ["/dataset/a/changes", "/releases/compare", "/releases", "/releases/{}"]
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_pages_are_whole(service: Served, path: str, language: str) -> None:
    """Each element is closed, and no note of a release becomes one."""
    place = path.format(names(service)[-1])
    got = fetch(service, f"{place}?lang={language}", Accept="text/html")
    page = Read(got.text)
    assert (200, []) == (got.status, page.open)
    assert "<script>third" not in got.text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("/dataset/nothing/changes", 404),
        ("/dataset/a/changes?from=1999.1.0", 404),
        ("/dataset/a/changes?to=%F0%9F%8C%8D", 404),
        ("/dataset/a/changes?from=a&from=b", 400),
        ("/dataset/A/changes", 400),
        ("/releases/compare?from=x", 404),
        ("/releases/compare?to=1.2.3.4.5", 404),
    ],
)
def test_what_cannot_be_compared(service: Served, query: str, status: int) -> None:
    """It is said what was wrong, and the page of the error is whole."""
    got = fetch(service, query, Accept="text/html")
    assert (status, []) == (got.status, Read(got.text).open)


def test_a_version_whose_data_are_gone(service: Served) -> None:
    """Its datasets cannot be compared any more; that they differ is still known."""
    first, _, third = names(service)
    assert 410 == fetch(service, f"/dataset/a/changes?from={first}&to={third}").status
    (line,) = fetch(service, f"/releases/compare?from={first}&to={third}").json["datasets"]
    assert ("a", "changed", 1, 2) == (
        line["slug"], line["kind"], line["before"], line["after"]
    )  # fmt: skip


def test_whoever_has_it_is_told_so(service: Served) -> None:
    """A page that is known in one language is another one in the other."""
    german = fetch(service, "/dataset/a/changes?lang=de", Accept="text/html")
    tag = german.headers["etag"]
    for status, language in ((304, "de"), (200, "en")):
        place = f"/dataset/a/changes?lang={language}"
        assert status == fetch(service, place, Accept="text/html", If_None_Match=tag).status
