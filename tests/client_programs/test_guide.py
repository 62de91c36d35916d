"""The examples of docs/clients.md run as they stand there, at the address of a service."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import Served

HERE = Path(__file__).parent
GUIDE = (HERE.parents[1] / "docs" / "clients.md").read_text()
ADDRESS = "http://127.0.0.1:8000"
SAID = {
    "sh": ("Heidelberg", "Klima-Bündnis", "304", '"result"'),
    "python": ("40457", "01057", "2026.1.0", "400", "Klima-Bündnis", "id/alliance/klima-buendnis"),
    "js": ("Klima-Bündnis", "Klima-Bündnis"),
}
"""What each example of a language prints among other things."""


def examples(language: str) -> list[str]:
    """Return the examples in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", GUIDE, re.M | re.S)


CASES = [
    pytest.param(language, text, said, id=f"{language}-{number}")
    for language in SAID
    for number, (text, said) in enumerate(zip(examples(language), SAID[language], strict=True), 1)
]
PROGRAMS = {
    "sh": ["bash", "-euo", "pipefail", "-c"],
    "python": [sys.executable, "-W", "ignore", "-c"],
    "js": ["node", "-e"],
}


@pytest.mark.parametrize(("language", "text", "said"), CASES)
def test_examples(served: Served, language: str, text: str, said: str) -> None:
    """Each ends well and prints what it is there for."""
    if shutil.which(PROGRAMS[language][0]) is None:
        pytest.skip(f"{PROGRAMS[language][0]} is not on this machine")
    if "@comunica" in text and not (HERE / "node_modules").is_dir():
        pytest.skip("`npm ci` was not done in the folder of the clients")
    command = [*PROGRAMS[language], text.replace(ADDRESS, served.address)]
    done = subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, check=False, timeout=120
    )
    assert 0 == done.returncode, done.stderr
    assert said in done.stdout


def test_every_language_is_shown() -> None:
    """R is shown and said not to be tried."""
    assert 1 == len(examples("r"))
    assert "these lines were not tried" in GUIDE
