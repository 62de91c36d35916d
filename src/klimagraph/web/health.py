"""Whether all is well with the service, and what to do where it is not, in words."""

from collections.abc import Iterator
from dataclasses import dataclass

from klimagraph.settings import Settings
from klimagraph.web.language import gettext
from klimagraph.web.status_figures import Figures, Inner

GOOD, DOUBT, BAD = LEVELS = ("good", "doubt", "bad")
QUEUE = 8
"""Queries that may wait before it is worth a word."""


@dataclass(frozen=True)
class Finding:
    """Something that is not as it should be."""

    level: str
    code: str
    what: str
    advice: str


def findings(known: Figures, inner: Inner, settings: Settings) -> list[Finding]:
    """Return what is not well, worst first."""
    found = [*_answering(known), *_harvest(known, settings), *_room(inner), *_mistakes(known)]
    return sorted(found, key=lambda one: LEVELS.index(one.level), reverse=True)


def level(found: list[Finding]) -> str:
    """Return how bad it is altogether."""
    return found[0].level if found else GOOD


def _answering(known: Figures) -> Iterator[Finding]:
    if not known.readable:
        yield Finding(
            BAD,
            "store-unreadable",
            gettext("Die Daten auf der Platte lassen sich nicht lesen."),
            gettext("Mit klimagraph rebuild die Version neu aufbauen und den Dienst neu starten."),
        )
    if not known.workers.there:
        yield Finding(
            BAD,
            "no-worker",
            gettext("Zurzeit werden keine Abfragen beantwortet."),
            gettext("Läuft der Speicher voll? Das Protokoll des Dienstes nennt den Grund."),
        )
    elif known.workers.there < known.workers.wanted:
        yield Finding(
            DOUBT,
            "few-workers",
            gettext("Es antworten weniger Prozesse, als es sein sollen."),
            gettext("Sie werden von selbst ersetzt; bleibt es dabei, reicht der Speicher nicht."),
        )
    if known.waiting >= QUEUE:
        yield Finding(
            DOUBT,
            "queue",
            gettext("Viele Abfragen warten."),
            gettext(
                "Hält das an: mehr Prozesse (WORKERS) oder eine kürzere Zeitgrenze einstellen."
            ),
        )


def _harvest(known: Figures, settings: Settings) -> Iterator[Finding]:
    if known.snapshot.failed:
        yield Finding(
            DOUBT,
            "harvest-fault",
            gettext("Der Stand für Sammler ließ sich zuletzt nicht vorbereiten."),
            gettext("Es wird von selbst wieder versucht; bis dahin gilt der Stand davor."),
        )
    elif not known.snapshot.name and settings.harvest == "on" and not settings.scratch:
        yield Finding(
            DOUBT,
            "harvest-missing",
            gettext("Der Stand für Sammler wird noch vorbereitet."),
            gettext("Das dauert nach dem ersten Start einige Minuten; Sammler warten so lange."),
        )


def _room(inner: Inner) -> Iterator[Finding]:
    if inner.storage.scarce:
        yield Finding(
            DOUBT,
            "storage",
            gettext("Der Platz auf der Platte wird knapp."),
            gettext("Ältere Versionen löschen: klimagraph releases --prune, oder Platz schaffen."),
        )


def _mistakes(known: Figures) -> Iterator[Finding]:
    if known.faults:
        yield Finding(
            DOUBT,
            "faults",
            gettext("Seit dem Start gab es Fehler des Dienstes selbst."),
            gettext("Das Protokoll des Dienstes nennt sie; bitte melden Sie sie."),
        )
