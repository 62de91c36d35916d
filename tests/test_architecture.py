"""The house: imports go down, foreign libraries stay at home, files and functions stay small."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "klimagraph"
FLOORS = (
    {"errors", "namespaces", "settings", "bundle", "__init__"},
    {
        "formats",
        "rdf",
        "rdf_words",
        "canonical",
        "terms",
        "dates",
        "folding",
        "places",
        "positions",
        "databases",
        "jsonld",
        "people",
    },
    {"releases", "ledger", "changes", "remote", "workers", "search"},
    {
        "register",
        "asking",
        "labels",
        "queries",
        "datasets",
        "derivation",
        "loading",
        "resources",
        "resolving",
        "things",
        "condition",
        "maps",
        "overview",
        "catalog",
        "shacl",
        "tables",
        "validation",
        "vocabulary",
        "writing",
        "description",
        "choices",
        "statistics",
        "feed",
        "citations",
        "signposting",
        "sitemap",
        "gone",
        "retirement",
        "takedown",
        "harvest",
        "harvest_check",
        "exports",
        "entities",
        "submissions",
        "reports",
        "exploring",
        "coverage",
        "comparing",
        "completing",
        "quality",
        "versions",
        "library",
    },
    {"web", "cli"},
)
HOMES = {
    "pyoxigraph": {
        "rdf", "canonical", "terms", "releases", "workers", "datasets", "asking",
        "derivation", "labels", "resources", "search", "catalog", "shacl", "validation",
        "vocabulary", "writing", "description",
        "queries", "statistics", "remote", "resolving", "submissions", "places", "reports",
        "positions",
        "quality", "versions",
        "tables", "changes", "feed", "gone", "sitemap",
        "retirement", "takedown", "harvest_check", "exports", "entities", "jsonld", "harvest",
        "exploring", "things", "people",
    },
    "edtf": {"dates"},
    "rapidfuzz": {"search", "validation", "resolving", "tables"},
    "rdflib": {"validation"},
    "pyshacl": {"validation"},
    "pyshacl_turbo": {"validation"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "jinja2": {"web"},
    "babel": {"web"},
    "PIL": {"web"},
    "uvicorn": {"cli"},
    "typer": {"cli"},
    "rich": {"cli"},
    "httpx": {"remote", "submissions", "harvest_check"},
    "zstandard": {"releases", "changes", "exports", "web"},
    "prometheus_client": {"web"},
    "xlsxwriter": {"workers", "tables", "reports"},
    "openpyxl": {"reports", "tables"},
    "python_calamine": {"tables"},
    "pyarrow": {"exports"},
}  # fmt: skip
FILES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS = 300, 40, 5


def room_of(path: Path) -> str:
    """Return the name of the room that a file belongs to."""
    first = path.relative_to(SOURCE).parts[0]
    return first.removesuffix(".py")


def floor_of(room: str) -> int:
    """Return the floor of a room."""
    return next(number for number, rooms in enumerate(FLOORS) if room in rooms)


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the full names of the modules that a file imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            if node.module == "klimagraph":
                yield from (f"klimagraph.{name.name}" for name in node.names)
            else:
                yield node.module or ""


def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text())


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_down(path: Path) -> None:
    """A room imports from its own floor or from floors below."""
    here = floor_of(room_of(path))
    for name in imported(parsed(path)):
        parts = name.split(".")
        if parts[0] == "klimagraph" and len(parts) > 1 and parts[1] != "__version__":
            assert floor_of(parts[1]) <= here, f"{path.name} imports {name} from above"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_foreign_libraries_stay_at_home(path: Path) -> None:
    """A foreign library is imported only in the rooms that are its home."""
    for name in imported(parsed(path)):
        library = name.split(".")[0]
        if library in HOMES:
            assert room_of(path) in HOMES[library], f"{path.name} imports {library}"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_import_inside_a_function(path: Path) -> None:
    """What a file needs stands at its top."""
    for function in functions(parsed(path)):
        inner = [
            node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        assert not inner, f"{function.name} imports inside"


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_files_and_functions_are_small(path: Path) -> None:
    """A file has at most 300 lines, a function at most 40 and 5 parameters."""
    assert len(path.read_text().splitlines()) <= LONGEST_FILE
    for function in functions(parsed(path)):
        assert (function.end_lineno or 0) - function.lineno < LONGEST_FUNCTION, function.name
        names = [one.arg for one in function.args.args if one.arg not in ("self", "cls")]
        assert len(names) <= MOST_PARAMETERS, function.name


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield all functions of a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
