"""The lines about authorities say what the tables hold, in the words of docs/model.md."""

from pathlib import Path

import pytest

from klimagraph.errors import InputRefused
from klimagraph.register.authorities import authority_lines
from klimagraph.register.tables import AUTHORITIES

from .conftest import RecordBuilder, TablesWriter
from .graph import CONCEPT, GEO, IDENTIFIER, SKOS, Graph

POPULATION = 84_358_845


@pytest.fixture(scope="module")
def bundled(bundled_data: Path) -> Graph:
    """Return the graph of the tables that the project carries."""
    return Graph(authority_lines(bundled_data / AUTHORITIES))


class TestForm:
    """The lines are N-Triples without blank nodes."""

    def test_no_blank_node(self, bundled: Graph) -> None:
        """Everything has an IRI."""
        query = "ASK { ?s ?p ?o FILTER(isBLANK(?s) || isBLANK(?o)) }"
        assert not bundled.store.query(query)

    def test_every_line_is_a_triple(self, bundled: Graph, bundled_data: Path) -> None:
        """As many triples are read as lines are written."""
        lines = sum(1 for _ in authority_lines(bundled_data / AUTHORITIES))
        assert len(bundled.store) == lines

    def test_one_value(self, bundled: Graph) -> None:
        """A present authority has one name, one population and one point."""
        for subject in bundled.members("Authority"):
            assert len(bundled.values(subject, SKOS + "prefLabel")) == 1
            assert len(bundled.values(subject, "population")) == 1
            assert len(bundled.values(subject, GEO + "hasCentroid")) <= 1

    def test_awkward_name(self, builder: RecordBuilder, tables_folder: TablesWriter) -> None:
        """Signs that N-Triples reserves are escaped."""
        folder = tables_folder(builder.small_register())
        path = folder / "register/municipalities.csv"
        table = path.read_text(encoding="utf-8").replace("Worth", '"W""\\o""rth"')
        path.write_text(table, encoding="utf-8")
        names = Graph(authority_lines(folder)).values("municipality/01053135", "shortName")
        assert names == ['W"\\o"rth']


class TestWhole:
    """All authorities are there."""

    def test_numbers(self, bundled: Graph) -> None:
        """Each class has as many members as the register has units."""
        expected = {
            "State": 16,
            "AdministrativeRegion": 41,
            "District": 400,
            "AssociationOfMunicipalities": 1205,
            "Municipality": 10_981,
            "UnincorporatedArea": 208,
            "FormerAuthority": 276,
            "Authority": 12_537,
        }
        assert expected == {name: len(bundled.members(name)) for name in expected}

    @pytest.mark.parametrize("name", ["State", "District", "Municipality"])
    def test_population(self, bundled: Graph, name: str) -> None:
        """The whole country lives in states, districts and municipalities."""
        assert (
            sum(int(bundled.values(one, "population")[0]) for one in bundled.members(name))
            == POPULATION
        )

    def test_population_by_district(self, bundled: Graph) -> None:
        """Only areas without inhabitants lie in no district."""
        outside = [
            one for one in bundled.members("Municipality") if not bundled.values(one, "inDistrict")
        ]
        assert sorted(outside) == ["municipality/07000999", "municipality/13000999"]

    def test_counts_of_three_days(self, bundled: Graph) -> None:
        """The population of each known day is a count."""
        halberstadt = IDENTIFIER + "municipality/15085135"
        counts = bundled.subjects("countOf", halberstadt)
        days = ("2018-12-31", "2021-12-31", "2022-12-31")
        assert counts == [f"municipality/15085135#population-{day}" for day in days]

    def test_present_count(self, bundled: Graph) -> None:
        """The count of the register's day equals the population."""
        count = "municipality/15085135#population-2022-12-31"
        value = bundled.values(count, "http://qudt.org/schema/qudt/numericValue")
        assert value == bundled.values("municipality/15085135", "population")
        assert bundled.values(count, "qualifier") == [f"{CONCEPT}qualifier/exactly"]

    def test_former_keys(self, bundled: Graph) -> None:
        """The municipalities whose long key changed have the old one with its end."""
        keys = bundled.members("DatedKey")
        assert sum("#key-ars-" in key for key in keys) == 534
        key = "municipality/01058019#key-ars-010585830019"
        assert bundled.values(key, "lastKnownValid") == ["2021-01-01"]
        assert bundled.values(key, "firstKnownInvalid") == ["2023-11-30"]


