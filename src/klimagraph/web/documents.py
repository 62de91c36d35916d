"""Documents that come as a page and as data: choosing the format, and the headers of the answer."""

from urllib.parse import unquote_to_bytes

from fastapi import Request
from starlette.responses import Response

from klimagraph import signposting
from klimagraph.errors import NotFound, QueryRefused
from klimagraph.formats import ALIASES, Format, negotiate
from klimagraph.people import is_listed
from klimagraph.signposting import FORMS, Document
from klimagraph.web import memento
from klimagraph.web.items import items_of
from klimagraph.web.respond import Reply, conditional, etag, matches
from klimagraph.web.templating import page_tag

OFFERS = FORMS
DATA = OFFERS[:-1]
"""The formats that a page leads to."""
EXTENSIONS = {form.extension: form for form in OFFERS}
UNLISTED = {"X-Robots-Tag": "noindex"}
"""What search engines are asked not to list says so in every form."""


def split(path: str, request: Request) -> tuple[str, Format]:
    """Return key and format; an extension beats `format=`, which beats Accept."""
    key, dot, extension = path.rpartition(".")
    if dot and extension in EXTENSIONS:
        return key, EXTENSIONS[extension]
    wanted = request.query_params.get("format")
    if wanted:
        name = ALIASES.get(wanted, wanted)
        found = next((form for form in OFFERS if form.name == name), None)
        if found is None:
            known = ", ".join(form.name for form in OFFERS)
            raise NotFound(f"there is no format {wanted!r} here; known are {known}")
        return path, found
    return path, negotiate(request.headers.get("accept"), OFFERS)


def check_utf8(request: Request) -> None:
    """Raise QueryRefused where the parameters are not UTF-8 (RFC 3986, section 2.5)."""
    try:
        unquote_to_bytes(request.url.query).decode("utf-8")
    except UnicodeDecodeError:
        raise QueryRefused("the parameters are not UTF-8 in percent encoding") from None


def release_of(request: Request) -> str | None:
    """Return the release that `release` or Accept-Datetime asks for, None for the current one."""
    wanted = request.headers.get("accept-datetime")
    return one(request, "release") or memento.of_time(wanted, request.app.state.pool)


def one(request: Request, name: str) -> str:
    """Return a parameter, empty where it is not there; raises QueryRefused for several."""
    given = request.query_params.getlist(name)
    if len(given) > 1:
        raise QueryRefused(f"the parameter {name!r} stands there {len(given)} times")
    return "".join(given)


def described(request: Request, iri: str, form: Format | None = None) -> Document:
    """Return which document a request asks for; it may name the form by an extension."""
    path = request.url.path.removesuffix(f".{form.extension}") if form else request.url.path
    return Document(iri, path, request.query_params.get("release", ""))


def marks(iri: str) -> dict[str, str]:
    """Return the headers that tell search engines what to leave alone."""
    return {} if is_listed(iri) else UNLISTED


def tag_of(request: Request, iri: str, form: Format, release: str) -> str:
    """Return the validator of a document about an IRI."""
    pool = request.app.state.pool
    validator = page_tag if form.name == "html" else etag
    return validator(iri, form.name, release, pool.identity(release), pool.settings.address)


def unchanged(request: Request, iri: str, form: Format) -> Response | None:
    """Return 304 to whoever has a document already, before anything is asked for it.

    Who names its validator was given it: it follows the release, which never changes.
    """
    known = request.headers.get("if-none-match")
    if not known or "*" in known:
        return None
    pool = request.app.state.pool
    release = release_of(request) or pool.release
    tag = tag_of(request, iri, form, release)
    if not matches(known, tag):
        return None
    headers = {"ETag": tag, **memento.headers(pool, release), "Vary": memento.VARY}
    return Reply(304, b"", form.content_type, headers).response()


async def reply(body: bytes, form: Format, request: Request, iri: str, release: str) -> Response:
    """Return a document about an IRI with its validators and links; 304 for whoever has it."""
    pool = request.app.state.pool
    facts = await signposting.facts(pool, iri, release)
    files = items_of(request, iri, release)
    links = signposting.links(described(request, iri, form), facts, form, files)
    headers = {
        "ETag": tag_of(request, iri, form, release),
        "Link": signposting.header(links),
        **marks(iri),
        **memento.headers(pool, release),
        "Vary": memento.VARY,
    }
    answer = Reply(200, body, form.content_type, headers)
    return conditional(answer, request.headers.get("if-none-match")).response()
