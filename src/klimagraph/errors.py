"""The ways in which something can go wrong, each with what a person needs to mend it."""

from dataclasses import dataclass


class KlimagraphError(Exception):
    """Something is wrong and the message says what; `title` names the kind of fault."""

    title = "Fehler"


@dataclass
class InputRefused(KlimagraphError):
    """Raised when data from outside cannot be taken: says what is wrong and where.

    `line` and `column` count from 1; either is absent where the reader cannot know it.
    """

    message: str
    source: str = ""
    line: int | None = None
    column: int | None = None

    title = "Eingabe nicht lesbar"

    def __str__(self) -> str:
        """Return `source:line:column: message`, as editors understand it."""
        place = [self.source] if self.source else []
        place += [str(number) for number in (self.line, self.column) if number is not None]
        return f"{':'.join(place)}: {self.message}" if place else self.message


class InputTooLarge(InputRefused):
    """Raised when data from outside is larger than the limit that the message names."""

    title = "Eingabe zu groß"


class ShapesRefused(InputRefused):
    """Raised when shapes use a part of SHACL that is not compiled; names it and its shape."""

    title = "Shapes nicht verwendbar"


class DataInvalid(KlimagraphError):
    """Raised when data that shall be published breaks a shape; nothing was published."""

    title = "Daten nicht gültig"


class SettingRefused(KlimagraphError):
    """Raised when a setting has a value with which nothing can work."""

    title = "Einstellung nicht möglich"


class StoreBusy(KlimagraphError):
    """Raised when another process is writing; the message names it."""

    title = "Der Bestand wird gerade beschrieben"


class StoreDamaged(KlimagraphError):
    """Raised when a release does not hold what its manifest promises."""

    title = "Bestand beschädigt"


class IndexDamaged(StoreDamaged):
    """Raised when the search index of a release is missing or not what was written."""

    title = "Suche nicht möglich"


class StoreUnavailable(KlimagraphError):
    """Raised when a remote store does not answer, or not as SPARQL 1.1 says."""

    title = "Bestand nicht erreichbar"


class StoreChanging(KlimagraphError):
    """Raised when a remote store is being brought to another release; it will not take long."""

    title = "Bestand wird gerade erneuert"


class StorageFailed(KlimagraphError):
    """Raised when the disk is full or not writable; what was published before is untouched."""

    title = "Speichern fehlgeschlagen"


class ReleaseUnknown(KlimagraphError):
    """Raised when no release has the name that was asked for."""

    title = "Unbekannte Version"


class ReleaseGone(KlimagraphError):
    """Raised when a release existed and was pruned."""

    title = "Version nicht mehr vorhanden"


class SnapshotMissing(KlimagraphError):
    """Raised before the first snapshot for harvesters is there; it will not take long."""

    title = "Wird noch vorbereitet"


class CatalogShrunk(KlimagraphError):
    """Raised when harvesters would delete much of what they have; the former catalogue stays."""

    title = "Katalog zu klein"


class CatalogBroken(KlimagraphError):
    """Raised when a page would make harvesters lose or delete data; the former catalogue stays."""

    title = "Katalog nicht für Portale geeignet"


class ReleaseNotQueryable(KlimagraphError):
    """Raised when a release is kept but the remote store, which holds one only, holds another."""

    title = "Version nicht abfragbar"


@dataclass
class QueryRefused(KlimagraphError):
    """Raised when a query is not accepted: syntax, SERVICE, parameters."""

    message: str
    line: int | None = None
    column: int | None = None

    title = "Abfrage nicht angenommen"

    def __str__(self) -> str:
        """Return the message."""
        return self.message


class QueryTooLong(KlimagraphError):
    """Raised when the text of a query is longer than the limit that the message names."""

    title = "Abfrage zu lang"


class QueryStopped(KlimagraphError):
    """Raised when a query ran into a limit and was ended; the message names the limit."""

    title = "Abfrage abgebrochen"


class QueryFailed(KlimagraphError):
    """Raised when the engine cannot evaluate a query that it could read."""

    title = "Abfrage nicht ausführbar"


class ValidationFailed(KlimagraphError):
    """Raised when a validation could not be carried out through no fault of the data."""

    title = "Prüfung fehlgeschlagen"


class Overloaded(KlimagraphError):
    """Raised when too many queries are waiting."""

    title = "Zu viele Abfragen"


class Stopping(KlimagraphError):
    """Raised when an answer is cut off because the service is being stopped."""

    title = "Dienst wird beendet"


class TokenMissing(KlimagraphError):
    """Raised when something needs a token and none came with the request."""

    title = "Anmeldung nötig"


class Forbidden(KlimagraphError):
    """Raised when the token that came does not allow what was asked for."""

    title = "Nicht erlaubt"


class NotAcceptable(KlimagraphError):
    """Raised when no format that the client accepts can carry the result."""

    title = "Kein passendes Format"


class NotFound(KlimagraphError):
    """Raised when the thing that was asked for is not in the graph."""

    title = "Nicht gefunden"


class Withdrawn(KlimagraphError):
    """Raised when a thing was there in an earlier release and is gone."""

    title = "Gibt es hier nicht mehr"


class Conflict(KlimagraphError):
    """Raised when what was asked for no longer fits what is there; the message says why."""

    title = "Nicht mehr möglich"


class ClientGone(KlimagraphError):
    """Raised when the client hung up before its answer was ready."""

    title = "Verbindung getrennt"


class MediaTypeUnsupported(KlimagraphError):
    """Raised when the body of a request is of a type that is not read here."""

    title = "Medientyp nicht unterstützt"


class MethodNotAllowed(KlimagraphError):
    """Raised when a path does not take the method of a request."""

    title = "Methode nicht erlaubt"

    def __init__(self, method: str, allowed: tuple[str, ...]) -> None:
        super().__init__(f"{method} is not allowed here; allowed are {', '.join(allowed)}")
        self.allowed = allowed


class InternalError(KlimagraphError):
    """Raised for nobody: what a client is told of a bug."""

    title = "Interner Fehler"
