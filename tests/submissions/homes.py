"""What the tests of submissions hand in, and where."""

from pathlib import Path

from klimagraph import ledger
from klimagraph.ledger import Holder, Submission
from klimagraph.ledger.tokens import OPERATOR, create
from klimagraph.namespaces import THINGS
from klimagraph.settings import Settings
from klimagraph.submissions.checking import check
from klimagraph.submissions.finding import found
from klimagraph.submissions.judging import judge
from klimagraph.submissions.receiving import Upload, arriving, receive, revise

PREFIX = "@prefix klima: <https://w3id.org/klimagraph/ns#> .\n"


def saying(*names: str, value: str = "1") -> str:
    """Return Turtle that says one thing about each of some things."""
    return "".join(f'<{THINGS}thing/{name}> <http://e/p> "{value}" .\n' for name in names)


def token(home: Path, role: str, dataset: str = "") -> tuple[Holder, str]:
    """Return a holder of a new token, and its text."""
    with ledger.changing(home) as connection:
        number, text = create(connection, role, dataset, "of the tests")
    return Holder(role, dataset, number), text


def handed_in(
    home: Path, dataset: str, text: str | bytes, holder: Holder = OPERATOR, name: str = "data.ttl"
) -> Submission:
    """Hand a file in."""
    with arriving(home) as folder:
        return receive(Settings(home), dataset, _upload(folder, text, name), holder)[0]


def corrected(home: Path, one: Submission, text: str, holder: Holder = OPERATOR) -> Submission:
    """Hand a corrected file in."""
    with arriving(home) as folder:
        return revise(Settings(home), one.id, _upload(folder, text, "data.ttl"), holder)


def checked(
    home: Path, dataset: str, text: str | bytes, holder: Holder = OPERATOR, name: str = "data.ttl"
) -> Submission:
    """Hand a file in and have it checked."""
    one = handed_in(home, dataset, text, holder, name)
    check(Settings(home), one.id, judge)
    return now(home, one)


def now(home: Path, one: Submission) -> Submission:
    """Return a submission as it stands now."""
    with ledger.reading(home) as connection:
        return found(connection, one.id, OPERATOR)


def _upload(folder: Path, text: str | bytes, name: str) -> Upload:
    path = folder / f"data{Path(name).suffix}"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Upload(path, name)
