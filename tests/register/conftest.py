"""Small registers made of records with the official columns."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from klimagraph.register.gv100ad import read_register
from klimagraph.register.rows import write_rows
from klimagraph.register.tables import (
    COORDINATES_FILE,
    FORMER_AUTHORITIES_FILE,
    FORMER_KEYS_FILE,
    NUTS_FILE,
    POPULATIONS_FILE,
    WIKIDATA_FILE,
    CoordinateRow,
    FormerAuthorityRow,
    FormerKeyRow,
    NutsRow,
    PopulationRow,
    WikidataRow,
    default_population_date,
    write_register,
)

_TYPES = {2: "10", 3: "20", 4: "30", 5: "40", 9: "50", 12: "60"}

RegisterWriter = Callable[[Sequence[str]], Path]
TablesWriter = Callable[[Sequence[str]], Path]


@dataclass(frozen=True)
class RecordBuilder:
    """Makes records of one date; the length of the key decides the type."""

    date: str = "20231130"

    def record(self, key: str, name: str, kind: str = "", population: int = 0) -> str:
        """Return one record; a municipality has 1 hectare for each inhabitant and 7."""
        columns = f"{key[:5] + key[9:]:8}{key[5:9]:4}" if len(key) == 12 else _unit_columns(key)
        text = f"{_TYPES[len(key)]}{self.date}{columns}{name:50}{'':50}{kind:2}"
        if len(key) == 12:
            male = population // 2
            text = f"{text:128}{population + 7:011}{population:011}{male:011}    01234*****"
        return f"{text:220}"

    def small_register(self) -> list[str]:
        """Return a register with the awkward cases of the real one."""
        return [
            self.record("01", "Schleswig-Holstein"),
            self.record("01001", "Flensburg, Stadt", "41"),
            self.record("010010000", "Flensburg, Stadt", "50"),
            self.record("010010000000", "Flensburg, Stadt", "61", 92550),
            self.record("01053", "Herzogtum Lauenburg", "43"),
            self.record("010535323", "Hohe Elbgeest", "51"),
            self.record("010539105", "Sachsenwald (Forstgutsbez.),gemfr.Geb.", "50"),
            self.record("010535323003", "Aumühle", "64", 3000),
            self.record("010535323012", "Börnsen", "64", 4000),
            self.record("010535323135", "Worth", "64", 200),
            self.record("010539105105", "Sachsenwald (Forstgutsbez.),gemfr.Geb.", "66"),
            self.record("03", "Niedersachsen"),
            self.record("032", "Statistische Region Hannover"),
            self.record("03241", "Region Hannover", "44"),
            self.record("032410001", "Hannover, Landeshauptstadt", "50"),
            self.record("032410001001", "Hannover, Landeshauptstadt", "63", 500000),
            self.record("07", "Rheinland-Pfalz"),
            self.record("070009999", "Gemeinsames deutsch-luxemburgisches Hoheitsgebiet", "50"),
            self.record("070009999999", "Gemeinsames deutsch-luxemburgisches Hoheitsgebiet", "66"),
        ]


@pytest.fixture
def builder() -> RecordBuilder:
    """Return the maker of records of 30 November 2023."""
    return RecordBuilder()


@pytest.fixture
def later_builder() -> RecordBuilder:
    """Return the maker of records of 31 December 2024."""
    return RecordBuilder(date="20241231")


@pytest.fixture
def register_file(tmp_path: Path) -> RegisterWriter:
    """Return a function that writes records to a file in UTF-8."""

    def write(records: Sequence[str]) -> Path:
        path = tmp_path / "register.txt"
        path.write_text("".join(f"{record}\n" for record in records), encoding="utf-8")
        return path

    return write


@pytest.fixture
def tables_folder(tmp_path: Path, register_file: RegisterWriter) -> TablesWriter:
    """Return a function that writes records as tables, with empty companion tables."""

    def write(records: Sequence[str]) -> Path:
        folder = tmp_path / "tables"
        register = read_register(register_file(records))
        write_register(register, default_population_date(register.date), folder)
        write_rows(folder / COORDINATES_FILE, CoordinateRow, [])
        write_rows(folder / NUTS_FILE, NutsRow, [])
        write_rows(folder / POPULATIONS_FILE, PopulationRow, [])
        write_rows(folder / FORMER_KEYS_FILE, FormerKeyRow, [])
        write_rows(folder / FORMER_AUTHORITIES_FILE, FormerAuthorityRow, [])
        write_rows(folder / WIKIDATA_FILE, WikidataRow, [])
        return folder

    return write


@pytest.fixture(scope="session")
def reference() -> Path:
    """Return the folder of reference files, or skip the test."""
    folder = os.environ.get("KLIMAGRAPH_REFERENCE")
    if not folder or not Path(folder, "admin").is_dir():
        pytest.skip("KLIMAGRAPH_REFERENCE does not name the folder with admin/GV100AD_….txt.gz")
    return Path(folder)


@pytest.fixture(scope="session")
def bundled_data() -> Path:
    """Return the folder of tables that the project carries."""
    return Path(__file__).parents[2] / "data"


def _unit_columns(key: str) -> str:
    return f"{key[:5]:8}{key[5:]:4}"
