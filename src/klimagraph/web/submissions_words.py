"""What states, steps and events of a submission are called in the language of the page."""

from dataclasses import dataclass

from klimagraph.ledger import Event, Submission
from klimagraph.ledger import submissions as entries
from klimagraph.ledger.tokens import SERVICE
from klimagraph.web.language import gettext, language

STATES = {
    "received": ("eingegangen, wartet auf die Prüfung", "received, waits to be checked"),
    "checking": ("wird geprüft", "being checked"),
    "invalid": ("nicht gültig", "not valid"),
    "valid": ("gültig, noch nicht veröffentlicht", "valid, not published yet"),
    "published": ("veröffentlicht", "published"),
    "withdrawn": ("zurückgezogen", "withdrawn"),
    "superseded": ("durch eine andere Fassung ersetzt", "replaced by another version"),
}
"""German and English; programs get both."""


@dataclass(frozen=True)
class Step:
    """One of the steps from a file to a version of a dataset."""

    title: str
    state: str
    """`done`, `now`, `failed` or `later`."""
    text: str


@dataclass(frozen=True)
class Told:
    """An event as the page tells it."""

    at: str
    what: str
    more: str


def state_of(name: str) -> str:
    """Return what a state is called."""
    german, english = STATES[name]
    return english if language() == "en" else german


def steps(one: Submission) -> list[Step]:
    """Return how far a submission has come."""
    checked = {"invalid": "failed", "received": "now", "checking": "now"}.get(one.state, "done")
    if one.state == entries.WITHDRAWN and not one.checked:
        checked = "later"
    published = {"valid": "now", "published": "done", "superseded": "done"}
    verdict = {
        "failed": gettext("nicht gültig"),
        "now": gettext("läuft"),
        "done": gettext("gültig"),
    }
    last = {
        "valid": gettext("wartet auf Ihre Entscheidung"),
        "published": one.published,
        "superseded": gettext("inzwischen ersetzt"),
        "withdrawn": gettext("zurückgezogen"),
    }
    compared = "done" if one.content else "later"
    return [
        Step(gettext("Eingegangen"), "done", one.name),
        Step(gettext("Geprüft"), checked, verdict.get(checked, "")),
        Step(gettext("Verglichen"), compared, ""),
        Step(gettext("Veröffentlicht"), published.get(one.state, "later"), last.get(one.state, "")),
    ]


def told(event: Event) -> Told:
    """Return an event as the page tells it."""
    state = str(event.details.get("state", ""))
    release = str(event.details.get("release", ""))
    parts = (
        state_of(state) if state in STATES else "",
        gettext("Version %(release)s") % {"release": release} if release else "",
        str(event.details.get("text", "")),
        who(event.who),
    )
    return Told(event.at, _events().get(event.what, event.what), ", ".join(filter(None, parts)))


def who(name: str) -> str:
    """Return who did something; the service by itself is nobody."""
    return "" if name == SERVICE else name.replace("token ", "Token ")


def _events() -> dict[str, str]:
    """Return what the audit trail says, for people."""
    return {
        "received": gettext("eingegangen"),
        "corrected": gettext("neue Fassung eingegangen"),
        "checked": gettext("geprüft"),
        "correction-asked": gettext("Bitte um Berichtigung"),
        "published": gettext("veröffentlicht"),
        "withdrawn": gettext("zurückgezogen"),
        "given-up": gettext("zurückgezogen"),
        "rolled-back": gettext("Fassung davor wieder veröffentlicht"),
        "now-superseded": gettext("ohne eine Einreichung durch eine andere Fassung ersetzt"),
        "now-published": gettext("wieder die veröffentlichte Fassung"),
    }
