"""Which part of a snapshot an address of the catalogue means."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode

from klimagraph.catalog.profiles import PROFILES, SCHEMA_ORG
from klimagraph.errors import NotAcceptable, NotFound, QueryRefused
from klimagraph.formats import BY_NAME, Format, named, negotiate

OFFERS = tuple(BY_NAME[name] for name in ("jsonld", "turtle", "rdfxml", "ntriples", "html"))
"""Formats of the catalogue; who asks for nothing in particular gets the first."""
HTML = OFFERS[-1]
EXTENSIONS = {form.extension: form for form in OFFERS}
KNOWN = (*(profile.name for profile in PROFILES), SCHEMA_ORG)
DATASET = "/dataset/"
DOCUMENTS = {"/service/sparql": "service", "/series/releases": "series"}
LISTS = ("/catalog", "/catalog/full")
PARAMETERS = ("format", "page", "profile", "snapshot")
LONGEST = 512
"""Bytes of a query string; all parameters that there are need less."""

_SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
_SNAPSHOT = re.compile(r"\d{4}\.\d+\.\d+-[0-9a-f]{8}")
_NUMBER = re.compile(r"[1-9]\d{0,5}")


@dataclass(frozen=True)
class Wanted:
    """A part of a snapshot that was asked for."""

    path: str
    """The path without an extension, `/catalog`."""
    form: Format
    part: str
    """Where it lies in the snapshot."""
    profile: str
    snapshot: str = ""
    """The snapshot that was asked for; empty for the one that is served."""
    page: int = 0

    @property
    def slug(self) -> str:
        """Return the name of the dataset that it is about, empty where it is about none."""
        return self.path.removeprefix(DATASET) if self.path.startswith(DATASET) else ""

    def address(self, form: Format) -> str:
        """Return where the same is in another format."""
        asked: dict[str, object] = {"page": self.page} if self.page else {}
        if self.profile != KNOWN[0]:
            asked["profile"] = self.profile
        if self.snapshot:
            asked["snapshot"] = self.snapshot
        behind = f"?{urlencode(asked)}" if asked else ""
        return f"{self.path}.{form.extension}{behind}"

    @property
    def offers(self) -> tuple[Format, ...]:
        """Return the formats in which it is there."""
        return (OFFERS[0], HTML) if self.profile == SCHEMA_ORG else OFFERS


def takes(path: str) -> bool:
    """Tell whether an address may be one of the catalogue."""
    if path.startswith(DATASET):
        return "/" not in path.removeprefix(DATASET)
    return path.startswith(("/catalog", "/service/", "/series/"))


def wanted(path: str, query: str, accept: str | None) -> Wanted:
    """Return what is meant; raises NotFound, NotAcceptable and QueryRefused."""
    if len(query) > LONGEST:
        raise QueryRefused(f"what stands behind the question mark is longer than {LONGEST} bytes")
    asked = parse_qs(query, keep_blank_values=True)
    bare, form = _split(path, asked, accept)
    if not (bare.startswith(DATASET) and form is HTML):  # where others add what they count by
        _refuse_unknown(asked)
    profile = _one(asked, "profile") or KNOWN[0]
    if profile not in KNOWN:
        raise QueryRefused(f"there is no profile {profile!r}; there are {', '.join(KNOWN)}")
    if profile == SCHEMA_ORG and form not in (OFFERS[0], HTML):
        raise NotAcceptable(f"the profile {SCHEMA_ORG} is there as JSON-LD only")
    snapshot = _one(asked, "snapshot")
    if snapshot and not _SNAPSHOT.fullmatch(snapshot):
        raise NotFound(f"there is no snapshot {snapshot!r}")
    page = _page(asked) if bare == LISTS[0] else 0
    part = _part(bare, form, profile, page)
    return Wanted(bare, form, part, profile, snapshot, page if page > 1 or snapshot else 0)


def _refuse_unknown(asked: Mapping[str, Sequence[str]]) -> None:
    for name in asked:
        if name not in PARAMETERS:
            allowed = ", ".join(PARAMETERS)
            raise QueryRefused(f"there is no parameter {name!r} here; known are {allowed}")


def _split(path: str, asked: Mapping[str, Sequence[str]], accept: str | None) -> tuple[str, Format]:
    """Return path and format; an extension beats `format`, which beats Accept."""
    bare, dot, extension = path.rpartition(".")
    if dot and extension in EXTENSIONS:
        return bare, EXTENSIONS[extension]
    given = _one(asked, "format")
    form = named(given) if given else negotiate(accept, OFFERS)
    if form not in OFFERS:
        raise NotAcceptable(f"the format {form.name} is not offered here")
    return path, form


def _part(path: str, form: Format, profile: str, page: int) -> str:
    end = f".{form.extension}"
    slug = path.removeprefix(DATASET)
    if slug != path and _SLUG.fullmatch(slug):
        return f"dataset/page/{slug}.json" if form is HTML else f"dataset/{profile}/{slug}{end}"
    if path in LISTS:
        name = str(page) if path == LISTS[0] else "full"
        return f"catalog/{profile}/{name}{'.jsonld' if form is HTML else end}"
    if path in DOCUMENTS and profile != SCHEMA_ORG:
        name = path.rpartition("/")[2]
        return f"{DOCUMENTS[path]}/{profile}/{name}{'.ttl' if form is HTML else end}"
    raise NotFound(f"there is nothing at {path}")


def _page(asked: Mapping[str, Sequence[str]]) -> int:
    given = _one(asked, "page") or "1"
    if not _NUMBER.fullmatch(given):
        raise QueryRefused(f"page is {given!r}; allowed are whole numbers from 1")
    return int(given)


def _one(asked: Mapping[str, Sequence[str]], name: str) -> str:
    """Return the value of a parameter, empty where it is not there."""
    given = asked.get(name, ())
    if len(given) > 1:
        raise QueryRefused(f"the parameter {name!r} stands there {len(given)} times")
    return "".join(given)
