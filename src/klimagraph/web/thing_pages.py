"""Pages of things: what the templates show besides what the graph says."""

from functools import partial
from urllib.parse import quote, urlencode

from fastapi import Request

from klimagraph import things
from klimagraph.things import Page
from klimagraph.things.alliance import Alliance
from klimagraph.web import thing_questions
from klimagraph.web.documents import DATA, release_of
from klimagraph.web.growth_chart import chart
from klimagraph.web.language import language
from klimagraph.web.member_lists import listed
from klimagraph.web.templating import render


async def written(iri: str, base: str, request: Request) -> tuple[bytes, str]:
    """Return the page of a thing and the release that it is of; raises NotFound."""
    pool = request.app.state.pool
    page = await things.page(pool, iri, release_of(request), language())
    place = pool.settings.address + quote(base)
    asked = request.query_params.get("release", "")
    body = render(
        "thing.html",
        page=page,
        base=quote(base),
        place=place,
        offers=DATA,
        of_release=f"?{urlencode({'release': asked})}" if asked else "",
        older=bool(asked),
        schema_org=things.schema_org(page, place),
        question=partial(_question, iri),
        **_of_alliance(page, quote(base), request),
    )
    return body, page.release


def _question(iri: str, kind: str, via: str = "") -> str:
    """Return the address of the editor with the question behind a part of the page."""
    if kind == "members":
        return thing_questions.members(iri, language())
    if via:
        return thing_questions.pointing(iri, via, language())
    return thing_questions.statements(iri, language())


def _of_alliance(page: Page, base: str, request: Request) -> dict[str, object]:
    """Return the chart and the list of the members of an alliance."""
    if not isinstance(page.addition, Alliance):
        return {}
    given = request.query_params
    release = given.get("release", "")
    asked = (given.get("sort", "name"), given.get("page", "1"))
    return {
        "chart": chart(page.addition.growth),
        "list": listed(page.addition.members, base, release, *asked),
    }
