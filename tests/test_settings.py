"""Settings: flags beat variables, variables beat defaults, nothing is guessed."""

from dataclasses import fields
from pathlib import Path

import pytest

from klimagraph.errors import SettingRefused
from klimagraph.settings import Settings, default_home, from_environment


def test_defaults(tmp_path: Path) -> None:
    """Without variables and flags every setting has its default."""
    assert Settings(tmp_path) == from_environment({}, home=tmp_path)


def test_default_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The folder of the data lies where XDG says."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert tmp_path / "klimagraph" == default_home()


def test_default_home_without_xdg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where XDG says nothing the folder lies below the home of the user."""
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert tmp_path / ".local" / "share" / "klimagraph" == default_home()


WORDS = {
    "gate": "off",
    "harvest": "off",
    "log": "all",
    "log_queries": "on",
    "proxy": "10.0.0.0/8,::1",
}
WORDS["store"] = "sparql:http://127.0.0.1:7878/query"


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_variable(name: str) -> None:
    """Each setting can be set by the variable that is named after it."""
    value = WORDS.get(name, "17")
    settings = from_environment({f"KLIMAGRAPH_{name.upper()}": value})
    assert str(getattr(settings, name)) in (value, f"{value}.0")


def test_gate_is_on_or_off() -> None:
    """There is nothing in between."""
    with pytest.raises(SettingRefused, match="on and off"):
        from_environment({"KLIMAGRAPH_GATE": "ajar"})


def test_empty_variable() -> None:
    """An empty variable is one that is not set."""
    assert from_environment({"KLIMAGRAPH_PORT": ""}).port == 8000


def test_flag() -> None:
    """A flag beats a variable."""
    assert from_environment({"KLIMAGRAPH_PORT": "1"}, port=2).port == 2


def test_absent_flag() -> None:
    """A flag that is not given leaves the variable in force."""
    assert from_environment({"KLIMAGRAPH_PORT": "1"}, port=None).port == 1


@pytest.mark.parametrize("value", ["x", "1,5", "8000 Mb"])
def test_no_number(value: str) -> None:
    """What is not a number is refused with the name of its variable."""
    with pytest.raises(SettingRefused, match=f"KLIMAGRAPH_PORT is '{value}'"):
        from_environment({"KLIMAGRAPH_PORT": value})


@pytest.mark.parametrize(
    ("public", "address"),
    [
        ("", "http://127.0.0.1:8000"),
        ("https://daten.example.org/", "https://daten.example.org"),
        ("https://example.org/klima", "https://example.org/klima"),
    ],
)
def test_address(public: str, address: str) -> None:
    """The address is the public one without a slash at its end, else host and port."""
    assert address == from_environment({}, public_url=public).address


def test_workers() -> None:
    """As many workers start as are set."""
    assert from_environment({"KLIMAGRAPH_WORKERS": "3"}).worker_count == 3


def test_workers_of_the_machine() -> None:
    """Without a setting there are workers for every core."""
    assert from_environment({}).worker_count >= 2


def test_memory() -> None:
    """Memory is set in MiB and used in bytes."""
    assert from_environment({"KLIMAGRAPH_MEMORY": "3"}).memory_bytes == 3 * 1024 * 1024


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "99999"),
        ("PORT", "abc"),
        ("WORKERS", "-1"),
        ("QUERY_TIMEOUT", "0"),
        ("QUERY_TIMEOUT", "nan"),
        ("QUERY_TIMEOUT", "inf"),
        ("UPLOAD_SIZE", "-5"),
        ("LOG", "some"),
        ("LOG_QUERIES", "yes"),
        ("PROXY", "proxy.example.org"),
        ("PROXY", "10.0.0.1/8"),
    ],
)
def test_impossible_values(name: str, value: str) -> None:
    """A value with which nothing can work is refused by name."""
    with pytest.raises(SettingRefused, match=name):
        from_environment({f"KLIMAGRAPH_{name}": value})
