"""Tombstones of people who were taken down: keyed hashes that tell them and no name."""

import hashlib
import json
import re
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from unicodedata import normalize
from urllib.parse import unquote

from klimagraph.errors import StoreDamaged
from klimagraph.folding import folded
from klimagraph.namespaces import BASE
from klimagraph.people import PERSONS, is_person
from klimagraph.releases import durable

FOLDER, KEY, REWRITTEN = "takedowns", "key", "rewritten"
LENGTH = 40
"""Hexadecimal digits of a hash."""
_WORD = re.compile(r"[^\W_]+")
_PERSON = re.compile(rb"<(%b[^>#]+)[>#]" % PERSONS.encode())
_ESCAPE = re.compile(r"\\[tbnrf]")
_CAPITAL = re.compile(r"(?<=[^\W\d_A-ZÄÖÜ])(?=[A-ZÄÖÜ])")
_OURS = f"<{BASE}".encode()
_ANY_URI = b'"^^<http://www.w3.org/2001/XMLSchema#anyURI> '
KEPT = 4096
"""Addresses whose words are kept: many statements say the same one."""


@dataclass(frozen=True)
class Tombstone:
    """Somebody who was taken down, told by hashes with the key of the home."""

    iri: str
    names: tuple[str, ...]
    """Of each spelling, whatever the order of its words."""
    lengths: tuple[int, ...]
    """How many words the spellings have."""
    stands: str
    """The node without a name that stands in the graph where the person stood."""
    at: str
    reason: str = ""
    """What the operator notes; nobody else is told."""
    release: str = ""
    """The first release without the person."""


@dataclass(frozen=True)
class Spotted:
    """A place in statements that speaks of somebody who was taken down."""

    tombstone: Tombstone
    line: bytes
    iri: str = ""
    """The IRI that is the person's, or nothing where a text holds the name."""
    text: str = ""
    """The name as it stands there."""


@dataclass(frozen=True)
class Tombstones:
    """All tombstones of a home."""

    key: bytes
    all: tuple[Tombstone, ...] = ()

    def of_iri(self, iri: str) -> Tombstone | None:
        """Return the tombstone of a person, None where there is none."""
        return self._by_iri.get(self.hash(iri)) if self.all else None

    def hash(self, text: str) -> str:
        """Return what tells a text to whoever has the key."""
        return hashlib.blake2b(text.encode(), key=self.key, digest_size=LENGTH // 2).hexdigest()

    def hash_of_name(self, words: Iterable[str]) -> str:
        """Return what tells a name, given as folded words in any order."""
        return self.hash(" ".join(sorted(words)))

    def spotted(self, lines: Iterable[bytes]) -> Iterator[Spotted]:
        """Yield the places in canonical N-Quads that speak of somebody who was taken down."""
        for line in lines if self.all else ():
            for iri in _PERSON.findall(line):
                if found := self.of_iri(iri.decode()):
                    yield Spotted(found, line, iri=iri.decode())
            if text := _text(line) or _words_of_address(_address(line)):
                yield from (Spotted(found, line, text=part) for found, part in self._named(text))

    def _named(self, text: str) -> Iterator[tuple[Tombstone, str]]:
        places = [match.span() for match in _WORD.finditer(text)]
        if len(places) < self._shortest:
            return
        words = [folded(text[start:end]) for start, end in places]
        for length in self._lengths:
            for first in range(len(words) - length + 1):
                found = self._by_name.get(self.hash_of_name(words[first : first + length]))
                if found:
                    yield found, text[places[first][0] : places[first + length - 1][1]]

    @cached_property
    def _by_iri(self) -> dict[str, Tombstone]:
        return {item.iri: item for item in self.all}

    @cached_property
    def _by_name(self) -> dict[str, Tombstone]:
        return {name: item for item in self.all for name in item.names}

    @cached_property
    def _lengths(self) -> Sequence[int]:
        return sorted({length for item in self.all for length in item.lengths})

    @cached_property
    def _shortest(self) -> int:
        return min(self._lengths, default=1 << 30)


def words_of(name: str) -> list[str]:
    """Return the folded words of a name."""
    return [folded(word) for word in _WORD.findall(name)]


def read(home: Path) -> Tombstones:
    """Return the tombstones of a home; raises StoreDamaged."""
    folder = home / FOLDER
    try:
        key = bytes.fromhex((folder / KEY).read_text())
        files = sorted(folder.glob("[0-9a-f]*.json"))
        return Tombstones(key, tuple(_tombstone(file.read_bytes()) for file in files))
    except (FileNotFoundError, NotADirectoryError):
        return Tombstones(b"")
    except (OSError, ValueError, TypeError) as error:
        raise StoreDamaged(f"the tombstones in {folder} cannot be read: {error}") from None


def removed(home: Path, iri: str) -> Tombstone | None:
    """Return the tombstone of a person, None for everything else."""
    return read(home).of_iri(iri) if is_person(iri) else None


def opened(home: Path) -> Tombstones:
    """Return the tombstones of a home after giving it a key, if it has none."""
    folder = home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / KEY).exists():
        _write(folder / KEY, secrets.token_hex(32).encode())
    return read(home)


def put(home: Path, tombstone: Tombstone) -> None:
    """Keep a tombstone durably."""
    text = json.dumps(asdict(tombstone), indent=1, ensure_ascii=False)
    _write(home / FOLDER / f"{tombstone.iri}.json", text.encode())


def note_rewriting(home: Path) -> None:
    """Let services notice that a kept release has another content now."""
    (home / FOLDER).mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(home / FOLDER / REWRITTEN, secrets.token_hex(8).encode())


def rewriting(home: Path) -> int:
    """Return a number that is another one after a kept release was rewritten."""
    try:
        status = (home / FOLDER / REWRITTEN).stat()
    except (FileNotFoundError, NotADirectoryError):
        return 0
    return hash((status.st_ino, status.st_mtime_ns))


def _write(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read: with the key names can be tried out."""
    durable.write(path, content)
    path.chmod(0o600)


def _tombstone(text: bytes) -> Tombstone:
    data = json.loads(text)
    names, lengths = tuple(data.pop("names")), tuple(data.pop("lengths"))
    return Tombstone(names=names, lengths=lengths, **data)


def _text(line: bytes) -> str:
    """Return the text that a line of N-Quads says, nothing where it says a value or a thing."""
    said = line.split(b" ", 2)[2]
    if not said.startswith(b'"') or b'"^^<' in said:
        return ""
    return _ESCAPE.sub(" ", said[1 : said.rindex(b'"')].decode())


def _address(line: bytes) -> str:
    """Return the address elsewhere that a line of N-Quads says, nothing where it says none."""
    said = line.split(b" ", 2)[2]
    if said.startswith(b"<") and not said.startswith(_OURS):
        return said[1 : said.index(b">")].decode()
    kind = said.rfind(_ANY_URI)
    return said[1:kind].decode() if kind > 0 else ""


@lru_cache(KEPT)
def _words_of_address(address: str) -> str:
    """Return the words of an address: decoded, and apart where a capital begins one."""
    try:
        text = unquote(address, errors="strict")
    except UnicodeDecodeError:
        text = unquote(address, "latin-1")
    text = normalize("NFC", text)
    return " ".join(word for run in _WORD.findall(text) for word in _CAPITAL.split(run))
