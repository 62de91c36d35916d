"""The page of a search."""

from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode

from klimagraph.namespaces import THINGS, compact
from klimagraph.resolving.values import Candidate, Resolution
from klimagraph.search.finding import Question
from klimagraph.search.results import Result, Results
from klimagraph.web.language import gettext, language
from klimagraph.web.templating import render

MEANT = 3
"""Authorities that may be meant, at most as many are shown."""
FACETS = 12
"""Classes and states that results are divided by, at most as many are shown."""


class Parameters(Protocol):
    """What a search was asked with."""

    @property
    def q(self) -> str:
        """Return the text that is looked for."""

    @property
    def page(self) -> int:
        """Return the number of the page."""

    @property
    def limit(self) -> int:
        """Return how many results a page has."""

    @property
    def release(self) -> str:
        """Return the release that was asked for, empty for the current one."""

    @property
    def given(self) -> dict[str, str]:
        """Return what was asked for besides the page, as parameters of an address."""


@dataclass(frozen=True)
class Shown:
    """A search and what came of it; `names` has other names of classes than the index."""

    asked: Parameters
    question: Question
    found: Results
    meant: Resolution
    release: str
    names: dict[str, str]


@dataclass(frozen=True)
class Facet:
    """A part of the results: what it is called, how large it is, and where it is shown alone."""

    name: str
    count: int
    address: str
    chosen: bool


def page(shown: Shown) -> bytes:
    """Return the page of a search."""
    asked, found = shown.asked, shown.found
    names = {**dict(found.classes), **shown.names}
    return render(
        "search.html",
        asked=asked,
        question=shown.question,
        found=found,
        names=names,
        kinds=sorted(((iri, names[iri]) for iri, _ in found.classes), key=lambda one: one[1]),
        by_class=_facets(shown, "class", found.by_class),
        by_state=_facets(shown, "state", found.by_state),
        meant=[(one, _reasons(one)) for one in shown.meant.candidates[:MEANT]],
        certain=shown.meant.certain,
        ways=ways(),
        where=_where,
        release=shown.release,
        before=asked.page - 1,
        after=asked.page + 1 if asked.page * asked.limit < found.total else 0,
    )


def ways() -> dict[str, str]:
    """Return what the ways to find something are called."""
    return {
        "exact": gettext("Name"),
        "key": gettext("Schlüssel"),
        "alternative": gettext("anderer Name"),
        "former": gettext("früherer Name"),
        "former-key": gettext("früherer Schlüssel"),
        "prefix": gettext("Anfang des Namens"),
        "words": gettext("Wörter im Namen"),
        "similar": gettext("ähnlich geschrieben"),
        "part": gettext("Teil eines Wortes"),
    }


def _facets(shown: Shown, name: str, counts: tuple[tuple[str, str, int], ...]) -> list[Facet]:
    """Return the parts of the results; one that was chosen leads back to all."""
    chosen = shown.question.kind if name == "class" else shown.question.state
    rest = {key: value for key, value in shown.asked.given.items() if key != name}
    return [
        Facet(
            shown.names.get(iri, label),
            count,
            "/search?" + urlencode(rest if iri == chosen else rest | {name: _short(iri)}),
            iri == chosen,
        )
        for iri, label, count in counts[:FACETS]
    ]


def _short(iri: str) -> str:
    """Return how an address names a class or a state."""
    state = f"{THINGS}state/"
    return iri.removeprefix(state) if iri.startswith(state) else compact(iri)


def _where(result: Result) -> str:
    """Return where a thing lies, as far as that is not its own name."""
    places = (result.district_label, result.state_label)
    return ", ".join(place for place in places if place and place != result.label)


def _reasons(one: Candidate) -> str:
    return "; ".join(one.reasons_en if language() == "en" else one.reasons_de)
