"""The levels of administration, the kinds of authority and the shape of their keys."""

from enum import StrEnum


class Level(StrEnum):
    """A level of administration; the value is also the folder of its identifiers."""

    STATE = "state"
    REGION = "region"
    DISTRICT = "district"
    ASSOCIATION = "association"
    MUNICIPALITY = "municipality"


STATE_KIND = "land"
GOVERNMENT_REGION_KIND = "regierungsbezirk"
REGION_KIND = "region"
CITY_DISTRICT_KINDS = frozenset({"41", "42"})
WITHOUT_ASSOCIATION_KIND = "50"
UNINCORPORATED_KINDS = frozenset({"65", "66"})

DISTRICT_KINDS = ("41", "42", "43", "44", "45")
ASSOCIATION_KINDS = ("50", "51", "52", "53", "54", "55", "56", "57", "58")
MUNICIPALITY_KINDS = ("60", "61", "62", "63", "64", "65", "66", "67")


def city_of_district(district: str) -> str:
    """Return the municipality key of the city that is the given district by itself."""
    return f"{district}000"


def ags_of_ars(ars: str) -> str:
    """Return the eight-digit key that a twelve-digit key contains."""
    return ars[:5] + ars[9:]
