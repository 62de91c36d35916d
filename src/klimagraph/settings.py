"""What an operator can set: flags of the command line and variables `KLIMAGRAPH_*`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from klimagraph.errors import SettingRefused

MEBIBYTE = 1024 * 1024
MAY_BE_ZERO = ("cache", "workers", "waiting", "memory", "port")
GATES = ("on", "off")
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LARGEST_PORT, LARGEST = 65_535, 10**12


def default_home() -> Path:
    """Return the folder of the data where nothing is set (XDG base directories)."""
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "klimagraph"


def physical_memory() -> int:
    """Return the memory of the machine in MiB."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // MEBIBYTE


@dataclass(frozen=True)
class Settings:
    """All settings with their defaults; times in seconds, sizes in MiB unless they say bytes."""

    home: Path
    host: str = "127.0.0.1"
    port: int = 8000
    public_url: str = ""
    query_timeout: float = 30.0
    query_memory: int = 1024
    query_length: int = MEBIBYTE
    """Longest query text in bytes."""
    workers: int = 0
    """Queries at once; 0 means twice the number of cores."""
    waiting: int = 64
    """Queries that may wait for a free worker."""
    memory: int = 0
    """Memory for copies of the release; 0 means half of the machine's."""
    cache: int = 64
    """Memory for answers that were given already; 0 keeps none."""
    upload_size: int = 64
    upload_unpacked: int = 256
    upload_triples: int = 5_000_000
    gate: str = "on"
    """`off` makes a scratch instance, in which any graph may be written unvalidated."""
    admin_token: str = ""
    """A token with which everything may be written; empty for none."""
    write_timeout: float = 120.0
    write_memory: int = 8192
    validation_timeout: float = 120.0
    validation_memory: int = 2048

    @property
    def address(self) -> str:
        """Return the address under which documents link to each other."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def scratch(self) -> bool:
        """Tell whether this is a scratch instance."""
        return self.gate == "off"

    @property
    def open_to_write(self) -> bool:
        """Tell whether writing needs no token: a scratch instance that only this machine sees."""
        return self.scratch and not self.admin_token and self.host in LOOPBACK

    @property
    def worker_count(self) -> int:
        """Return the number of query workers."""
        return self.workers or 2 * (os.cpu_count() or 1)

    @property
    def memory_bytes(self) -> int:
        """Return the memory for copies of the release in bytes."""
        return (self.memory or physical_memory() // 2) * MEBIBYTE


def from_environment(environment: Mapping[str, str], **flags: object) -> Settings:
    """Return the settings: flags that are not None beat variables, variables beat defaults.

    Raises SettingRefused where a value is not of the kind or in the range that its setting needs.
    """
    values: dict[str, object] = {"home": default_home()}
    for field in fields(Settings):
        name = f"KLIMAGRAPH_{field.name.upper()}"
        if environment.get(name):
            values[field.name] = _value(name, environment[name], field.type)
    values |= {name: value for name, value in flags.items() if value is not None}
    for name, value in values.items():
        _check_range(name, value)
    if values.get("gate", "on") not in GATES:
        raise SettingRefused(f"GATE is {values['gate']!r}; allowed are {' and '.join(GATES)}")
    return Settings(**values)  # type: ignore[arg-type]  # the names are those of the fields


def _check_range(name: str, value: object) -> None:
    """Refuse numbers that no service can work with."""
    if not isinstance(value, int | float):
        return
    least = 0 if name in MAY_BE_ZERO else 1
    smallest = 0.001 if isinstance(value, float) else least
    largest = LARGEST_PORT if name == "port" else LARGEST
    if not smallest <= value <= largest:
        raise SettingRefused(f"{name.upper()} is {value}; allowed is {smallest} to {largest}")


def _value(name: str, text: str, kind: object) -> object:
    kinds = {int: int, float: float, str: str, Path: Path}
    try:
        return kinds[kind](text)  # type: ignore[index]  # every field has one of these types
    except ValueError:
        raise SettingRefused(f"{name} is {text!r}, which is not a number") from None
