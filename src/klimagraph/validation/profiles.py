"""Profiles: which shapes hold for a file (https://www.w3.org/TR/dx-prof/, docs/adr/0017)."""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from klimagraph.errors import InputRefused, NotFound, ShapesRefused
from klimagraph.namespaces import SHAPES
from klimagraph.rdf import READABLE, Limits, format_of, parse_checked
from klimagraph.shacl import read_shapes
from klimagraph.shacl.graphs import SH
from klimagraph.shacl.shapes import Shape
from klimagraph.terms import term
from klimagraph.validation.checking import OTHERS, shapes_of
from klimagraph.validation.task import CORE

CORE_PROFILE = NamedNode(f"{SHAPES}profile-core")
DECLARING = {SH + name for name in ("declare", "prefix", "namespace")}
"""Words of SHACL that a vocabulary may use too."""
TITLES = tuple(term(name) for name in ("dcterms:title", "rdfs:label"))
TYPE = term("rdf:type")
NO_LIMITS = Limits()
_NOT_IN_TOKENS = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True)
class Profile:
    """A set of shapes under a name; `fault` says why it cannot be used, where it cannot."""

    token: str
    title_de: str
    title_en: str
    description_de: str = ""
    description_en: str = ""
    files: tuple[Path, ...] = ()
    """Files of an operator; what comes with the program has none."""
    shapes: frozenset[str] = frozenset()
    """Node shapes that hold beside those of core, where it comes with the program."""
    compiled: bool = True
    """Whether its shapes are compiled; the others are judged by pyshacl-turbo."""
    fault: str = ""


@dataclass(frozen=True)
class Rules:
    """What a file is held against: compiled shapes, or others with all their statements."""

    shapes: tuple[Shape, ...]
    foreign: tuple[Quad, ...] = ()
    vocabulary: tuple[Quad, ...] = ()
    """What the shapes see beside the file: code lists and classes of the profile."""
    elsewhere: bool = False
    """Whether they do not come with the program."""


def profiles(root: Path, folder: Path | None = None) -> list[Profile]:
    """Return the profiles that come with the program and those of an operator's folder.

    In the folder each file and each folder is a profile; what cannot be read says so in `fault`.
    """
    bundled = sorted(_bundled(root), key=lambda profile: (profile.token != CORE, profile.token))
    taken = {profile.token for profile in bundled}
    return [*bundled, *(_own(path, taken) for path in _entries(folder))]


def profile_of(token: str, root: Path, folder: Path | None = None) -> Profile:
    """Return the profile with a token; raises NotFound or, where it has a fault, InputRefused."""
    known = profiles(root, folder)
    found = next((profile for profile in known if profile.token == token), None)
    if found is None:
        names = ", ".join(profile.token for profile in known)
        raise NotFound(f"there is no profile {token!r}; there are {names}")
    if found.fault:
        raise InputRefused(f"the profile {token} cannot be used: {found.fault}")
    return found


def rules_of(token: str, root: Path, folder: Path | None = None) -> Rules:
    """Return what a profile holds a file against; raises NotFound or InputRefused."""
    if token == CORE:
        return Rules(shapes_of(root))
    profile = profile_of(token, root, folder)
    if profile.files:
        return rules_in(profile.files, root)
    more = [each for each in shapes_of(root, OTHERS) if _name(each) in profile.shapes]
    return Rules((*shapes_of(root), *more))


def rules_in(files: Iterable[Path], root: Path, limits: Limits = NO_LIMITS) -> Rules:
    """Return the rules that files hold: those with shapes in them, the others are vocabulary.

    Raises InputRefused for a file that cannot be read and where no shape has a target.
    """
    shapes, vocabulary = _read(files, limits)
    core = any(quad.object == CORE_PROFILE for quad in shapes)
    first = shapes_of(root) if core else ()
    compiled = _compiled(shapes)
    if compiled is None:
        return Rules(tuple(first), tuple(shapes), tuple(vocabulary), True)
    return Rules((*first, *compiled), (), tuple(vocabulary), True)


