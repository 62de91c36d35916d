"""What people are told whose request was refused: what happened, and what to do."""

from klimagraph import errors
from klimagraph.errors import KlimagraphError
from klimagraph.web.language import gettext

Words = dict[type[KlimagraphError], tuple[str, str]]


def words_for(error: KlimagraphError, limit: int) -> tuple[str, str]:
    """Return a heading and an advice; `limit` is how many MiB a file may have."""
    words = _about_files(limit) | _about_rights() | _about_states()
    found = (words[kind] for kind in type(error).__mro__ if kind in words)
    return next(found, (gettext("Das hat nicht geklappt"), ""))


def _about_files(limit: int) -> Words:
    too_large = gettext(
        "Erlaubt sind höchstens %(size)s. Teilen Sie die Datei auf, oder nehmen Sie heraus, was "
        "nicht zu den Angaben gehört, etwa Bilder und weitere Blätter."
    )
    return {
        errors.InputTooLarge: (
            gettext("Die Datei ist zu groß"),
            too_large % {"size": f"{limit} MiB"},
        ),
        errors.InputRefused: (
            gettext("Das lässt sich nicht lesen"),
            gettext("Berichtigen Sie die Datei, und versuchen Sie es noch einmal."),
        ),
        errors.MediaTypeUnsupported: (
            gettext("Diese Art von Datei wird hier nicht gelesen"),
            gettext("Möglich sind Tabellen (XLSX, ODS, CSV) und RDF."),
        ),
    }


def _about_rights() -> Words:
    return {
        errors.TokenMissing: (
            gettext("Bitte melden Sie sich an"),
            gettext("Geben Sie das Token ein, das Sie von der Redaktion bekommen haben."),
        ),
        errors.Forbidden: (
            gettext("Das ist mit diesem Token nicht erlaubt"),
            gettext("Wenn Sie meinen, dass es erlaubt sein sollte, fragen Sie die Redaktion."),
        ),
    }


def _about_states() -> Words:
    return {
        errors.NotFound: (
            gettext("Das gibt es hier nicht"),
            gettext(
                "Prüfberichte werden eine Stunde lang aufbewahrt. Eine Einreichung sieht nur, "
                "wer für ihren Datensatz ein Token hat."
            ),
        ),
        errors.Conflict: (
            gettext("Das geht nicht mehr"),
            gettext(
                "Inzwischen hat sich etwas geändert, vielleicht durch jemand anderen. Sehen Sie "
                "nach, wie es jetzt steht; verloren ist nichts."
            ),
        ),
        errors.DataInvalid: (
            gettext("Nicht mehr gültig"),
            gettext(
                "Seit der Prüfung wurde etwas veröffentlicht, das dieser Einreichung "
                "widerspricht. Der neue Bericht sagt, wo."
            ),
        ),
        errors.Overloaded: (
            gettext("Gerade ist viel zu tun"),
            gettext("Versuchen Sie es in einer Minute noch einmal; verloren ist nichts."),
        ),
    }
