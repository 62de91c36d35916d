"""Methods that a path takes, as its routes say (RFC 9110, section 10.2.1)."""

from collections.abc import Iterable

from starlette.routing import BaseRoute, Match, Route
from starlette.types import Scope

from klimagraph.web import graphs, sparql

READING = ("GET", "HEAD", "OPTIONS")
"""Of paths that no route has: they are there to be read, or not there at all."""
ELSEWHERE = {"/sparql": sparql.METHODS, graphs.PATH: graphs.METHODS}
"""Of paths that are answered before any route is looked for."""
ORDER = ("GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS")


def allowed(path: str, routes: Iterable[BaseRoute]) -> tuple[str, ...]:
    """Return the methods that a path takes."""
    first = "/" + path.lstrip("/").split("/", 1)[0]
    if first in ELSEWHERE:
        return ELSEWHERE[first]
    scope: Scope = {"type": "http", "method": "", "path": path, "root_path": "", "headers": []}
    found = {method for route in routes for method in _methods(route, scope)}
    return tuple(name for name in ORDER if name in found | {"OPTIONS"}) if found else READING


def _methods(route: BaseRoute, scope: Scope) -> set[str]:
    """Return the methods of a route whose path fits, none of another one."""
    if not isinstance(route, Route) or route.matches(scope)[0] is Match.NONE:
        return set()
    return route.methods or set()
