"""Says in N-Triples what the tables know of authorities, as docs/model.md lays it down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from klimagraph.register.companion_index import Companions, read_companions
from klimagraph.register.companion_lines import companion_lines, count_lines
from klimagraph.register.labels import Label, municipality_label, unit_label
from klimagraph.register.levels import (
    CITY_DISTRICT_KINDS,
    UNINCORPORATED_KINDS,
    Level,
    city_of_district,
)
from klimagraph.register.ntriples import (
    CONCEPT,
    DCTERMS,
    FOAF,
    GEO,
    KLIMA,
    ORG,
    RDFS,
    SKOS,
    TYPE,
    day,
    decimal,
    german,
    identifier,
    integer,
    line,
    term,
    text,
)
from klimagraph.register.tables import (
    FormerAuthorityRow,
    MunicipalityRow,
    RegisterTables,
    UnitRow,
    read_register_tables,
)

_CLASSES = {
    Level.STATE.value: "State",
    Level.REGION.value: "AdministrativeRegion",
    Level.DISTRICT.value: "District",
    Level.ASSOCIATION.value: "AssociationOfMunicipalities",
}
_KEY_PROPERTIES = {
    Level.STATE.value: "stateKey",
    Level.REGION.value: "regionKey",
    Level.DISTRICT.value: "districtKey",
    Level.ASSOCIATION.value: "ars",
    Level.MUNICIPALITY.value: "ags",
}
_ABOVE = (
    term(ORG, "FormalOrganization"),
    term(ORG, "Organization"),
    term(FOAF, "Agent"),
    term(GEO, "Feature"),
)
"""Classes above all of ours here, as ontology/foreign-hierarchy.ttl has them."""


@dataclass(frozen=True)
class _Context:
    """The IRIs of all units by key, the companion tables and the day of the populations."""

    units: dict[str, str]
    companions: Companions
    population_date: date


def authority_lines(folder: Path) -> Iterator[str]:
    """Yield the lines for all authorities, present and former, of a folder of tables."""
    tables = read_register_tables(folder)
    context = _Context(_unit_iris(tables), read_companions(folder), tables.population_date)
    cities = {}
    for unit in tables.units:
        if unit.kind in CITY_DISTRICT_KINDS:
            cities[city_of_district(unit.key)] = unit
        else:
            yield from _unit_lines(unit, context)
    for municipality in tables.municipalities:
        yield from _municipality_lines(municipality, cities.get(municipality.ags), context)
    for former in context.companions.former_authorities:
        yield from _former_lines(former, context)


def _unit_iris(tables: RegisterTables) -> dict[str, str]:
    return {
        unit.key: f"<{identifier(Level.MUNICIPALITY, city_of_district(unit.key))}>"
        if unit.kind in CITY_DISTRICT_KINDS
        else f"<{identifier(unit.level, unit.key)}>"
        for unit in tables.units
    }


def _unit_lines(unit: UnitRow, context: _Context) -> Iterator[str]:
    iri = identifier(unit.level, unit.key)
    subject = f"<{iri}>"
    label = unit_label(unit.level, unit.kind, unit.name)
    yield from _type_lines(subject, (_CLASSES[unit.level], "Authority"))
    yield from _label_lines(subject, label)
    if unit.name != label.preferred:
        yield line(subject, term(SKOS, "altLabel"), german(unit.name))
    yield line(subject, term(KLIMA, _KEY_PROPERTIES[unit.level]), text(unit.key))
    yield from _figure_lines(iri, unit, context.population_date)
    yield from _seat_lines(subject, unit)
    yield from _place_lines(subject, unit.key, context)
    yield from _companion_lines(iri, unit.key, context)


def _municipality_lines(
    municipality: MunicipalityRow, district: UnitRow | None, context: _Context
) -> Iterator[str]:
    iri = identifier(Level.MUNICIPALITY, municipality.ags)
    subject = f"<{iri}>"
    classes = ["Municipality", "Authority"]
    if municipality.kind in UNINCORPORATED_KINDS:
        classes.append("UnincorporatedArea")
    if district:
        classes.append("District")
    yield from _type_lines(subject, classes)
    yield from _label_lines(subject, municipality_label(municipality.name))
    yield line(subject, term(KLIMA, "ags"), text(municipality.ags))
    yield line(subject, term(KLIMA, "ars"), text(municipality.ars))
    if district:
        yield line(subject, term(KLIMA, "districtKey"), text(district.key))
        yield from _seat_lines(subject, district)
    if municipality.postal_code:
        yield line(subject, term(KLIMA, "postalCode"), text(municipality.postal_code))
    yield from _figure_lines(iri, municipality, context.population_date)
    yield from _place_lines(subject, municipality.ars, context)
    yield from _companion_lines(iri, municipality.ags, context)


def _former_lines(former: FormerAuthorityRow, context: _Context) -> Iterator[str]:
    iri = identifier(former.level, former.key)
    subject = f"<{iri}>"
    yield from _type_lines(subject, ("FormerAuthority",))
    yield from _label_lines(subject, municipality_label(former.name))
    yield line(subject, term(KLIMA, _KEY_PROPERTIES[former.level]), text(former.key))
    yield line(subject, term(KLIMA, "lastKnownValid"), day(former.last_known_valid))
    yield line(subject, term(KLIMA, "firstKnownInvalid"), day(former.first_known_invalid))
    if state := context.units.get(former.key[:2]):
        yield line(subject, term(KLIMA, "inState"), state)
    if former.successor:
        successor = identifier(former.level, former.successor)
        yield line(subject, term(DCTERMS, "isReplacedBy"), f"<{successor}>")
    yield from companion_lines(iri, former.key, context.companions)
    for count in context.companions.populations.get(former.key, ()):
        yield from count_lines(iri, count.value, count.date)


def _type_lines(subject: str, classes: tuple[str, ...] | list[str]) -> Iterator[str]:
    for name in classes:
        yield line(subject, TYPE, term(KLIMA, name))
    for above in _ABOVE:
        yield line(subject, TYPE, above)


def _label_lines(subject: str, label: Label) -> Iterator[str]:
    preferred = german(label.preferred)
    yield line(subject, term(SKOS, "prefLabel"), preferred)
    yield line(subject, term(RDFS, "label"), preferred)
    yield line(subject, term(KLIMA, "shortName"), text(label.short))


def _figure_lines(
    iri: str, authority: UnitRow | MunicipalityRow, population_date: date
) -> Iterator[str]:
    subject = f"<{iri}>"
    kind = term(CONCEPT, f"authority-kind/{authority.kind}")
    yield line(subject, term(KLIMA, "authorityKind"), kind)
    yield line(subject, term(KLIMA, "population"), integer(authority.population))
    yield line(subject, term(KLIMA, "populationDate"), day(population_date))
    yield line(subject, term(KLIMA, "squareKilometres"), decimal(authority.square_kilometres))
    yield from count_lines(iri, authority.population, population_date)


def _seat_lines(subject: str, unit: UnitRow) -> Iterator[str]:
    if unit.seat:
        yield line(subject, term(KLIMA, "seat"), text(unit.seat))


def _place_lines(subject: str, key: str, context: _Context) -> Iterator[str]:
    """Lead to the units whose keys begin this key; coastal waters lead to a state only."""
    for length, name in (
        (2, "inState"),
        (3, "inRegion"),
        (4, "inRegion"),
        (5, "inDistrict"),
        (9, "inAssociation"),
    ):
        if length < len(key) and (unit := context.units.get(key[:length])):
            yield line(subject, term(KLIMA, name), unit)


def _companion_lines(iri: str, key: str, context: _Context) -> Iterator[str]:
    """Add the companion tables; the register's own count stands for its day."""
    yield from companion_lines(iri, key, context.companions)
    for count in context.companions.populations.get(key, ()):
        if count.date != context.population_date:
            yield from count_lines(iri, count.value, count.date)
