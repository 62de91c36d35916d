"""The reader of the official register takes the real one and small ones."""

import csv
import gzip
from collections import Counter
from pathlib import Path

import pytest

from klimagraph.register.gv100ad import read_register
from klimagraph.register.rows import read_rows
from klimagraph.register.tables import (
    AUTHORITIES,
    MUNICIPALITIES_FILE,
    UNITS_FILE,
    MunicipalityRow,
    UnitRow,
    unit_rows,
)

from .conftest import RecordBuilder, RegisterWriter

POPULATION = 84_358_845
UNITS = {
    ("state", "land"): 16,
    ("region", "regierungsbezirk"): 29,
    ("region", "region"): 12,
}


class TestRealRegister:
    """The register of 30 November 2023."""

    def test_population(self, reference: Path) -> None:
        """The municipalities have the published number of inhabitants."""
        register = read_register(reference / "admin/GV100AD_2023-11-30.txt.gz")
        assert sum(row.population for row in register.municipalities) == POPULATION

    def test_units(self, reference: Path) -> None:
        """The levels have the published numbers of units."""
        register = read_register(reference / "admin/GV100AD_2023-11-30.txt.gz")
        levels = Counter(unit.level.value for unit in register.units)
        assert levels == {"state": 16, "region": 41, "district": 400, "association": 1205}
        assert len(register.municipalities) == 10_981

    def test_municipalities_as_in_the_other_reading(self, reference: Path) -> None:
        """Keys, names, kinds, figures and postal codes equal an independent extract."""
        register = read_register(reference / "admin/GV100AD_2023-11-30.txt.gz")
        with (reference / "admin/municipalities.csv").open(encoding="utf-8", newline="") as lines:
            expected = {
                (
                    cells["ags8"],
                    cells["ars12"],
                    cells["name"],
                    cells["kind_code"],
                    cells["population"],
                    cells["population_male"],
                    cells["area_km2"],
                    cells["postal_code_seat"],
                )
                for cells in csv.DictReader(lines)
            }
        assert expected == {
            (
                row.ags,
                row.ars,
                row.name,
                row.kind,
                str(row.population),
                str(row.male_population),
                f"{row.hectares // 100}.{row.hectares % 100:02}",
                row.postal_code,
            )
            for row in register.municipalities
        }

    def test_sums_as_in_the_other_reading(self, reference: Path) -> None:
        """The sums per unit equal an independent extract."""
        register = read_register(reference / "admin/GV100AD_2023-11-30.txt.gz")
        with (reference / "admin/admin_units.csv").open(encoding="utf-8", newline="") as lines:
            expected = {
                (
                    cells["ars"],
                    cells["name"],
                    cells["seat"],
                    cells["municipalities"],
                    cells["population"],
                    cells["area_km2"],
                )
                for cells in csv.DictReader(lines)
            }
        assert expected == {
            (
                row.key,
                row.name,
                row.seat,
                str(row.municipalities),
                str(row.population),
                str(row.square_kilometres),
            )
            for row in unit_rows(register)
        }


class TestBundledTables:
    """The tables that the project carries say the same without the official file."""

    def test_population(self, bundled_data: Path) -> None:
        """The municipalities have the published number of inhabitants."""
        rows = read_rows(bundled_data / AUTHORITIES / MUNICIPALITIES_FILE, MunicipalityRow)
        assert sum(row.population for row in rows) == POPULATION
        assert len(rows) == 10_981

    def test_units(self, bundled_data: Path) -> None:
        """The levels have the published numbers of units."""
        rows = read_rows(bundled_data / AUTHORITIES / UNITS_FILE, UnitRow)
        kinds = Counter((row.level, row.kind) for row in rows)
        assert {kind: kinds[kind] for kind in UNITS} == UNITS
        levels = Counter(row.level for row in rows)
        assert (levels["district"], levels["association"]) == (400, 1205)

    @pytest.mark.parametrize("level", ["state", "district"])
    def test_level_complete(self, bundled_data: Path, level: str) -> None:
        """States, and districts with city districts, have all inhabitants."""
        rows = read_rows(bundled_data / AUTHORITIES / UNITS_FILE, UnitRow)
        assert sum(row.population for row in rows if row.level == level) == POPULATION


class TestAccepted:
    """Files that differ in their outside only."""

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1"])
    def test_encodings(self, tmp_path: Path, builder: RecordBuilder, encoding: str) -> None:
        """UTF-8 and the Western encodings give the same names."""
        path = tmp_path / "register.txt"
        path.write_text("\n".join(builder.small_register()), encoding=encoding)
        assert "Börnsen" in [row.name for row in read_register(path).municipalities]

    def test_windows_line_ends(self, tmp_path: Path, builder: RecordBuilder) -> None:
        """A carriage return at the end of a record is no part of it."""
        path = tmp_path / "register.txt"
        path.write_text("\n".join(builder.small_register()) + "\n", "utf-8", newline="\r\n")
        assert len(read_register(path).municipalities) == 7

    def test_gzip(self, tmp_path: Path, builder: RecordBuilder) -> None:
        """A packed file is unpacked whatever its name."""
        path = tmp_path / "register.txt"
        path.write_bytes(gzip.compress("\n".join(builder.small_register()).encode()))
        assert len(read_register(path).municipalities) == 7

    def test_leading_zeros(self, builder: RecordBuilder, register_file: RegisterWriter) -> None:
        """Keys are text and keep their zeros."""
        register = read_register(register_file(builder.small_register()))
        assert register.units[0].key == "01"
        assert register.municipalities[0].ags == "01001000"

    def test_no_association(self, builder: RecordBuilder, register_file: RegisterWriter) -> None:
        """A municipality without association has a record of that level but no unit."""
        register = read_register(register_file(builder.small_register()))
        assert [unit.key for unit in register.units if unit.level == "association"] == ["010535323"]
