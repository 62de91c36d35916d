"""The first page, and what there is of vocabulary pages so far."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from klimagraph.asking import ask
from klimagraph.formats import BY_NAME
from klimagraph.things import start
from klimagraph.web.respond import Reply, conditional
from klimagraph.web.templating import page_tag, render

router = APIRouter(include_in_schema=False)

NUMBERS = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
SELECT ?class (COUNT(DISTINCT ?thing) AS ?count) WHERE {
  VALUES ?class { klima:Alliance klima:Membership klima:Municipality klima:Commitment klima:Grant }
  ?thing a ?class
  MINUS { ?thing a klima:UnincorporatedArea }
  MINUS { ?thing klima:membershipStatus
    <https://w3id.org/klimagraph/concept/membership-status/applied> }
}
GROUP BY ?class
ORDER BY ?class
"""

ALLIANCES = """
PREFIX klima: <https://w3id.org/klimagraph/ns#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX org: <http://www.w3.org/ns/org#>
SELECT ?alliance ?name ?claims ?members WHERE {
  ?alliance a klima:Alliance ; skos:prefLabel ?name FILTER(LANG(?name) = "de")
  OPTIONAL { SELECT ?alliance (COUNT(?claim) AS ?claims) WHERE {
    ?claim a klima:Membership ; org:organization ?alliance
    MINUS { ?claim klima:membershipStatus
      <https://w3id.org/klimagraph/concept/membership-status/applied> }
  } GROUP BY ?alliance }
  OPTIONAL { SELECT ?alliance (COUNT(?member) AS ?members) WHERE {
    ?alliance klima:hasMember ?member
  } GROUP BY ?alliance }
}
ORDER BY ?name
"""


@router.api_route("/", methods=["GET", "HEAD"])
async def home(request: Request) -> Response:
    """Say what this is, with the numbers of the release."""
    pool = request.app.state.pool
    numbers = await ask(pool, NUMBERS)
    alliances = await ask(pool, ALLIANCES, release=numbers.release)
    body = render(
        "home.html",
        numbers={row["class"].rsplit("#")[-1]: int(row["count"]) for row in numbers.rows},
        alliances=alliances.rows,
        release=numbers.release,
        schema_org=start(pool.settings.address),
    )
    reply = Reply(
        200,
        body,
        BY_NAME["html"].content_type,
        {"ETag": page_tag("home", pool.identity(numbers.release), pool.settings.address)},
    )
    return conditional(reply, request.headers.get("if-none-match")).response()
