"""Which things of a class there are, and in which line each of them stands."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

FOLDER = "entities"
COUNTS = f"{FOLDER}/index.json"


@dataclass(frozen=True)
class Listing:
    """The things of a class in the order of their lines, and what they can be chosen by."""

    folder: str
    pieces: tuple[str, ...]
    """The files with the lines, by their paths in the snapshot."""
    places: tuple[tuple[int, int, int], ...]
    """For each line its piece, where it begins in that, and its length."""
    states: Mapping[str, Sequence[int]]
    """The lines that concern a state, by its key of two digits."""
    alliances: Mapping[str, Sequence[int]]
    """The lines that concern an alliance, by its IRI."""

    def chosen(self, state: str = "", alliance: str = "") -> Sequence[int]:
        """Return the lines that concern a state and an alliance; all without either."""
        if not state and not alliance:
            return range(len(self.places))
        found = [set(self.states.get(state, ()))] if state else []
        found += [set(self.alliances.get(alliance, ()))] if alliance else []
        return sorted(set.intersection(*found))


def path_of(folder: str) -> str:
    """Return where the listing of a class lies in a snapshot."""
    return f"{FOLDER}/{folder}.json"


def piece_of(folder: str, number: int) -> str:
    """Return where the lines of a class lie; many lines make several files."""
    return f"{FOLDER}/{folder}.jsonl" if not number else f"{FOLDER}/{folder}.{number + 1}.jsonl"


def write(listing: Listing) -> bytes:
    """Return a listing as the file that keeps it."""
    return json.dumps(asdict(listing), sort_keys=True, separators=(",", ":")).encode()


def read(text: bytes) -> Listing:
    """Return the listing that a file keeps."""
    data = json.loads(text)
    places = tuple((piece, start, length) for piece, start, length in data["places"])
    return Listing(data["folder"], tuple(data["pieces"]), places, data["states"], data["alliances"])
