"""The programs of tests/harvest_clients: started, asked, ended."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import free_port

ROOT = Path(__file__).parents[2]
PROGRAMS = ROOT / "tests" / "harvest_clients"
CKAN = ROOT / ".venv-ckan" / "bin"
POSTGRES = max(Path("/usr/lib/postgresql").glob("*/bin"), default=Path("/usr/lib/postgresql"))
JARS = Path("/usr/share/java")
NAMES = """jena-arq jena-base jena-core jena-iri jsonld-java slf4j-api slf4j-nop jcl-over-slf4j
commons-cli commons-codec commons-compress commons-csv commons-io commons-lang3 dexx.collection
gson guava httpclient httpclient-cache httpcore jackson-annotations jackson-core jackson-databind
thrift"""
LIBRARIES = NAMES.split()
"""What Jena needs to read RDF; one binding of SLF4J, for with several it does not start."""
REPACKAGED = "org/apache/jena/ext/"
"""Where Debian's Jena has the messages of its XML Schema library, and its classes do not look."""
CONFIGURATION = """
[app:main]
use = egg:ckan
sqlalchemy.url = postgresql://ckan@127.0.0.1:{port}/ckan
solr_url = http://127.0.0.1:9/solr/ckan
ckan.redis.url = redis://127.0.0.1:9/0
ckan.site_url = http://127.0.0.1:5000
ckan.site_id = default
ckan.locale_default = de
SECRET_KEY = of-the-tests
ckan.plugins = harvest dcat dcat_rdf_harvester
ckan.storage_path = {folder}
"""

Answer = dict[str, Any]


def gather(url: str, known: Sequence[str] = ()) -> Answer:
    """Run the gather stage of CKAN's harvester on a feed; `known` is what it has already."""
    return gather_all([url], known)[0]


def gather_all(urls: Sequence[str], known: Sequence[str] = ()) -> list[Answer]:
    """Run the gather stage on one feed after the other."""
    command = [*_gathering(*urls), "--known", json.dumps(list(known))]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return [json.loads(line) for line in done.stdout.splitlines()]


@contextmanager
def gathering(url: str, known: Sequence[str]) -> Iterator["Paused"]:
    """Run the gather stage up to the end of the first page; `resume` lets it go on."""
    command = [*_gathering(url), "--pause", "--known", json.dumps(list(known))]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        paused = Paused(process)
        try:
            yield paused
        finally:
            process.kill()


class Paused:
    """A harvest that waits after the first page."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin
        assert process.stdout
        self._input, self._output = process.stdin, process.stdout
        assert "page\n" == self._output.readline()

    def resume(self) -> Answer:
        """Let it read the other pages and return what it did."""
        self._input.write("\n")
        self._input.flush()
        answer: Answer = json.loads(self._output.readline())
        return answer


def _gathering(*urls: str) -> list[str]:
    return [str(CKAN / "python"), str(PROGRAMS / "ckan_gather.py"), *urls]


class Portal:
    """A whole CKAN that takes orders."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdin
        assert process.stdout
        self._input, self._output = process.stdin, process.stdout

    def harvest(self, url: str) -> Answer:
        """Run a harvest of a feed to its end and return what it did."""
        return self._ordered(f"harvest {url}")

    def catalog(self) -> Answer:
        """Return how many datasets CKAN can write as DCAT again."""
        return self._ordered("catalog")

    def _ordered(self, order: str) -> Answer:
        self._input.write(f"{order}\n")
        self._input.flush()
        answer: Answer = json.loads(self._output.readline())
        return answer


@contextmanager
def portal(folder: Path) -> Iterator[Portal]:
    """Run a CKAN on a database of its own."""
    with database(folder) as port:
        path = folder / "ckan.ini"
        path.write_text(CONFIGURATION.format(port=port, folder=folder / "files"))
        for order in (("db", "init"), ("db", "upgrade", "-p", "harvest")):
            command = [CKAN / "ckan", "-c", path, *order]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
        command = [CKAN / "python", PROGRAMS / "ckan_portal.py", path]
        with (
            (folder / "ckan.log").open("w") as log,
            subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            ) as process,
        ):
            try:
                yield Portal(process)
            finally:
                process.kill()


@contextmanager
def database(folder: Path) -> Iterator[int]:
    """Run a PostgreSQL of its own on the loopback interface; it refuses to run as root."""
    place, port = folder / "postgres", free_port()
    place.mkdir()
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        _open_to(place, user)
    options: dict[str, Any] = {"cwd": "/"}
    options |= {"user": user, "group": user, "extra_groups": []} if user else {}
    quick: list[str | Path] = [part for name in QUICK for part in ("-c", f"{name}=off")]
    start: list[str | Path] = [
        POSTGRES / "initdb",
        "-D",
        place / "data",
        "-A",
        "trust",
        "-U",
        "ckan",
        "--no-sync",
    ]
    encoding = ["-E", "UTF8", "--locale=C"]
    subprocess.run([*start, *encoding], check=True, capture_output=True, **options)
    listening: list[str | Path] = ["-h", "127.0.0.1", "-p", str(port), "-k", place]
    command = [POSTGRES / "postgres", "-D", place / "data", *listening, *quick]
    with (folder / "postgres.log").open("w") as log:
        process = subprocess.Popen(command, stderr=log, **options)
    try:
        reach = ["-h", "127.0.0.1", "-p", str(port), "-U", "ckan"]
        _wait_for(reach, process)
        subprocess.run([POSTGRES / "createdb", *reach, "ckan"], check=True, capture_output=True)
        yield port
    finally:
        process.terminate()
        process.wait(30)


QUICK = ("fsync", "synchronous_commit", "full_page_writes")
"""What a database that is thrown away can do without."""


def _open_to(place: Path, user: str) -> None:
    """Let another user reach a folder of ours."""
    shutil.chown(place, user, user)
    for parent in place.parents:
        if parent == Path(tempfile.gettempdir()):
            break
        parent.chmod(parent.stat().st_mode | 0o011)


def _wait_for(reach: Sequence[str], process: "subprocess.Popen[str]") -> None:
    ready = [str(POSTGRES / "pg_isready"), *reach, "-q", "-t", "1"]
    for _ in range(1000):
        if process.poll() is not None or subprocess.run(ready, check=False).returncode == 0:
            return
    raise AssertionError("PostgreSQL did not get ready")


def piveau(url: str, folder: Path) -> Answer:
    """Read a feed as piveau's importer does, with Jena as parser of JSON-LD 1.0."""
    path = [folder, *(JARS / f"{name}.jar" for name in LIBRARIES)]
    with zipfile.ZipFile(JARS / "jena-core.jar") as archive:
        for name in archive.namelist():
            if name.startswith(REPACKAGED) and name.endswith(".properties"):
                place = folder / name.removeprefix(REPACKAGED)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(archive.read(name))
    command = ["java", "-cp", ":".join(map(str, path)), str(PROGRAMS / "Piveau.java"), url]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    answer: Answer = json.loads(done.stdout)
    return answer
