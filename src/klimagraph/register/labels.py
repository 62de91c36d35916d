"""Names people use for an authority, made from the name that the register has."""

from collections.abc import Callable
from dataclasses import dataclass

from klimagraph.register.levels import Level

_SINGULAR_NAMES = ("Region ", "Städteregion ")
_FORMERLY = "früher: "
_MUTUAL_PREFIX = "VVG der "
_MUTUAL = "Vereinbarte Verwaltungsgemeinschaft der "
_MUNICIPAL_PREFIX = "GVV "
_MUNICIPAL = "Gemeindeverwaltungsverband"
_ABBREVIATED_COMMUNITY = " (VGem)"

_DISTRICT_WORDS = {"43": "Kreis", "44": "Landkreis", "45": "Regionalverband"}
_ASSOCIATION_WORDS = {
    "51": "Amt",
    "52": "Samtgemeinde",
    "53": "Verbandsgemeinde",
    "54": "Verwaltungsgemeinschaft",
    "55": "Kirchspielslandgemeinde",
    "56": "Verwaltungsverband",
    "57": "Verwaltungsgemeinschaft",
    "58": "Erfüllende Gemeinde",
}


@dataclass(frozen=True)
class Label:
    """The preferred and the short name of an authority."""

    preferred: str
    short: str


def municipality_label(name: str) -> Label:
    """Return the register's name, and the part before the comma as the short name."""
    return Label(name, name.partition(",")[0].strip())


def unit_label(level: str, kind: str, name: str) -> Label:
    """Return the names of a state, region, district or association."""
    return _LABELS[level](kind, name)


def _state_label(_kind: str, name: str) -> Label:
    return Label(name, name)


def _region_label(_kind: str, name: str) -> Label:
    """Spell out the abbreviation; a region that is only a name is a Bavarian one."""
    current = name.removeprefix(_FORMERLY).replace("Reg.-Bez. ", "Regierungsbezirk ")
    if "egion " in current:
        return Label(current, current)
    if "bezirk " not in current:
        current = f"Regierungsbezirk {current}"
    ending = " (früher)" if name.startswith(_FORMERLY) else ""
    return Label(current + ending, current.partition(" ")[2])


def _district_label(kind: str, name: str) -> Label:
    word = _DISTRICT_WORDS[kind]
    if name.startswith(f"{word} "):
        return Label(name, name.removeprefix(f"{word} "))
    if name.startswith(_SINGULAR_NAMES) or "kreis" in name.casefold():
        return Label(name, name)
    return Label(f"{word} {name}", name)


def _association_label(kind: str, name: str) -> Label:
    if name.startswith(_MUTUAL_PREFIX):
        rest = name.removeprefix(_MUTUAL_PREFIX)
        return Label(_MUTUAL + rest, rest.removeprefix("Stadt ").removeprefix("Gemeinde "))
    if name.startswith(_MUNICIPAL_PREFIX):
        rest = name.removeprefix(_MUNICIPAL_PREFIX)
        return Label(f"{_MUNICIPAL} {rest}", rest)
    word = _ASSOCIATION_WORDS[kind]
    short = name.removesuffix(_ABBREVIATED_COMMUNITY).removesuffix(", Stadt")
    short = short.removeprefix(f"{word} ")
    return Label(f"{word} {short}", short)


_LABELS: dict[str, Callable[[str, str], Label]] = {
    Level.STATE: _state_label,
    Level.REGION: _region_label,
    Level.DISTRICT: _district_label,
    Level.ASSOCIATION: _association_label,
}
