"""Documents that come as a page and as data: choosing the format, and the headers of the answer."""

from urllib.parse import quote, unquote_to_bytes

from fastapi import Request
from starlette.responses import Response

from klimagraph.errors import NotFound, QueryRefused
from klimagraph.formats import ALIASES, BY_NAME, Format, negotiate
from klimagraph.web import memento
from klimagraph.web.respond import Reply, conditional, etag

OFFERS = tuple(BY_NAME[name] for name in ("jsonld", "turtle", "ntriples", "rdfxml", "html"))
DATA = OFFERS[:-1]
"""The formats that a page leads to."""
EXTENSIONS = {form.extension: form for form in OFFERS}
IRI_SAFE = ":/?#[]@!$&'()*+,;=%~"


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
    given = request.query_params.getlist("release")
    if len(given) > 1:
        raise QueryRefused(f"the parameter 'release' stands there {len(given)} times")
    wanted = request.headers.get("accept-datetime")
    return "".join(given) or memento.of_time(wanted, request.app.state.pool)


def reply(body: bytes, form: Format, request: Request, iri: str, release: str) -> Response:
    """Return a document about an IRI with its validators and links; 304 for whoever has it."""
    base = request.url.path.removesuffix(f".{form.extension}")
    pool = request.app.state.pool
    tag = etag(iri, form.name, release, pool.identity(release))
    headers = {"ETag": tag, "Link": links(base, form, iri), **memento.headers(pool, release)}
    answer = Reply(200, body, form.content_type, headers)
    return conditional(answer, request.headers.get("if-none-match")).response()


def timed(answer: Response) -> Response:
    """Return an answer that says that it depends on the time that was asked for (RFC 7089)."""
    answer.headers["Vary"] = memento.VARY
    return answer


def links(base: str, form: Format, iri: str) -> str:
    """Return the Link header: the other formats and the thing itself (RFC 8288)."""
    base, iri = quote(base), quote(iri, safe=IRI_SAFE)
    others = [
        f'<{base}.{other.extension}>; rel="alternate"; type="{other.media_types[0]}"'
        for other in OFFERS
        if other is not form
    ]
    return ", ".join([*others, f'<{iri}>; rel="describes"'])
