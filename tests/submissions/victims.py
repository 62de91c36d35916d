"""A process that hands in, checks and publishes, one life per line of input; it may be killed.

The parent never opens a store, so that its children can.
"""

import os
import sys
from pathlib import Path

from klimagraph import ledger
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.tokens import OPERATOR
from klimagraph.settings import Settings
from klimagraph.submissions.checking import check
from klimagraph.submissions.judging import judge
from klimagraph.submissions.publishing import publish
from klimagraph.submissions.receiving import Upload, arriving, receive
from klimagraph.submissions.recovery import recover

THING = "https://w3id.org/klimagraph/id/thing/"


def file_of(number: int) -> bytes:
    """Return the file that is handed in as a number: a dataset whose things change with it."""
    lines = [f'<{THING}{number % 2}-{line}> <http://e/p> "{number}" .\n' for line in range(50)]
    return "".join(lines).encode()


def live(home: Path, number: int) -> None:
    """Do what an earlier life left, then hand in a file and bring it to its publication."""
    settings = Settings(home)
    for identifier in recover(home):
        _bring(settings, identifier)
    with ledger.reading(home) as connection:
        left = entries.in_states(connection, entries.VALID)
    for one in left:
        _say("checked", one.id)
        _say("published", publish(settings, one.id, OPERATOR).id)
    if number < 0:
        return
    with arriving(home) as folder:
        path = folder / "data.nt"
        path.write_bytes(file_of(number))
        one, _ = receive(settings, f"d{number % 2}", Upload(path, "data.nt"), OPERATOR)
    _bring(settings, one.id)


def _bring(settings: Settings, identifier: str) -> None:
    _say("received", identifier)
    check(settings, identifier, judge)
    _say("checked", identifier)
    _say("published", publish(settings, identifier, OPERATOR).id)


def _say(what: str, identifier: str) -> None:
    os.write(1, f"{what} {identifier}\n".encode())


def main() -> None:
    """Live once for each number that comes in; say the number of the process before."""
    home = Path(sys.argv[1])
    for line in sys.stdin:
        process = os.fork()
        if process == 0:
            _say("process", str(os.getpid()))
            live(home, int(line))
            os._exit(0)
        _, status = os.waitpid(process, 0)
        _say("ended", str(status))


if __name__ == "__main__":
    main()