class TestTraps:
    """Cases that a simple reading gets wrong."""

    def test_same_name(self, bundled: Graph) -> None:
        """Blankenburg is a town in one state and a village in another."""
        village = bundled.subjects("shortName", "Blankenburg")
        assert village == ["municipality/16064007"]
        town = bundled.subjects("shortName", "Blankenburg (Harz)")
        assert town == ["municipality/15085055"]

    def test_region_hannover(self, bundled: Graph) -> None:
        """Region Hannover is a Landkreis by kind and keeps its name."""
        assert bundled.values("district/03241", SKOS + "prefLabel") == ["Region Hannover"]
        assert bundled.values("district/03241", "authorityKind") == [f"{CONCEPT}authority-kind/44"]

    def test_condominiums(self, bundled: Graph) -> None:
        """One German-Luxembourg area lies in a district, the other only in a state."""
        assert bundled.values("municipality/07000999", "inState") == [f"{IDENTIFIER}state/07"]
        district = bundled.values("municipality/10042999", "inDistrict")
        assert district == [f"{IDENTIFIER}district/10042"]

    def test_coastal_waters(self, bundled: Graph) -> None:
        """The coastal waters lie in a state, have an area and no inhabitants."""
        waters = "municipality/13000999"
        assert "UnincorporatedArea" in bundled.classes(waters)
        assert bundled.values(waters, "inDistrict") == []
        assert bundled.values(waters, "population") == ["0"]

    def test_city_district(self, bundled: Graph) -> None:
        """A city that is its own district is one node of both classes in itself."""
        city = "municipality/01001000"
        assert bundled.classes(city) == {"Authority", "Municipality", "District"}
        assert bundled.values(city, "districtKey") == ["01001"]
        assert bundled.values(city, "inDistrict") == [IDENTIFIER + city]
        assert bundled.classes("district/01001") == set()

    def test_berlin(self, bundled: Graph) -> None:
        """Berlin is a state and a city: two nodes with the same population."""
        assert bundled.values("state/11", "population") == bundled.values(
            "municipality/11000000", "population"
        )

    def test_amt(self, bundled: Graph) -> None:
        """The Amt Hohe Elbgeest has its name, its ten municipalities and not the Sachsenwald."""
        amt = "association/010535323"
        assert bundled.values(amt, SKOS + "prefLabel") == ["Amt Hohe Elbgeest"]
        assert bundled.values(amt, SKOS + "altLabel") == ["Hohe Elbgeest"]
        members = bundled.subjects("inAssociation", IDENTIFIER + amt)
        assert len(members) == 10
        assert "municipality/01053105" not in members

    def test_sachsenwald(self, bundled: Graph) -> None:
        """The Sachsenwald is an unincorporated area of its own in the same district."""
        assert "UnincorporatedArea" in bundled.classes("municipality/01053105")
        district = bundled.values("municipality/01053105", "inDistrict")
        assert district == [f"{IDENTIFIER}district/01053"]

    def test_city_that_lost_its_district(self, bundled: Graph) -> None:
        """Eisenach keeps its old key as a dated key, and the old authority leads to it."""
        assert bundled.classes("municipality/16056000") == {"FormerAuthority"}
        replaced = bundled.values("municipality/16056000", "http://purl.org/dc/terms/isReplacedBy")
        assert replaced == [f"{IDENTIFIER}municipality/16063105"]
        key = "municipality/16063105#key-ags-16056000"
        assert bundled.values("municipality/16063105", "hasFormerKey") == [IDENTIFIER + key]

    def test_former_authorities_lie_in_their_state(self, bundled: Graph) -> None:
        """A key that ended still says the state; Hahausen was in Niedersachsen."""
        assert bundled.values("municipality/03153006", "inState") == [f"{IDENTIFIER}state/03"]
        former = bundled.members("FormerAuthority")
        assert all(bundled.values(authority, "inState") for authority in former)

    def test_halberstadt(self, bundled: Graph) -> None:
        """The example of the model page stands as it is written there."""
        town = "municipality/15085135"
        assert bundled.values(town, SKOS + "prefLabel") == ["Halberstadt, Stadt"]
        assert bundled.values(town, "shortName") == ["Halberstadt"]
        assert bundled.values(town, "nutsCode") == ["DEE09"]
        assert bundled.values(town, "postalCode") == ["38820"]
        wikidata = bundled.values(town, SKOS + "exactMatch")
        assert wikidata == ["http://www.wikidata.org/entity/Q7072"]


class TestDamagedTables:
    """A table that someone has damaged is named with its line."""

    def test_bad_number(self, builder: RecordBuilder, tables_folder: TablesWriter) -> None:
        """A number that is none is refused."""
        folder = tables_folder(builder.small_register())
        path = folder / "populations.csv"
        path.write_text("key,date,value\n01,2018-12-31,viele\n", encoding="utf-8")
        with pytest.raises(InputRefused) as caught:
            list(authority_lines(folder))
        assert caught.value.line == 2

    def test_other_header(self, builder: RecordBuilder, tables_folder: TablesWriter) -> None:
        """A table with other columns is refused."""
        folder = tables_folder(builder.small_register())
        (folder / "nuts.csv").write_text("key;nuts\n", encoding="utf-8")
        with pytest.raises(InputRefused) as caught:
            list(authority_lines(folder))
        assert "key,nuts" in caught.value.message
