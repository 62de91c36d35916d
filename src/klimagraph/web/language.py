"""The language of an answer: from the address, else from the browser, else German.

Pages are written in German; the catalogues in `locale/en` say the same in English
(https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html).
"""

import re
from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from babel.messages.pofile import read_po
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from klimagraph.formats import qualities

LANGUAGES = ("de", "en")
"""The first is the one in which the pages are written."""
NAME = "lang"
LOCALES = Path(__file__).parent / "locale"
_INNER = re.compile(r'(<a\s[^>]*?href=")(/[^"/][^"]*|/)(")')
_FORM = re.compile(r'<form\s[^>]*?action="/[^"]*"[^>]*>')


@dataclass(slots=True)
class _Asking:
    """A request as far as its language goes; most answers have none, and nothing is read then."""

    asked: str = ""
    """The language that the address names."""
    header: bytes = b""
    path: str = "/"
    rest: bytes = b""
    """The query string without the language."""


_asking: ContextVar[_Asking] = ContextVar("asking", default=_Asking())  # noqa: B039  # not changed


def language() -> str:
    """Return the language of the answer that is being made."""
    asking = _asking.get()
    return asking.asked or preferred(asking.header.decode("latin-1"))


def variant() -> str:
    """Return what tells this form of a page from its others: language, and who asked for it."""
    return f"{language()} {_asking.get().asked}"


def gettext(text: str) -> str:
    """Return a text of the pages in the language of the answer."""
    if language() == LANGUAGES[0]:
        return text
    found = _catalogue(language()).get(text, text)
    return found if isinstance(found, str) else found[0]


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a text that goes with a number."""
    if language() != LANGUAGES[0]:
        found = _catalogue(language()).get(one, (one, many))
        if not isinstance(found, str):
            one, many = found[0], found[1]
    return one if count == 1 else many


@cache
def _catalogue(name: str) -> dict[str, str | tuple[str, ...]]:
    """Return the texts of all catalogues of a language."""
    found: dict[str, str | tuple[str, ...]] = {}
    for path in sorted((LOCALES / name).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=name):
                one = message.id if isinstance(message.id, str) else message.id[0]
                if one and message.string and not message.fuzzy:
                    text = message.string
                    found[one] = text if isinstance(text, str) else tuple(text)
    return found


def kept(page: str) -> str:
    """Return a page whose links within this place keep the language that the address asks for."""
    asked = _asking.get().asked
    if not asked:
        return page
    page = _INNER.sub(lambda link: f"{link[1]}{_with(link[2], asked)}{link[3]}", page)
    field = f'<input type="hidden" name="{NAME}" value="{asked}">'
    return _FORM.sub(lambda form: _marked(form[0], field, asked), page)


def _marked(form: str, field: str, asked: str) -> str:
    """Return the start of a form: one that is posted has the language in its address."""
    if 'method="post"' not in form:
        return form + field
    return re.sub(r'action="([^"]*)"', lambda to: f'action="{_with(to[1], asked)}"', form)


def _with(path: str, asked: str) -> str:
    """Return an address, as it stands in HTML, that asks for a language."""
    address, hash_sign, fragment = path.partition("#")
    if f"{NAME}=" in address:
        return path
    joint = "&amp;" if "?" in address else "?"
    return f"{address}{joint}{NAME}={asked}{hash_sign}{fragment}"


def switched(wanted: str) -> str:
    """Return the address of the page that is being made in another language."""
    asking = _asking.get()
    query = asking.rest.decode("latin-1")
    pairs = [pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] != NAME]
    path = quote("/" + asking.path.lstrip("/"))  # two slashes at the start would be another host
    return f"{path}?{urlencode([*pairs, (NAME, wanted)])}"


class Speaking:
    """An application that answers in the language which the request asks for."""

    def __init__(self, application: ASGIApp) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take the language out of the request, and put it into redirections."""
        if scope["type"] != "http":
            await self.application(scope, receive, send)
            return
        asked, rest = _taken(scope["query_string"])
        _asking.set(_Asking(asked, _header(scope), scope["path"], rest))

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and 300 < message["status"] < 304:
                headers = MutableHeaders(raw=message["headers"])
                headers["location"] = _towards(headers.get("location", ""), asked)
            await send(message)

        inner = scope if not asked else {**scope, "query_string": rest}
        await self.application(inner, receive, marked if asked else send)


def _header(scope: Scope) -> bytes:
    for name, value in scope["headers"]:
        if name == b"accept-language":
            return bytes(value)
    return b""


def _taken(query: bytes) -> tuple[str, bytes]:
    """Return the language that a query string asks for, and the string without it."""
    if NAME.encode() not in query:
        return "", query
    parts = query.split(b"&")
    for wanted in LANGUAGES:
        part = f"{NAME}={wanted}".encode()
        if part in parts:
            return wanted, b"&".join(one for one in parts if one != part)
    return "", query


def _towards(location: str, asked: str) -> str:
    parts = urlsplit(location)
    if parts.netloc or not parts.path.startswith("/"):
        return location
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    return urlunsplit(parts._replace(query=urlencode([*pairs, (NAME, asked)])))


@lru_cache(256)
def preferred(header: str) -> str:
    """Return what an Accept-Language header likes best of what there is (RFC 9110, 12.5.4)."""
    wanted = qualities(header)
    return max(LANGUAGES, key=lambda name: _liked(name, wanted))


def _liked(name: str, wanted: Mapping[str, float]) -> float:
    """Return how much a language is liked; `*` speaks for those that are not named."""
    own = [quality for tag, quality in wanted.items() if tag.partition("-")[0] == name]
    return max(own, default=wanted.get("*", 0.0))
