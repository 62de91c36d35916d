"""A damaged register is refused with the place and what is allowed."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from klimagraph.errors import InputRefused
from klimagraph.register.gv100ad import read_register

from .conftest import RecordBuilder, RegisterWriter


def _refusal(path: Path) -> InputRefused:
    with pytest.raises(InputRefused) as caught:
        read_register(path)
    return caught.value


def _changed(record: str, column: int, text: str) -> str:
    return record[: column - 1] + text + record[column - 1 + len(text) :]


class TestRefusedRecords:
    """A damaged record is named by line and column."""

    @pytest.mark.parametrize(
        ("place", "text", "words"),
        [
            ((8, 1), "70", "Satzart „70“"),
            ((5, 3), "20230101", "Gebietsstand 2023-01-01"),
            ((5, 3), "20231332", "erlaubt ist JJJJMMTT"),
            ((8, 11), "01O53", "nur Ziffern"),
            ((8, 19), "53 3", "nur Ziffern"),
            ((6, 16), "003", "leer"),
            ((8, 23), " " * 50, "Name fehlt"),
            ((8, 123), "41", "Textkennzeichen „41“"),
            ((8, 129), "1.5", "Fläche"),
            ((8, 140), "-0000000001", "Bevölkerung"),
            ((8, 151), "00000099999", "männliche"),
            ((8, 166), "1234 ", "Postleitzahl"),
        ],
    )
    def test_column(
        self,
        builder: RecordBuilder,
        register_file: RegisterWriter,
        place: tuple[int, int],
        text: str,
        words: str,
    ) -> None:
        """The refusal says what stands there and what is allowed."""
        records = builder.small_register()
        line, column = place
        records[line - 1] = _changed(records[line - 1], column, text)
        refusal = _refusal(register_file(records))
        assert words in refusal.message
        assert (refusal.line, refusal.column) == place

    def test_short_record(self, builder: RecordBuilder, register_file: RegisterWriter) -> None:
        """A record without its last characters is refused."""
        records = builder.small_register()
        records[7] = records[7][:190]
        refusal = _refusal(register_file(records))
        assert (refusal.line, refusal.column) == (8, 191)

    def test_empty_line(self, builder: RecordBuilder, register_file: RegisterWriter) -> None:
        """A line without a record is refused."""
        records = [*builder.small_register()[:4], "", *builder.small_register()[4:]]
        assert _refusal(register_file(records)).line == 5


class TestRefusedRegisters:
    """Records that do not fit together are refused."""

    @pytest.mark.parametrize(
        ("missing", "line", "words"),
        [
            (1, 1, "das Land 01"),
            (5, 5, "der Kreis 01053"),
            (6, 7, "der Verband 010535323"),
            (13, 13, "der Regierungsbezirk 032"),
        ],
    )
    def test_parent_missing(
        self,
        builder: RecordBuilder,
        register_file: RegisterWriter,
        missing: int,
        line: int,
        words: str,
    ) -> None:
        """A unit comes after the unit to which it belongs."""
        records = builder.small_register()
        del records[missing - 1]
        refusal = _refusal(register_file(records))
        assert words in refusal.message
        assert line == refusal.line

    def test_key_twice(self, builder: RecordBuilder, register_file: RegisterWriter) -> None:
        """No key stands twice."""
        records = builder.small_register()
        records.insert(9, records[8])
        refusal = _refusal(register_file(records))
        assert "010535323012" in refusal.message
        assert refusal.line == 10

    def test_short_key_twice(self, builder: RecordBuilder, register_file: RegisterWriter) -> None:
        """No two municipalities share the eight digits, whatever their association."""
        records = builder.small_register()
        records.insert(11, builder.record("010539105012", "Börnsen", "64", 1))
        refusal = _refusal(register_file(records))
        assert "01053012" in refusal.message
        assert refusal.line == 12

    def test_city_without_city(self, builder: RecordBuilder, register_file: RegisterWriter) -> None:
        """A city district has the municipality of its own key."""
        records = builder.small_register()
        records[3] = builder.record("010010000001", "Flensburg, Stadt", "61", 1)
        refusal = _refusal(register_file(records))
        assert "01001000" in refusal.message
        assert refusal.line == 2


def _utf16(content: bytes) -> bytes:
    return content.decode().encode("utf-16")


def _twice_encoded(content: bytes) -> bytes:
    return content.decode("latin-1").encode("utf-8")


def _old_dos(content: bytes) -> bytes:
    return content.decode().encode("cp437")


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _half_packed(content: bytes) -> bytes:
    return _half(gzip.compress(content))


def _archive(content: bytes) -> bytes:
    return b"PK\x03\x04" + content


def _one_bad_byte(content: bytes) -> bytes:
    return content.replace("Börnsen".encode(), "Börns".encode() + b"\xfcn")


def _blank(_content: bytes) -> bytes:
    return b" \n\n"


def _web_page(_content: bytes) -> bytes:
    return b"<!DOCTYPE html>\n<html><body>Anmeldung</body></html>\n"


def _at_line_end(content: bytes) -> bytes:
    return b"".join(content.splitlines(keepends=True)[:7])


class TestRefusedFiles:
    """A file that is no register, or only a part of one, is refused with a reason."""

    @pytest.mark.parametrize(
        ("damage", "words", "line"),
        [
            (_utf16, "UTF-16", None),
            (_twice_encoded, "221 Zeichen", 8),
            (_old_dos, "weder UTF-8 noch Windows-1252", 8),
            (_one_bad_byte, "bricht UTF-8", 9),
            (_half, "erlaubt sind genau 220", 10),
            (_half_packed, "abgeschnitten", None),
            (_archive, "ZIP", None),
            (_blank, "leer", None),
            (_web_page, "Satzart „<!“", 1),
            (_at_line_end, "folgt keine Gemeinde", 5),
        ],
    )
    def test_damage(
        self,
        tmp_path: Path,
        builder: RecordBuilder,
        damage: Callable[[bytes], bytes],
        words: str,
        line: int | None,
    ) -> None:
        """The refusal names the damage."""
        path = tmp_path / "register.txt"
        content = "".join(f"{record}\n" for record in builder.small_register()).encode()
        path.write_bytes(damage(content))
        refusal = _refusal(path)
        assert words in refusal.message
        assert line == refusal.line

    def test_no_file(self, tmp_path: Path) -> None:
        """A file that does not exist is refused."""
        assert "nicht lesbar" in _refusal(tmp_path / "absent.txt").message
