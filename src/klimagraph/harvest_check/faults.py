"""What a row in the tables of mistakes says: how bad it is, for whom, and whose run it ends."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
CKAN, GOVDATA, PIVEAU = "ckan", "govdata", "piveau"
CLIENTS = (CKAN, GOVDATA, PIVEAU)
"""Readers that are imitated: ckanext-dcat 2.4, GovData on ckanext-dcat 2.3, piveau's importer."""
TITLES = {CKAN: "CKAN", GOVDATA: "GovData", PIVEAU: "piveau"}
ALL, PYTHON, NONE = frozenset(CLIENTS), frozenset((CKAN, GOVDATA)), frozenset[str]()


@dataclass(frozen=True)
class Fault:
    """A mistake that a feed can have, in plain words; `{}` stands for what was found."""

    severity: Severity
    concerns: frozenset[str]
    """Clients to which it makes a difference."""
    stops: frozenset[str]
    """Clients whose run ends there."""
    de: str
    en: str
