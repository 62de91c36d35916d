"""`klimagraph validate` says in its exit code and its report what is wrong with a file."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import subprocess
from pathlib import Path

import pytest

from conftest import KLIMAGRAPH

VALID = "<http://e/s> <http://e/p> <http://e/o> .\n"
INVALID = """@prefix klima: <https://w3id.org/klimagraph/ns#> .
<https://w3id.org/klimagraph/id/membership/x> a klima:Membership .
"""


def validate(*arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    """Run the command."""
    command = [KLIMAGRAPH, "validate", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("code", "text"), [(0, VALID), (1, INVALID), (1, "nonsense")])
def test_exit_codes(tmp_path: Path, code: int, text: str) -> None:
    """Valid data is 0; invalid or unreadable data is 1."""
    file = tmp_path / "data.ttl"
    file.write_text(text)
    assert code == validate(str(file)).returncode


def test_json(tmp_path: Path) -> None:
    """The report as JSON has counts, and for each finding a German message."""
    file = tmp_path / "data.ttl"
    file.write_text(INVALID)
    report = json.loads(validate(str(file), "--format", "json").stdout)
    assert (False, 3) == (report["conforms"], report["counts"]["violation"])
    assert all(finding["message_de"] for finding in report["findings"])


def test_text(tmp_path: Path) -> None:
    """The report as text ends with the verdict."""
    file = tmp_path / "data.ttl"
    file.write_text(INVALID)
    last = validate(str(file)).stdout.splitlines()[-1]
    assert f"{file}: 1 Aussage, 3 Fehler, 1 Warnung, 0 Hinweise: nicht gültig" == last


def test_standard_input() -> None:
    """A single dash means Turtle from standard input."""
    assert 1 == validate("-", given=INVALID).returncode


def test_the_place_of_an_error(tmp_path: Path) -> None:
    """A syntax error is reported with file, line and column."""
    file = tmp_path / "data.ttl"
    file.write_text(VALID + "<http://e/s> nonsense .\n")
    assert f"{file}:2:" in validate(str(file)).stderr.replace("\n", "")


@pytest.mark.parametrize("slug", ["klikks", "memberships", "plattformklima-nrw"])
def test_bundled_data_is_valid(slug: str) -> None:
    """What comes with the program conforms to its own shapes."""
    folder = Path(__file__).parents[2] / "data" / slug
    assert 0 == validate(str(folder / "data.ttl")).returncode


def test_words_that_do_not_exist(tmp_path: Path) -> None:
    """A misspelt class or property is an error, and the right word is proposed."""
    file = tmp_path / "data.ttl"
    file.write_text("@prefix klima: <https://w3id.org/klimagraph/ns#> .\n"
                    "<http://e/x> a klima:Memberhsip ; klima:perriod '2016' .\n")  # fmt: skip
    text = validate(str(file)).stdout
    assert "Den Begriff klima:Memberhsip gibt es nicht. Meinten Sie klima:Membership?" in text
    assert "Den Begriff klima:perriod gibt es nicht. Meinten Sie klima:period?" in text
