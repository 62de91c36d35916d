"""Pages from templates; every value is escaped."""

from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined

from klimagraph.namespaces import BASE, compact
from klimagraph.reports.wording import counted, details, place_text
from klimagraph.web import formatting, literals, periods
from klimagraph.web.assets import fingerprint, island
from klimagraph.web.language import LANGUAGES, gettext, kept, language, ngettext, switched, variant
from klimagraph.web.respond import etag

WEB = ("http://", "https://", "mailto:", "urn:", "/")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("klimagraph.web"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]  # of the extension
        gettext, ngettext, newstyle=True
    )
    environment.globals.update(
        language=language, languages=LANGUAGES, switched=switched, island=island
    )
    for filter_ in (formatting.number, formatting.percent, formatting.day, formatting.size):
        environment.filters[filter_.__name__] = filter_
    environment.filters["compact"] = compact
    environment.filters["local"] = local
    environment.filters["in_release"] = in_release
    environment.filters["place"] = place_text
    environment.filters["details"] = details
    environment.filters["counted"] = counted
    environment.filters.update(
        literal=literals.literal,
        quantity=literals.quantity,
        address=literals.address,
        period=periods.period,
        duration=periods.duration,
    )
    return environment


def local(iri: str) -> str:
    """Return the path here of a name of ours, and an address of the web as it is.

    Anything else, such as a script that stands in for a name, leads nowhere.
    """
    if not iri.startswith(BASE):
        return iri if iri.startswith(WEB) else "#"
    path = iri.removeprefix(BASE).lstrip("/")  # two in front would name another host
    if path.startswith("ns#"):
        return "/ontology/" + path.removeprefix("ns#")
    return "/doc/" + path.removeprefix("id/") if path.startswith("id/") else "/" + path


def in_release(path: str, release: str | None) -> str:
    """Return an address here that stays with a release, where one is asked for."""
    if not release or not path.startswith("/"):
        return path
    return f"{path}{'&' if '?' in path else '?'}{urlencode({'release': release})}"


def render(template: str, **values: Any) -> bytes:
    """Return a page as UTF-8, in the language of the answer."""
    page = _environment().get_template(template).render(**values)
    return kept(page).encode(errors="replace")


def page_tag(*parts: str) -> str:
    """Return the strong validator of a page made of the parts: it has a language and styles."""
    return etag(variant(), fingerprint(), *parts)
