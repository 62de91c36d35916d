"""What changed between versions, over HTTP."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Iterator
from pathlib import Path

import pytest
from clients import fetch
from reading import Read

from conftest import Served, content, serving
from klimagraph import releases
from klimagraph.namespaces import DATASETS, THINGS
from klimagraph.releases import Content, publish


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


@pytest.fixture(scope="module")
def returned(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service that went back to the second of three releases; only the third has b."""
    home = tmp_path_factory.mktemp("returned")
    publish(home, {"a": content("a", ["x"])}, "first")
    second = publish(home, {"a": content("a", ["x", "y"])}, "second")
    publish(home, {"a": content("a", ["z"]), "b": content("b", ["x"])}, "third")
    releases.roll_back(home, second.name)
    with serving(home, workers=2) as running:
        yield running


@pytest.mark.parametrize("path", ["/dataset/a/changes", "/releases/compare"])
def test_after_a_rollback_the_served_release_counts(returned: Served, path: str) -> None:
    """What was taken back is compared only where somebody asks for it."""
    first, second, third = names(returned)
    told = fetch(returned, path).json
    assert (first, second) == (told["from"], told["to"])
    asked = fetch(returned, f"{path}?to={third}").json
    assert (second, third) == (asked["from"], asked["to"])


def test_the_release_before_is_the_one_it_was_made_from(tmp_path: Path) -> None:
    """After a rollback that is not the one with the number before."""
    made = [publish(tmp_path, {"a": content("a", [name])}, name).name for name in ("x", "y")]
    releases.roll_back(tmp_path, made[0])
    last = publish(tmp_path, {"a": content("a", ["x", "z"])}, "third").name
    with serving(tmp_path, workers=2) as running:
        for path in ("/dataset/a/changes", "/releases/compare"):
            told = fetch(running, path).json
            assert (made[0], last) == (told["from"], told["to"])


def test_a_dataset_that_was_taken_back(returned: Served) -> None:
    """What is in no release that is served any more can be seen nevertheless."""
    told = fetch(returned, "/dataset/b/changes").json
    assert names(returned)[-1] == told["to"]


def test_many_changes_of_a_thing(tmp_path: Path) -> None:
    """Those that are not listed are counted."""
    for value in ("old", "new"):
        lines = [f'<{THINGS}x> <http://e/p{number:02}> "{value}" <{DATASETS}a> .\n'
                 for number in range(23)]  # fmt: skip
        publish(tmp_path, {"a": Content("".join(lines).encode(), "test")}, value)
    with serving(tmp_path, workers=2) as running:
        page = fetch(running, "/dataset/a/changes", Accept="text/html").text
    assert 20 == page.count('<td class="before">')
    assert 'rowspan="21"' in page
    assert "und 3 weitere" in page


def test_another_page_has_another_tag(tmp_path: Path) -> None:
    """Which versions are kept stands on the page: of alike ones one that is."""
    for names_ in (["x"], ["x"], ["z"]):
        kept = {"a": content("a", names_), "b": content("b", [str(len(list(tmp_path.iterdir())))])}
        publish(tmp_path, kept, "release")
    with serving(tmp_path, workers=2) as running:
        first, second, third = names(running)
        path = f"/dataset/a/changes?from={third}&to={third}"
        before = fetch(running, path, Accept="text/html")
        assert f'value="{first}"' in before.text
        releases.prune(tmp_path, 2)
        tag = before.headers["etag"]
        after = fetch(running, path, Accept="text/html", If_None_Match=tag)
    assert (200, True) == (after.status, f'value="{second}"' in after.text)
