"""Answers to reconciliation queries: candidates of the resolver, of all types if need be."""

from typing import Any

from klimagraph.namespaces import PREFIXES, TERMS, THINGS
from klimagraph.resolving.batches import ReconciliationQuery
from klimagraph.resolving.places import Places
from klimagraph.resolving.properties import id_of
from klimagraph.resolving.resolver import Resolver
from klimagraph.resolving.types import AUTHORITY, type_id, type_iri
from klimagraph.resolving.values import Asked, Candidate, Resolution

OTHERS = tuple(
    f"{TERMS}{name}" for name in ("Alliance", "Campaign", "FundingProgramme", "Group", "Project")
)
"""What is looked through besides authorities where no type is given."""
ORGANIZATION = f"{PREFIXES['org']}Organization"
RIVAL = 0.7
"""Score from which what is uncertain keeps another answer from being certain."""


def results(resolver: Resolver, query: ReconciliationQuery) -> list[dict[str, Any]]:
    """Return the candidates of a query as the specification writes them, best first."""
    found = _found(resolver, query)
    return [
        _candidate(candidate, resolver.places, match=found.certain)
        for candidate in found.candidates[: query.limit]
        if candidate.iri.startswith(THINGS)
    ]


def _found(resolver: Resolver, query: ReconciliationQuery) -> Resolution:
    """Return one answer from those for each type; certain where one alone has what is meant."""
    asked = query.asked
    if asked.name.count("/") == 1 and (place := resolver.places.thing(THINGS + asked.name)):
        asked = _of(asked, place.iri, asked.kind)
    kinds = [type_iri(text) for text in query.types]
    if asked.kind:
        answer = resolver.resolve(asked)
        return _only(answer, resolver.places, kinds) if kinds else answer
    answers = [resolver.resolve(_of(asked, asked.name, kind)) for kind in kinds or ("", *OTHERS)]
    if not kinds:
        answers.append(_organizations(resolver, asked))
    return _merged(answers)


def _organizations(resolver: Resolver, asked: Asked) -> Resolution:
    """Return the organizations that are nothing else: authorities are organizations too."""
    found = resolver.resolve(_of(asked, asked.name, ORGANIZATION))
    kept = tuple(one for one in found.candidates if one.type == ORGANIZATION)
    return Resolution(kept, found.certain and bool(kept))


def _of(asked: Asked, name: str, kind: str) -> Asked:
    return Asked(name, asked.state, asked.district, kind, asked.day)


def _only(answer: Resolution, places: Places, kinds: list[str]) -> Resolution:
    """Return of an answer what is of one of some types."""
    authority = TERMS + AUTHORITY
    kept = tuple(
        candidate
        for candidate in answer.candidates
        if (place := places.thing(candidate.iri))
        and any(kind == authority or places.is_a(place, kind) for kind in kinds)
    )
    return Resolution(kept, answer.certain and bool(kept))


def _merged(answers: list[Resolution]) -> Resolution:
    best: dict[str, Candidate] = {}
    for answer in answers:
        for candidate in answer.candidates:
            known = best.get(candidate.iri)
            if known is None or known.score < candidate.score:
                best[candidate.iri] = candidate
    ordered = tuple(sorted(best.values(), key=lambda one: (-one.score, one.iri)))
    sure = {answer.candidates[0].iri for answer in answers if answer.certain}
    doubtful = [one for answer in answers if not answer.certain for one in answer.candidates]
    rival = any(one.score >= RIVAL and one.iri not in sure for one in doubtful)
    return Resolution(ordered, len(sure) == 1 and not rival)


def _candidate(candidate: Candidate, places: Places, *, match: bool) -> dict[str, Any]:
    kinds = [{"id": type_id(candidate.type), "name": candidate.kind}] if candidate.type else []
    return {
        "id": id_of(candidate.iri),
        "name": candidate.label,
        "description": described(candidate),
        "score": round(candidate.score * 100, 2),
        "match": match and candidate.score == 1,
        "type": kinds,
        "features": [{"id": "exact", "value": candidate.score == 1}],
    }


def described(candidate: Candidate) -> str:
    """Return a line that tells things of one name apart, with the reasons."""
    where = ", ".join(text for text in (candidate.kind, candidate.key) if text)
    place = ", ".join(text for text in (candidate.district, candidate.state) if text)
    return " · ".join(text for text in (where, place, *candidate.reasons_de) if text)
