"""A newer register goes into a copy of the tables, and what is gone stays known."""

from datetime import date
from pathlib import Path

import pytest

from klimagraph.errors import InputRefused
from klimagraph.register.authorities import authority_lines
from klimagraph.register.companions import build_tables
from klimagraph.register.rows import read_rows, write_rows
from klimagraph.register.tables import (
    AUTHORITIES,
    BOUNDARIES,
    COORDINATES_FILE,
    FORMER_AUTHORITIES_FILE,
    FORMER_KEYS_FILE,
    NUTS_FILE,
    POPULATIONS_FILE,
    FormerAuthorityRow,
    FormerKeyRow,
    NutsRow,
    PopulationRow,
    read_register_tables,
)
from klimagraph.register.update import RegisterUpdate, update_register

from .conftest import RecordBuilder, RegisterWriter, TablesWriter

OLD_DAY = date(2023, 11, 30)
NEW_DAY = date(2024, 12, 31)


def _larger(builder: RecordBuilder) -> list[str]:
    """Return a register in which one municipality is less than a quarter of its state."""
    records = builder.small_register()
    records.insert(10, builder.record("010535323200", "Zusatzdorf", "64", 10))
    return records


def _merged(builder: RecordBuilder) -> list[str]:
    """Return a later register: Worth is part of Börnsen, which belongs to no Amt any more."""
    records = [record for record in _larger(builder) if "Worth" not in record]
    at = next(number for number, record in enumerate(records) if "Börnsen" in record)
    records[at] = builder.record("010530012012", "Börnsen", "64", 4300)
    records.insert(7, builder.record("010530012", "Börnsen", "50"))
    return records


