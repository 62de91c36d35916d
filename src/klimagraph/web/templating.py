"""Pages from templates; every value is escaped."""

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from klimagraph.namespaces import BASE, compact
from klimagraph.reports.wording import counted, details, place_text

WEB = ("http://", "https://", "mailto:", "urn:", "/")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("klimagraph.web"), autoescape=True, undefined=StrictUndefined
    )
    environment.filters["compact"] = compact
    environment.filters["local"] = local
    environment.filters["place"] = place_text
    environment.filters["details"] = details
    environment.filters["counted"] = counted
    return environment


def local(iri: str) -> str:
    """Return the path here of a name of ours, and an address of the web as it is.

    Anything else, such as a script that stands in for a name, leads nowhere.
    """
    if not iri.startswith(BASE):
        return iri if iri.startswith(WEB) else "#"
    path = iri.removeprefix(BASE)
    if path.startswith("ns#"):
        return "/ontology/" + path.removeprefix("ns#")
    return "/doc/" + path.removeprefix("id/") if path.startswith("id/") else "/" + path


def render(template: str, **values: Any) -> bytes:
    """Return a page as UTF-8."""
    return _environment().get_template(template).render(**values).encode()
