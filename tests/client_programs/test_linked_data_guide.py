"""The commands of docs/linked-data.md run as they stand there, at the address of a service."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re
import subprocess
from pathlib import Path

import pytest

from conftest import Served

GUIDE = (Path(__file__).parents[2] / "docs" / "linked-data.md").read_text()
COMMANDS = re.findall(r"^(curl .*)$", GUIDE, re.MULTILINE)
SAID = (
    "303 ADDRESS/doc/municipality/01001000",
    "klima:ags",
    "ADDRESS/doc/municipality/01001000.ttl",
    'rel="cite-as"',
    "application/n-quads",
    "Sitemap: ADDRESS/sitemap.xml",
)
"""What each prints among other things."""


@pytest.mark.parametrize(("command", "said"), list(zip(COMMANDS, SAID, strict=True)))
def test_commands(served: Served, command: str, said: str) -> None:
    """Each ends well and prints what it is there for."""
    text = command.replace("http://127.0.0.1:8000", served.address)
    shell = ["bash", "-euo", "pipefail", "-c", text]
    done = subprocess.run(shell, capture_output=True, text=True, check=False, timeout=60)
    assert 0 == done.returncode, done.stderr
    assert said.replace("ADDRESS", served.address) in done.stdout
