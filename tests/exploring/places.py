"""Eighty places of which much is known, for which nothing real is known yet."""

from klimagraph.namespaces import BASE, DATASETS, PREFIXES
from klimagraph.releases import Content

COUNT = 80
STATUSES = ("active", "admitted", "applied", "ended", "ended-by-withdrawal", "unknown", "decided")
HOSTILE = '<script>alert(1)</script> \u202etxet \\" ' + "x" * 10_000
TYPE, EUROS = f"<{PREFIXES['rdf']}type>", f"<{PREFIXES['unit']}CCY_EUR>"
MANAGER = f"<{BASE}concept/function/climate-protection-manager>"


def klima(name: str) -> str:
    """Return a term of ours."""
    return f"<{PREFIXES['klima']}{name}>"


def org(name: str) -> str:
    """Return a term of the organisation ontology."""
    return f"<{PREFIXES['org']}{name}>"


def thing(path: str) -> str:
    """Return a name of a thing."""
    return f"<{BASE}id/{path}>"


def number(value: object, kind: str = "integer") -> str:
    """Return a number as a literal."""
    return f'"{value}"^^<{PREFIXES["xsd"]}{kind}>'


def known_places() -> Content:
    """Return the content of a dataset with places, memberships, targets, grants, plans, posts."""
    lines: list[str] = []
    _labelled(lines, thing("state/01"), "Nordland", "State")
    _labelled(lines, thing("state/02"), "Südland", "State")
    for name in ("bund", "kreis"):
        _labelled(lines, thing(f"alliance/{name}"), f"Bündnis {name}", "Alliance")
    _labelled(lines, thing("programme/nki"), "Programm", "FundingProgramme")
    for at in range(COUNT):
        _place(lines, at)
    graph = f"<{DATASETS}places>"
    return Content("".join(sorted({f"{line} {graph} .\n" for line in lines})).encode(), "test")


def _labelled(lines: list[str], iri: str, name: str, kind: str) -> None:
    lines.append(f'{iri} <{PREFIXES["skos"]}prefLabel> "{name}"@de')
    lines.append(f"{iri} {TYPE} {klima(kind)}")
    if kind in ("State", "Municipality"):
        lines.append(f"{iri} {TYPE} {klima('Authority')}")


def _place(lines: list[str], at: int) -> None:
    iri, state = thing(f"municipality/0{at % 2 + 1}0010{at:02}"), thing(f"state/0{at % 2 + 1}")
    name = HOSTILE if at == 7 else f"{'ÄAÖZüa'[at % 6]}dorf {at % 9}"
    _labelled(lines, iri, name, "Municipality")
    lines.append(f"{iri} {klima('inState')} {state}")
    if at % 10:
        lines.append(f"{iri} {klima('population')} {number((at * 7919) % 150_000)}")
    if at % 3 == 0:
        _membership(lines, iri, at)
    if at % 5 == 0:
        _grants(lines, iri, at)
    if at % 4 == 0:
        target = thing(f"target/{at}")
        lines.append(f"{target} {TYPE} {klima('Target')}")
        lines.append(f"{target} {klima('targetOf')} {iri}")
        lines.append(f"{target} {klima('targetYear')} {number(2030 + at % 20, 'gYear')}")
    if at % 7 == 0:
        lines.append(f"{thing(f'plan/{at}')} {klima('planOwner')} {iri}")
    if at % 11 == 0:
        _post(lines, iri, at)


def _membership(lines: list[str], iri: str, at: int) -> None:
    alliance, claim = thing(f"alliance/{('bund', 'kreis')[at % 2]}"), thing(f"membership/{at}")
    status = STATUSES[at // 3 % len(STATUSES)]
    lines.append(f"{claim} {TYPE} {klima('Membership')}")
    lines.append(f"{claim} {org('member')} {iri}")
    lines.append(f"{claim} {org('organization')} {alliance}")
    lines.append(f"{claim} {klima('membershipStatus')} <{BASE}concept/membership-status/{status}>")
    if status == "active":
        lines.append(f"{iri} {klima('memberOf')} {alliance}")


def _grants(lines: list[str], iri: str, at: int) -> None:
    for part in range(at % 3 + 1):
        grant = thing(f"grant/{at}-{part}")
        lines.append(f"{grant} {klima('recipient')} {iri}")
        lines.append(f"{grant} {klima('programme')} {thing('programme/nki')}")
        if at % 2:
            lines.append(f"{grant} {klima('amount')} {number(at * 20_000)}")
            lines.append(f"{grant} <{PREFIXES['qudt']}hasUnit> {EUROS}")


def _post(lines: list[str], iri: str, at: int) -> None:
    post = thing(f"post/{at}")
    lines.append(f"{iri} {org('hasPost')} {post}")
    lines.append(f"{post} {klima('function')} {MANAGER}")
    if at % 2:
        lines.append(f"{post} {klima('heldBy')} {thing(f'person/{at}')}")
