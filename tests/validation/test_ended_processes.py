"""A validation that ended before its time says which limit it met."""

import signal
import subprocess
from pathlib import Path

import pytest

from klimagraph.errors import InputRefused, KlimagraphError, QueryStopped, ValidationFailed
from klimagraph.settings import Settings
from klimagraph.validation.worker import answer


@pytest.mark.parametrize(
    ("status", "errors", "kind", "word"),
    [
        (-signal.SIGALRM, b"", QueryStopped, "VALIDATION_TIMEOUT"),
        (-signal.SIGABRT, b"", QueryStopped, "VALIDATION_MEMORY"),
        (1, b"Traceback\nMemoryError", QueryStopped, "VALIDATION_MEMORY"),
        (-signal.SIGKILL, b"", QueryStopped, "signal 9"),
        (-signal.SIGSEGV, b"", InputRefused, "verschachtelt"),
        (1, b"Traceback\nKeyError: 1", ValidationFailed, "KeyError"),
    ],
)
def test_how_it_ended(
    tmp_path: Path, status: int, errors: bytes, kind: type[KlimagraphError], word: str
) -> None:
    """Time, memory, somebody from outside, or the file."""
    done = subprocess.CompletedProcess((), status, b"", errors)
    with pytest.raises(kind, match=word):
        answer(done, "data.ttl", Settings(tmp_path))
