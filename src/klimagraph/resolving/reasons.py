"""What is said for and against a candidate, in German and in English."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """A sentence in both languages; `against` says that it keeps a candidate from being certain."""

    de: str
    en: str
    against: bool = False
    open: bool = False
    """Whether it may be meant all the same, so that nothing else is certain."""
    decisive: bool = False
    """Whether it tells one of several apart."""


def name(text: str) -> Reason:
    """Say that the name is the one in the register."""
    return Reason(f"Name im Verzeichnis: {text}", f"name in the register: {text}")


def base(text: str) -> Reason:
    """Say that the name was given without its addition."""
    return Reason(
        f"Name ohne Zusatz; vollständig: {text}", f"name without addition; in full: {text}"
    )


def other_name(text: str) -> Reason:
    """Say that it is another name of the place."""
    return Reason(f"anderer Name: {text}", f"other name: {text}")


def spelt_short(text: str) -> Reason:
    """Say that shortened or joining words were read as in the name."""
    return Reason(f"Schreibweise von: {text}", f"a way to write: {text}")


def former_name(text: str) -> Reason:
    """Say that the name was that of an authority that became part of this one."""
    return Reason(
        f"»{text}« ist in dieser Behörde aufgegangen", f"“{text}” became part of this one", True
    )


def key(text: str) -> Reason:
    """Say that the key is the official one."""
    return Reason(f"amtlicher Schlüssel {text}", f"official key {text}")


def padded_key(text: str) -> Reason:
    """Say that a key was filled up with zeros."""
    return Reason(f"Schlüssel {text}, mit Nullen aufgefüllt", f"key {text}, filled up with zeros")


def former_key(text: str) -> Reason:
    """Say that the key was valid once."""
    return Reason(f"früherer Schlüssel {text}", f"former key {text}")


def key_taken_over(text: str) -> Reason:
    """Say that the key was that of an authority that became part of this one."""
    return Reason(
        f"{text} ist der Schlüssel einer Vorgängerin",
        f"{text} is the key of a predecessor",
        True,
    )


def zero_missing(text: str) -> Reason:
    """Say that a leading zero got lost."""
    return Reason(f"führende Null fehlt: {text}", f"the leading zero is missing: {text}", True)


def postal_code(text: str) -> Reason:
    """Say that the digits are a postal code, which many places may share."""
    return Reason(
        f"{text} ist eine Postleitzahl des Ortes",
        f"{text} is a postal code of the place",
        against=True,
        open=True,
    )


def postal_code_fits(text: str) -> Reason:
    """Say that the postal code before the name is that of the place."""
    return Reason(f"Postleitzahl {text} gehört dazu", f"the postal code {text} fits", decisive=True)


def key_differs(text: str) -> Reason:
    """Say that the key beside the name is that of something else."""
    return Reason(
        f"der Schlüssel {text} daneben gehört nicht dazu",
        f"the key {text} beside it is not its own",
        True,
    )


def of_kind() -> Reason:
    """Say that it is of the kind that was named."""
    return Reason("ist von der genannten Art", "is of the kind that was named")


def other_kind() -> Reason:
    """Say that it is not of the kind that was named."""
    return Reason("ist nicht von der genannten Art", "is not of the kind that was named", True)


def kind_unknown(text: str) -> Reason:
    """Say that the kind asked for is not known."""
    return Reason(f"Art »{text}« nicht erkannt", f"kind “{text}” not understood", True)


def inside(text: str) -> Reason:
    """Say that it lies where it was said to lie."""
    return Reason(f"liegt in: {text}", f"lies in: {text}")


def outside(text: str) -> Reason:
    """Say that it lies elsewhere."""
    return Reason(f"liegt nicht in: {text}", f"does not lie in: {text}", True)


def addition_unknown(text: str) -> Reason:
    """Say that something beside the name was not understood."""
    return Reason(f"»{text}« nicht zugeordnet", f"“{text}” not understood", True)


def ended(last: str, first: str) -> Reason:
    """Say that an authority exists no more."""
    return Reason(
        f"bestand zuletzt nachweislich am {last}, am {first} nicht mehr",
        f"last known to exist on {last}, not on {first}",
        True,
    )


def perhaps(last: str, first: str) -> Reason:
    """Say that nobody recorded on which day between two an authority ended."""
    return Reason(
        f"endete zwischen dem {last} und dem {first}; an diesem Tag ungewiss",
        f"ended between {last} and {first}; on this day unknown",
        against=True,
        open=True,
    )


def existed(last: str) -> Reason:
    """Say that a former authority existed on the day."""
    return Reason(
        f"bestand an diesem Tag (nachgewiesen bis {last})", f"existed then (until {last})"
    )


def not_yet(label: str) -> Reason:
    """Say that on the day a predecessor existed in its place."""
    return Reason(
        f"an diesem Tag bestand noch die Vorgängerin {label}",
        f"on this day its predecessor {label} existed",
        True,
    )


def spelt_otherwise(text: str) -> Reason:
    """Say that what was written has an umlaut and the name has none."""
    return Reason(f"ohne Umlaut: {text}", f"without umlaut: {text}", True)


def several(labels: str) -> Reason:
    """Say that others fit just as well."""
    return Reason(f"mehrere passen gleich gut: {labels}", f"several fit equally: {labels}", True)


def preferred(labels: str) -> Reason:
    """Say that a name without a kind is that of the municipality, and what else has it."""
    return Reason(
        f"ohne Zusatz ist die Gemeinde gemeint; so heißen auch: {labels}",
        f"a bare name means the municipality; others of that name: {labels}",
    )


def similar(text: str) -> Reason:
    """Say that it is only written alike."""
    return Reason(f"ähnlich geschrieben: {text}", f"written alike: {text}", True)


def partly(text: str) -> Reason:
    """Say that only a part of what was written was understood."""
    return Reason(f"nur »{text}« erkannt", f"only “{text}” was understood", True)