def _read(files: Iterable[Path], limits: Limits) -> tuple[list[Quad], list[Quad]]:
    """Return the statements of files with shapes, and those of the others."""
    shapes, vocabulary = list[Quad](), list[Quad]()
    for path in files:
        quads = list(parse_checked(path, format_of(path), limits))
        (shapes if any(map(_is_of_shape, quads)) else vocabulary).extend(quads)
    if not any(quad.predicate.value.startswith(f"{SH}target") for quad in shapes):
        raise InputRefused("there is no shape that says by sh:target… what it is about")
    return shapes, vocabulary


def _compiled(shapes: Iterable[Quad]) -> list[Shape] | None:
    """Return shapes compiled, None where they use what is not."""
    try:
        return read_shapes(_store(shapes))
    except ShapesRefused:
        return None


def _bundled(root: Path) -> Iterator[Profile]:
    graph = Store()
    graph.load(path=str(root / "shapes" / "profiles.ttl"), format=RdfFormat.TURTLE)
    for quad in graph.quads_for_pattern(None, TYPE, term("prof:Profile")):
        node = quad.subject
        if isinstance(node, NamedNode):
            yield Profile(
                _text(graph, node, term("prof:hasToken")),
                *_texts(graph, node, term("rdfs:label")),
                *_texts(graph, node, term("dcterms:description")),
                shapes=frozenset(_artifacts(graph, node)),
            )


def _artifacts(graph: Store, profile: NamedNode) -> Iterator[str]:
    for resource in graph.quads_for_pattern(profile, term("prof:hasResource"), None):
        if isinstance(resource.object, NamedNode):
            for quad in graph.quads_for_pattern(resource.object, term("prof:hasArtifact"), None):
                yield str(getattr(quad.object, "value", ""))


def _entries(folder: Path | None) -> list[Path]:
    """Return the files and folders of an operator's folder that may be profiles."""
    if folder is None or not folder.is_dir():
        return []
    entries = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    return [path for path in entries if path.is_dir() or path.suffix in READABLE]


def _own(path: Path, taken: Set[str]) -> Profile:
    """Return the profile that a file or folder of an operator is."""
    name = path.name if path.is_dir() else path.stem
    token = _NOT_IN_TOKENS.sub("-", name.lower()).strip("-.")
    files = (path,) if path.is_file() else tuple(_files(path))
    if token in taken or not token:
        return Profile(token, name, name, fault=f"{path.name} cannot be its name", files=files)
    try:
        shapes, _ = _read(files, NO_LIMITS)
    except InputRefused as error:
        return Profile(token, name, name, files=files, fault=str(error))
    titles = next(_titles(_store(shapes)), (name, name, "", ""))
    return Profile(token, *titles, files=files, compiled=_compiled(shapes) is not None)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix in READABLE)


def _titles(graph: Store) -> Iterator[tuple[str, str, str, str]]:
    """Yield title and description in both languages of whatever calls itself a profile."""
    for kind in ("prof:Profile", "owl:Ontology"):
        for quad in graph.quads_for_pattern(None, TYPE, term(kind)):
            for title in TITLES:
                if isinstance(quad.subject, NamedNode) and _text(graph, quad.subject, title):
                    about = _texts(graph, quad.subject, term("dcterms:description"))
                    yield (*_texts(graph, quad.subject, title), *about)


def _texts(graph: Store, node: NamedNode, predicate: NamedNode) -> tuple[str, str]:
    """Return the values of a property in German and English, one of them where it has no other."""
    german, english = (_text(graph, node, predicate, language) for language in ("de", "en"))
    other = _text(graph, node, predicate)
    return german or english or other, english or german or other


def _text(graph: Store, node: NamedNode, predicate: NamedNode, language: str = "") -> str:
    literals = (quad.object for quad in graph.quads_for_pattern(node, predicate, None))
    texts = [each for each in literals if isinstance(each, Literal)]
    fitting = [each.value for each in texts if not language or each.language == language]
    return min(fitting, default="")


def _is_of_shape(quad: Quad) -> bool:
    name = quad.predicate.value
    return name.startswith(SH) and name not in DECLARING


def _store(quads: Iterable[Quad]) -> Store:
    store = Store()
    store.extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def _name(shape: Shape) -> str:
    return str(getattr(shape.node, "value", ""))
