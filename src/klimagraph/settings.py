"""What an operator can set: flags of the command line and variables `KLIMAGRAPH_*`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit

from klimagraph.errors import SettingRefused

MEBIBYTE = 1024 * 1024
MAY_BE_ZERO = ("cache", "per_client", "workers", "waiting", "memory", "port")
CHOICES = {
    "gate": ("on", "off"),
    "harvest": ("on", "off"),
    "log": ("off", "errors", "all"),
    "log_queries": ("on", "off"),
}
"""Settings that are one of some words."""
EMBEDDED, REMOTE = "oxigraph", "sparql:"
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
    store: str = EMBEDDED
    """The engine that answers: the one inside, or `sparql:` and where another takes queries."""
    store_update: str = ""
    """Where that engine takes updates; empty where its address for queries tells it."""
    store_graphs: str = ""
    """Where it takes graphs (Graph Store HTTP Protocol); empty likewise."""
    store_user: str = ""
    store_password: str = ""
    query_timeout: float = 30.0
    query_memory: int = 1024
    query_length: int = MEBIBYTE
    """Longest query text in bytes."""
    workers: int = 0
    """Queries at once; 0 means twice the number of cores."""
    waiting: int = 64
    """Queries that may wait for a free worker."""
    per_client: int = 0
    """Queries of one client at once, running and waiting; 0 means workers and half of `waiting`."""
    slow_after: float = 0.5
    """Seconds after which a query yields to others."""
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
    profiles: Path | None = None
    """Folder of profiles: each file and each folder in it is one."""
    submissions_open: int = 20
    """Submissions of one token that may be open at once."""
    harvest: str = "on"
    """Whether snapshots for harvesters are prepared as soon as something is published."""
    log: str = "errors"
    """Which requests the log tells of."""
    log_slow: float = 5.0
    """Seconds from which on a query counts as slow."""
    log_queries: str = "off"
    """Whether the log holds the text of queries."""
    proxy: str = ""
    """Addresses of proxies whose word about their clients is believed, with commas between."""

    @property
    def address(self) -> str:
        """Return the address under which documents link to each other."""
        return (self.public_url or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def remote(self) -> bool:
        """Tell whether another engine answers."""
        return self.store.startswith(REMOTE)

    @property
    def store_address(self) -> str:
        """Return where the other engine takes queries."""
        return self.store.removeprefix(REMOTE)

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
    def client_limit(self) -> int:
        """Return how many queries of one client may run and wait at once."""
        return self.per_client or self.worker_count + self.waiting // 2

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
    for name, allowed in CHOICES.items():
        if values.get(name, allowed[0]) not in allowed:
            words = " and ".join(allowed)
            raise SettingRefused(f"{name.upper()} is {values[name]!r}; allowed are {words}")
    _check_networks(str(values.get("proxy", "")))
    settings = Settings(**values)  # type: ignore[arg-type]  # the names are those of the fields
    _check_store(settings)
    return settings


def _check_store(settings: Settings) -> None:
    """Refuse a store that no engine can be reached by, or that cannot be a scratch instance."""
    if settings.store != EMBEDDED and not settings.remote:
        raise SettingRefused(
            f"STORE is {settings.store!r}; allowed are {EMBEDDED} and {REMOTE}http://HOST/PATH"
        )
    if not settings.remote:
        return
    others = filter(None, [settings.store_update, settings.store_graphs])
    for address in (settings.store_address, *others):
        _check_address(address)
    if settings.scratch:
        raise SettingRefused("a scratch instance (GATE=off) keeps its store: leave STORE out")


def _check_address(address: str) -> None:
    try:
        parts = urlsplit(address)
        right = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        right = False
    if not right or parts.username or parts.query or parts.fragment:
        raise SettingRefused(
            f"{address!r} is not the address of a store: http://HOST/PATH is, without user "
            "(STORE_USER, STORE_PASSWORD), question mark or #"
        )


def _check_networks(text: str) -> None:
    """Refuse what is neither an address nor a network; a name would have to be looked up."""
    try:
        for part in filter(None, text.split(",")):
            ip_network(part.strip())
    except ValueError as error:
        raise SettingRefused(f"PROXY is {text!r}: {error}") from None


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
    kinds = {int: int, float: float, str: str, Path: Path, Path | None: Path}
    try:
        return kinds[kind](text)  # type: ignore[index]  # every field has one of these types
    except ValueError:
        raise SettingRefused(f"{name} is {text!r}, which is not a number") from None
