"""Which named queries a submission would give another answer."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Callable
from pathlib import Path

import pytest

from klimagraph.errors import Conflict
from klimagraph.ledger.tokens import OPERATOR
from klimagraph.namespaces import THINGS
from klimagraph.settings import Settings
from klimagraph.submissions.answering import DIFFERENT, SAME, UNKNOWN, _forked
from klimagraph.submissions.answers import answers
from klimagraph.submissions.publishing import publish
from klimagraph.submissions.shadow import PREFIX
from releases.homes import files_of
from submissions.homes import checked, saying

PLAN = f"""@prefix klima: <https://w3id.org/klimagraph/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <http://www.w3.org/ns/org#> .
<{THINGS}alliance/x> a klima:Alliance ; skos:prefLabel "X"@de ;
  klima:allianceKind <https://w3id.org/klimagraph/concept/alliance-kind/registered-association> ;
  klima:evidence <{THINGS}evidence/x> .
<{THINGS}evidence/x> a klima:Evidence ; klima:source <{THINGS}source/x> ;
  klima:certainty <https://w3id.org/klimagraph/concept/certainty/explicit> .
<{THINGS}source/x> a klima:Source ;
  <http://purl.org/dc/terms/title> "Quelle"@de ;
  <http://purl.org/dc/terms/language> "de" .
"""


def test_which_answers_change(home: Path) -> None:
    """Those about what is new do; the home stays as it is."""
    one = checked(home, "b", PLAN)
    assert "valid" == one.state, one
    before = {name: data for name, data in files_of(home).items() if name.startswith("releases")}
    found = answers(Settings(home), one)
    changed = {item["name"] for item in found["changed"]}
    assert {"sources-without-date", "statements-per-dataset"} <= changed
    assert found["same"] > 10
    assert [] == found["unknown"]
    after = {name: data for name, data in files_of(home).items() if name.startswith("releases")}
    assert before == after
    assert [] == list(home.glob(f"{PREFIX}*"))


def test_it_is_kept(home: Path) -> None:
    """Also after the publication, when nothing is compared any more."""
    one = checked(home, "b", saying("x"))
    found = answers(Settings(home), one)
    assert found == answers(Settings(home), publish(Settings(home), one.id, OPERATOR))


def test_what_is_not_valid_is_not_compared(home: Path) -> None:
    """There is nothing that would be published."""
    with pytest.raises(Conflict):
        answers(Settings(home), checked(home, "b", "nonsense"))


def endless() -> int:
    """Never come to an end."""
    while True:
        pass


@pytest.mark.parametrize(
    ("work", "state"),
    [(lambda: SAME, SAME), (lambda: DIFFERENT, DIFFERENT), (endless, UNKNOWN)],
)
def test_what_does_not_end_is_not_compared(work: Callable[[], int], state: int) -> None:
    """A clock of the kernel ends it, and nobody takes it for the same."""
    assert state == _forked(work, 0.2)
