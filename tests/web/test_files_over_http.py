"""Files of releases over HTTP."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import hashlib
import http.client
import io
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import duckdb
import pytest
import zstandard
from clients import Got, fetch
from pyarrow import parquet
from reading import Read

from conftest import Served, content, serving
from klimagraph.releases import publish

FOREVER = "public, max-age=31536000, immutable"
TYPES = {
    "memberships.nq": "application/n-quads",
    "memberships.ttl": "text/turtle; charset=utf-8",
    "memberships.jsonld": "application/ld+json",
    "Membership.csv": "text/csv; charset=utf-8",
    "Membership.parquet": "application/vnd.apache.parquet",
    "Membership.jsonld": "application/ld+json",
    "State.geojson": "application/geo+json",
}


@pytest.fixture(scope="module")
def release(harvested: Served) -> str:
    """Return the name of the release that is served."""
    return str(fetch(harvested, "/releases").json["current"])


@pytest.fixture(scope="module")
def files(harvested: Served, release: str) -> dict[str, dict[str, object]]:
    """Return what the release says of its files, by name."""
    listed = fetch(harvested, f"/releases/{release}").json["files"]
    return {item["name"]: item for item in listed}


def download(service: Served, item: dict[str, object], **headers: str) -> Got:
    """Return a file by its address."""
    return fetch(service, str(item["path"]), "GET", None, **headers)


@pytest.mark.parametrize("name", TYPES)
def test_a_file_is_what_the_release_says(
    harvested: Served, files: dict[str, dict[str, object]], name: str
) -> None:
    """Type, length, checksum and name of a file are exact, and it may be kept for ever."""
    item = files[name]
    got = download(harvested, item)
    assert 200 == got.status
    assert TYPES[name] == got.headers["content-type"]
    assert str(item["size"]) == got.headers["content-length"]
    assert item["sha256"] == hashlib.sha256(got.body).hexdigest()
    assert f'"{item["sha256"]}"' == got.headers["etag"]
    assert FOREVER == got.headers["cache-control"]
    assert f'attachment; filename="{name}"' == got.headers["content-disposition"]
    assert "*" == got.headers["access-control-allow-origin"]
    assert got.body == fetch(harvested, f"/releases/{harvested_name(files, harvested)}/{name}").body


def harvested_name(files: dict[str, dict[str, object]], service: Served) -> str:
    """Return the release that has the files."""
    assert files
    return str(fetch(service, "/releases").json["current"])


@pytest.mark.parametrize("name", TYPES)
def test_head_of_a_file(harvested: Served, files: dict[str, dict[str, object]], name: str) -> None:
    """HEAD says what GET says, without the bytes."""
    path = str(files[name]["path"])
    head, got = fetch(harvested, path, "HEAD"), fetch(harvested, path)
    assert (200, b"") == (head.status, head.body)
    for header in ("content-length", "content-type", "etag", "last-modified"):
        assert got.headers[header] == head.headers[header]


def test_whoever_has_a_file_gets_it_no_more(
    harvested: Served, files: dict[str, dict[str, object]]
) -> None:
    """If-None-Match with the checksum answers 304, plain and packed."""
    for coding in ("identity", "zstd", "gzip"):
        got = download(harvested, files["memberships.ttl"], Accept_Encoding=coding)
        known = got.headers["etag"]
        again = download(
            harvested, files["memberships.ttl"], Accept_Encoding=coding, If_None_Match=known
        )
        assert (304, b"", known) == (again.status, again.body, again.headers["etag"])


def test_packed_files_are_sent_as_they_lie(
    harvested: Served, files: dict[str, dict[str, object]]
) -> None:
    """Who takes zstd gets the stored bytes, which unpack to the file."""
    for name in ("memberships.nq", "memberships.ttl", "Membership.csv"):
        got = download(harvested, files[name], Accept_Encoding="zstd")
        assert "zstd" == got.headers["content-encoding"]
        assert str(len(got.body)) == got.headers["content-length"]
        unpacked = zstandard.ZstdDecompressor().decompressobj().decompress(got.body)
        assert files[name]["sha256"] == hashlib.sha256(unpacked).hexdigest()


def test_parquet_is_read_in_ranges(harvested: Served, files: dict[str, dict[str, object]]) -> None:
    """A range of a Parquet file is sent alone; one behind its end is 416."""
    item = files["Membership.parquet"]
    size = int(str(item["size"]))
    end = download(harvested, item, Range="bytes=-4")
    assert (206, b"PAR1") == (end.status, end.body)
    assert f"bytes {size - 4}-{size - 1}/{size}" == end.headers["content-range"]
    assert 416 == download(harvested, item, Range=f"bytes={size}-").status


class Ranges(io.RawIOBase):
    """A file of the service that is read piece by piece."""

    def __init__(self, service: Served, item: dict[str, object]) -> None:
        self.service, self.item, self.place, self.taken = service, item, 0, 0
        self.size = int(str(item["size"]))

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read from anywhere."""
        return True

    def tell(self) -> int:
        """Return where the next piece begins."""
        return self.place

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to a place."""
        self.place = offset + (0, self.place, self.size)[whence]
        return self.place

    def readinto(self, buffer: Any) -> int:
        """Fetch a range."""
        end = min(self.place + len(buffer), self.size)
        if self.place >= end:
            return 0
        got = download(self.service, self.item, Range=f"bytes={self.place}-{end - 1}")
        assert 206 == got.status
        buffer[: len(got.body)] = got.body
        self.place, self.taken = end, self.taken + len(got.body)
        return len(got.body)


def test_a_column_is_read_without_the_rest(
    harvested: Served, files: dict[str, dict[str, object]]
) -> None:
    """A reader of Parquet gets a column over HTTP by ranges, not the whole file."""
    ranges = Ranges(harvested, files["Municipality.parquet"])
    column = parquet.read_table(ranges, columns=["population"], pre_buffer=False)
    assert files["Municipality.parquet"]["rows"] == column.num_rows
    assert 0 < ranges.taken < ranges.size // 2


def test_duckdb_reads_over_http(harvested: Served, files: dict[str, dict[str, object]]) -> None:
    """DuckDB counts rows of a Parquet file that stays where it is, by ranges."""
    place = f"{harvested.address}{files['Municipality.parquet']['path']}"
    with duckdb.connect() as connection:
        try:
            connection.execute("LOAD httpfs")
        except duckdb.Error:
            pytest.skip("the httpfs extension of DuckDB is not installed here")
        query = "SELECT COUNT(*), MAX(population) FROM read_parquet(?)"
        found = connection.execute(query, [place]).fetchone()
    assert (files["Municipality.parquet"]["rows"], 3_755_251) == found


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/files/{}/memberships.ttl", 410),
        ("/files/{}/none.ttl", 404),
        ("/files/x/memberships.ttl", 400),
        ("/releases/1999.1.0/memberships.ttl", 404),
        ("/releases/{release}/memberships.rdf", 404),
    ],
)
def test_files_that_are_not_there(harvested: Served, release: str, path: str, status: int) -> None:
    """A version that is gone names the newest; what never was there is not found."""
    got = fetch(harvested, path.format("0" * 32, release=release))
    assert status == got.status
    assert "application/problem+json" == got.headers["content-type"]
    if 410 == status:
        assert "/memberships.ttl" in got.json["detail"]


def test_descriptions_of_a_release(harvested: Served, release: str) -> None:
    """RO-Crate, Croissant and checksums have their types and validators."""
    wanted = {
        "ro-crate-metadata.json": "application/ld+json",
        "croissant.json": "application/ld+json",
        "SHA256SUMS": "text/plain; charset=utf-8",
    }
    for name, media_type in wanted.items():
        got = fetch(harvested, f"/releases/{release}/{name}")
        assert (200, media_type) == (got.status, got.headers["content-type"])
        path = f"/releases/{release}/{name}"
        assert 304 == fetch(harvested, path, If_None_Match=got.headers["etag"]).status


@pytest.mark.parametrize("path", ["/releases", "/releases/{}"])
def test_pages_of_releases(harvested: Served, release: str, path: str) -> None:
    """A browser gets a page whose links all lead somewhere; the one of admins asks who it is."""
    got = fetch(harvested, path.format(release), Accept="text/html")
    assert "text/html; charset=utf-8" == got.headers["content-type"]
    page = Read(got.text)
    assert [] == page.open
    assert release in page.text
    links = {link for link in page.links if link.startswith(("/files", "/releases"))}
    assert links
    for link in links:
        asks = link.endswith("/rollback")
        assert (401 if asks else 200) == fetch(harvested, link, "HEAD").status


def test_a_release_that_is_not_prepared(home: Path) -> None:
    """Without a snapshot there are N-Quads, and everything else says so."""
    publish(home, {"b": content("b", ["y"])}, "second")
    with serving(home) as service:
        name = fetch(service, "/releases").json["current"]
        assert 200 == fetch(service, f"/releases/{name}/a.nq").status
        missing = fetch(service, f"/releases/{name}/a.ttl")
        assert (404, True) == (missing.status, "a.nq, b.nq" in missing.json["detail"])
        assert "files" not in fetch(service, f"/releases/{name}").json
        page = Read(fetch(service, f"/releases/{name}", Accept="text/html").text)
        assert f"/releases/{name}/a.nq" in page.links
        assert 404 == fetch(service, f"/files/{'0' * 32}/a.ttl").status
        assert 503 == fetch(service, "/entities").status


def test_a_range_that_is_cut_off(harvested: Served, files: dict[str, dict[str, object]]) -> None:
    """A client that leaves in the middle of a large file harms nobody."""
    place = urlsplit(harvested.address)
    connection = http.client.HTTPConnection(place.hostname or "", place.port, timeout=60)
    connection.request("GET", str(files["reference-authorities.nq"]["path"]))
    assert 1 == len(connection.getresponse().read(1))
    connection.close()
    assert "ok" == json.loads(fetch(harvested, "/health").body)["status"]
