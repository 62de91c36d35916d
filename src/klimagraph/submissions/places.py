"""Where a submission lies: `HOME/submissions/{id}/{revision}/`."""

from pathlib import Path

from klimagraph.ledger import Submission

FOLDER = "submissions"
RECEIVING = ".receiving-"
REPORT, DIFFERENCE, ANSWERS = "report.json", "difference.json", "answers.json"
STATEMENTS = "statements.nq"


def root_of(home: Path) -> Path:
    """Return the folder of all submissions."""
    return home / FOLDER


def folder_of(home: Path, one: Submission) -> Path:
    """Return the folder of the revision that a submission stands at."""
    return root_of(home) / one.id / str(one.revision)


def original_of(home: Path, one: Submission) -> Path:
    """Return the file as it came."""
    return folder_of(home, one) / f"original{one.suffix}"
