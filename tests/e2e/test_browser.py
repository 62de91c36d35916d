"""The pages in Debian's Chromium: each file of browser tests is one test here."""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import KLIMAGRAPH, PUBLIC, Served, serving

HERE = Path(__file__).parent
READY = shutil.which("node") is not None and (HERE / "node_modules" / "playwright-core").is_dir()

pytestmark = pytest.mark.skipif(
    not READY or shutil.which("chromium") is None,
    reason="Chromium or playwright-core is not installed",
)


PATIENCE = 300
"""Seconds that a file may take; alone on two cores the longest takes about a minute."""
SUBMITTED = "klimaschutz-musterstadt"
"""The dataset that the submitter of these tests speaks in."""


@pytest.fixture(scope="session")
def own(harvested_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Yield a service on a copy of the bundled data, which the tests may change."""
    home = tmp_path_factory.mktemp("own") / "home"
    shutil.copytree(harvested_home, home)
    with serving(home, public_url=PUBLIC) as running:
        yield running


@pytest.fixture(scope="session")
def tokens(own: Served) -> dict[str, str]:
    """Return a token by role."""
    roles = {"submitter": ["--dataset", SUBMITTED], "curator": [], "admin": []}
    return {role: _made(own.home, role, more) for role, more in roles.items()}


def _made(home: Path, role: str, more: list[str]) -> str:
    command = [
        KLIMAGRAPH,
        "token",
        "create",
        "--role",
        role,
        "--label",
        "Test",
        *more,
        "--home",
        str(home),
    ]
    made = subprocess.run(command, capture_output=True, text=True, check=True)
    return made.stdout.split()[-1]


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_in_the_browser(path: Path, own: Served, tokens: dict[str, str]) -> None:
    """Everything that a file of browser tests demands holds, at the second try at the latest.

    The first may meet a machine that is too busy for a browser's patience; it is printed.
    """
    names = {
        "KLIMAGRAPH_ADDRESS": own.address,
        "KLIMAGRAPH_TOKENS": json.dumps(tokens),
        "KLIMAGRAPH_PYTHON": sys.executable,
    }
    first = tried(path, names)
    if first.returncode:
        print(first.stdout[-8000:])
        second = tried(path, names)
        assert second.returncode == 0, second.stdout[-8000:]


def tried(path: Path, names: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run a file of browser tests; one that does not come to an end has failed."""
    command = ["node", "--test", "--test-reporter=spec", str(path)]
    process = subprocess.Popen(
        command,
        cwd=HERE,
        env={**os.environ, **names},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    clock = threading.Timer(PATIENCE, os.killpg, (process.pid, signal.SIGKILL))
    clock.start()
    try:
        said, _ = process.communicate()
    finally:
        clock.cancel()
    return subprocess.CompletedProcess(command, process.returncode, said)