@pytest.fixture
def old(builder: RecordBuilder, tables_folder: TablesWriter) -> Path:
    """Return the tables of 30 November 2023."""
    return tables_folder(_larger(builder))


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Return a place for the new tables."""
    return tmp_path / "new"


@pytest.fixture
def updated(
    old: Path, new: Path, later_builder: RecordBuilder, register_file: RegisterWriter
) -> RegisterUpdate:
    """Make the new tables from a register with a merged municipality."""
    return update_register(register_file(_merged(later_builder)), old, new)


class TestMergedMunicipality:
    """Worth has become a part of Börnsen."""

    def test_report(self, updated: RegisterUpdate) -> None:
        """The update says what came, went and changed its key."""
        assert updated == RegisterUpdate(
            register_date=NEW_DAY,
            population_date=date(2023, 12, 31),
            added=(),
            vanished=("01053135",),
            changed=("01053012",),
        )

    @pytest.mark.usefixtures("updated")
    def test_former_authority(self, new: Path) -> None:
        """The merged municipality is a former authority between two known days."""
        rows = read_rows(new / FORMER_AUTHORITIES_FILE, FormerAuthorityRow)
        expected = FormerAuthorityRow("01053135", "municipality", "Worth", OLD_DAY, NEW_DAY, "")
        assert rows == [expected]

    @pytest.mark.usefixtures("updated")
    def test_former_key(self, new: Path) -> None:
        """A municipality that left its Amt keeps the old long key as a dated key."""
        rows = read_rows(new / FORMER_KEYS_FILE, FormerKeyRow)
        assert rows == [FormerKeyRow("ars", "010535323012", "01053012", OLD_DAY, NEW_DAY)]

    @pytest.mark.usefixtures("updated")
    def test_old_populations(self, new: Path) -> None:
        """The populations of the old register stay with their day."""
        rows = read_rows(new / POPULATIONS_FILE, PopulationRow)
        assert PopulationRow("01053135", date(2022, 12, 31), 200) in rows
        assert PopulationRow("01053", date(2022, 12, 31), 7210) in rows

    @pytest.mark.usefixtures("updated")
    def test_lines(self, new: Path) -> None:
        """The former authority still has its name and no place among the municipalities."""
        lines = [line for line in authority_lines(new) if "municipality/01053135>" in line]
        assert any('"Worth"@de' in line for line in lines)
        assert any("ns#FormerAuthority>" in line for line in lines)
        assert not any("ns#Municipality>" in line for line in lines)

    @pytest.mark.usefixtures("updated")
    def test_old_tables_untouched(self, old: Path) -> None:
        """The copy leaves the original as it was."""
        assert read_register_tables(old).register_date == OLD_DAY


class TestCarriedOver:
    """What is not in a register is carried over."""

    def test_companions(
        self, old: Path, new: Path, later_builder: RecordBuilder, register_file: RegisterWriter
    ) -> None:
        """Companion rows and other files of the folder are in the copy."""
        write_rows(old / NUTS_FILE, NutsRow, [NutsRow("01053012", "DEF06")])
        (old / "dataset.ttl").write_text("# description\n")
        update_register(register_file(_merged(later_builder)), old, new)
        assert read_rows(new / NUTS_FILE, NutsRow) == [NutsRow("01053012", "DEF06")]
        assert (new / "dataset.ttl").read_text() == "# description\n"

    def test_key_returns(
        self, old: Path, new: Path, later_builder: RecordBuilder, register_file: RegisterWriter
    ) -> None:
        """A former authority that is in the newer register is none any more."""
        ended = FormerAuthorityRow(
            "01053003", "municipality", "Aumühle", date(2018, 1, 1), date(2019, 1, 1), ""
        )
        write_rows(old / FORMER_AUTHORITIES_FILE, FormerAuthorityRow, [ended])
        update_register(register_file(_larger(later_builder)), old, new)
        assert read_rows(new / FORMER_AUTHORITIES_FILE, FormerAuthorityRow) == []

    def test_same_population_date(
        self, old: Path, new: Path, later_builder: RecordBuilder, register_file: RegisterWriter
    ) -> None:
        """A register with the populations of the same day makes one count of each."""
        records = register_file(_merged(later_builder))
        update_register(records, old, new, population_date=date(2022, 12, 31))
        rows = read_rows(new / POPULATIONS_FILE, PopulationRow)
        assert [row.key for row in rows] == ["01053135"]

    def test_in_place(
        self, old: Path, later_builder: RecordBuilder, register_file: RegisterWriter
    ) -> None:
        """The target may be the folder itself, and no working files stay beside it."""
        beside = sorted(path.name for path in old.parent.iterdir())
        update_register(register_file(_merged(later_builder)), old, old)
        assert read_register_tables(old).register_date == NEW_DAY
        assert sorted(path.name for path in old.parent.iterdir()) == beside


class TestRefused:
    """A register that cannot follow the present one changes nothing."""

    def test_same_date(
        self, old: Path, new: Path, builder: RecordBuilder, register_file: RegisterWriter
    ) -> None:
        """A register of the same day is not newer."""
        with pytest.raises(InputRefused, match="nicht neuer"):
            update_register(register_file(_larger(builder)), old, new)
        assert not new.exists()

    def test_state_missing(
        self, old: Path, new: Path, later_builder: RecordBuilder, register_file: RegisterWriter
    ) -> None:
        """No state disappears."""
        records = _larger(later_builder)
        with pytest.raises(InputRefused, match="Niedersachsen"):
            update_register(register_file(records[:12] + records[-3:]), old, new)
        assert not new.exists()

    def test_end_missing(
        self, old: Path, new: Path, later_builder: RecordBuilder, register_file: RegisterWriter
    ) -> None:
        """A file that was cut before the last key is incomplete."""
        with pytest.raises(InputRefused, match="Zum Schlüssel 07000"):
            update_register(register_file(_larger(later_builder)[:-3]), old, new)
        assert not new.exists()

    def test_many_municipalities_missing(
        self, old: Path, new: Path, later_builder: RecordBuilder, register_file: RegisterWriter
    ) -> None:
        """A state does not lose more than a quarter of its municipalities at once."""
        lost = ("Börnsen", "Aumühle")
        records = [one for one in _larger(later_builder) if not any(name in one for name in lost)]
        with pytest.raises(InputRefused, match="2 von 6 Gemeinden"):
            update_register(register_file(records), old, new)

    def test_population_after_register(
        self, old: Path, new: Path, later_builder: RecordBuilder, register_file: RegisterWriter
    ) -> None:
        """Nobody is counted after the day of the register."""
        with pytest.raises(InputRefused, match="nach dem Gebietsstand"):
            update_register(register_file(_larger(later_builder)), old, new, date(2025, 1, 1))

    def test_half_a_file(
        self, old: Path, later_builder: RecordBuilder, register_file: RegisterWriter
    ) -> None:
        """Half a file is refused and the tables stay."""
        path = register_file(_merged(later_builder))
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
        with pytest.raises(InputRefused):
            update_register(path, old, old)
        assert read_register_tables(old).register_date == OLD_DAY


class TestBuild:
    """The bundled tables are made from the reference files."""

    def test_bundled_tables_are_reproducible(
        self, reference: Path, bundled_data: Path, tmp_path: Path
    ) -> None:
        """Making the tables again gives the same bytes."""
        build_tables(reference, tmp_path)
        for folder in (AUTHORITIES, BOUNDARIES):
            for path in (tmp_path / folder).rglob("*.*"):
                if path.is_file():
                    bundled = bundled_data / path.relative_to(tmp_path)
                    assert path.read_bytes() == bundled.read_bytes(), path.name

    def test_coordinates(self, bundled_data: Path) -> None:
        """The bundled coordinates are a table with a header."""
        path = bundled_data / AUTHORITIES / COORDINATES_FILE
        assert path.read_text(encoding="utf-8").startswith("key,lat,lon,source\n01,")
