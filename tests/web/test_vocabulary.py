"""The documentation of the vocabulary: every term, shape and list of concepts has its place."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest
from clients import Got, fetch, query
from pyld import jsonld
from pyoxigraph import CanonicalizationAlgorithm, Dataset, NamedNode, RdfFormat, Store, parse
from reading import Read

from conftest import Served
from klimagraph.bundle import bundle_folder
from klimagraph.datasets import VOCABULARY, bundled
from klimagraph.namespaces import BASE, CONCEPTS, PREFIXES, SHAPES, TERMS
from klimagraph.vocabulary.words import PREAMBLE

PAGES = ("/ontology", "/ontology/Membership", "/ontology/period", "/shapes", "/concept")
DOCUMENTS = (*PAGES, "/concept/membership-status")
Fetched = Callable[[str], Got]


@cache
def vocabulary() -> Store:
    """Return what the Turtle files say."""
    store = Store()
    source = next(one for one in bundled(bundle_folder()) if one.slug == VOCABULARY)
    for path in source.files:
        store.bulk_load(path=path, format=RdfFormat.TURTLE)
    return store


def rows(query: str) -> list[tuple[str, ...]]:
    """Return the rows of a query to the Turtle files, as text."""
    found = vocabulary().query(PREAMBLE + query)
    names = [name.value for name in found.variables]  # type: ignore[union-attr]
    return [tuple(row[name].value if row[name] else "" for name in names) for row in found]  # type: ignore[union-attr]


def column(query: str) -> list[str]:
    """Return the first column of a query to the Turtle files."""
    return [row[0] for row in rows(query)]


CLASSES = column("SELECT ?c { ?c a owl:Class FILTER(STRSTARTS(STR(?c), STR(klima:))) } ORDER BY ?c")
PROPERTIES = column("""SELECT DISTINCT ?p { ?p a ?kind ; rdfs:isDefinedBy ?any
    FILTER(?kind IN (owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty))
    FILTER(STRSTARTS(STR(?p), STR(klima:))) } ORDER BY ?p""")
SCHEMES = column("SELECT ?s { ?s a skos:ConceptScheme } ORDER BY ?s")


def name_of(iri: str) -> str:
    """Return the last part of an IRI."""
    return re.split("[#/]", iri)[-1]


@pytest.fixture(scope="module")
def page(served: Served) -> Fetched:
    """Return what fetches a page, each only once."""
    return cache(lambda path: fetch(served, path, Accept="text/html"))


@pytest.fixture(scope="module")
def read(page: Fetched) -> Callable[[str], Read]:
    """Return what reads a page, each only once."""
    return cache(lambda path: Read(page(path).text))


def canonical(body: bytes, form: RdfFormat) -> set[str]:
    """Return the triples of a text with canonical blank nodes."""
    held = Dataset(parse(body, format=form))
    held.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad.triple) for quad in held}


def said(subject: str, predicate: str, language: str = "") -> list[str]:
    """Return what the Turtle files say of a subject, in all languages or in one."""
    prefix, name = predicate.split(":")
    triples = vocabulary().quads_for_pattern(
        NamedNode(subject), NamedNode(PREFIXES[prefix] + name), None
    )
    objects = [triple.object for triple in triples]
    return [
        one.value  # type: ignore[union-attr]
        for one in objects
        if not language or getattr(one, "language", None) in (None, language)
    ]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("iri", CLASSES + PROPERTIES, ids=name_of)
def test_a_term_has_a_page(read: Callable[[str], Read], iri: str, language: str) -> None:
    """The page of a term says its name, definition and why no other term was taken."""
    text = read(f"/ontology/{name_of(iri)}?lang={language}").text
    wanted = [
        *said(iri, "rdfs:label", language),
        *said(iri, "skos:definition", language),
        *said(iri, "skos:editorialNote", language),
        *said(iri, "skos:example", language),
        iri,
    ]
    assert [] == [one for one in wanted if one not in text]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("iri", SCHEMES, ids=name_of)
def test_a_list_has_a_page(read: Callable[[str], Read], iri: str, language: str) -> None:
    """The page of a list of concepts says what is on it, and each entry leads on."""
    shown = read(f"/concept/{name_of(iri)}?lang={language}")
    concepts = column(f"SELECT ?c {{ ?c skos:inScheme <{iri}> }}")
    wanted = [text for one in (iri, *concepts) for text in said(one, "skos:definition", language)]
    links = {f"{one.replace(BASE, '/')}?lang={language}" for one in concepts}
    assert [] == [one for one in wanted if one not in shown.text]
    assert links <= set(shown.links)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_concept_has_a_page(read: Callable[[str], Read], language: str) -> None:
    """The page of a concept says what it means, where it belongs and how often it is used."""
    iri = f"{CONCEPTS}membership-status/active"
    shown = read(f"/concept/membership-status/active?lang={language}")
    names = [*said(iri, "skos:prefLabel", language), *said(iri, "skos:definition", language)]
    assert [] == [one for one in names if one not in shown.text]
    assert f"/concept/membership-status?lang={language}" in shown.links
    assert f"/ontology/membershipStatus?lang={language}" in shown.links
    assert [one for one in shown.links if one.startswith("/doc/membership/")]


def test_the_uses_of_a_concept_are_counted(served: Served, page: Fetched) -> None:
    """The number beside a property is that of the things that a query finds."""
    text = page("/concept/membership-status/active").text
    shown = re.search(r"membershipStatus\"[^>]*>.*?</a> <span class=\"soft\">([\d.]+)<", text)
    asked = query(
        served,
        "SELECT (COUNT(DISTINCT ?m) AS ?n) { ?m <https://w3id.org/klimagraph/ns#membershipStatus> "
        f"<{CONCEPTS}membership-status/active> }}",
        "text/csv",
    )
    assert shown
    assert int(asked.text.split()[1]) == int(shown[1].replace(".", ""))


def test_a_class_leads_on(served: Served, read: Callable[[str], Read]) -> None:
    """The page of a class leads to its template, its things and a query, and all of them work."""
    links = read("/ontology/Membership").links
    (asked,) = [one for one in links if one.startswith("/query?query=")]
    text = parse_qs(urlsplit(asked).query)["query"][0]
    assert {"/templates/membership.xlsx", "/entities/membership"} <= set(links)
    assert 200 == fetch(served, "/templates/membership.xlsx", "HEAD").status
    assert 200 == fetch(served, "/entities/membership").status
    assert query(served, text, "text/csv").text.count("/id/membership/") > 100


@pytest.mark.parametrize("path", ["/ontology/evidence", "/ontology/Commitment"])
def test_queries_of_terms_are_answered(
    served: Served, read: Callable[[str], Read], path: str
) -> None:
    """What a page offers to the editor is a query that finds something."""
    (asked,) = [one for one in read(path).links if one.startswith("/query?query=")]
    text = parse_qs(urlsplit(asked).query)["query"][0]
    assert query(served, text, "text/csv").text.count("\n") > 1


@pytest.mark.parametrize(
    ("property", "iri"),
    rows("""SELECT DISTINCT ?property ?scheme { ?property rdfs:seeAlso ?scheme ;
        schema:rangeIncludes skos:Concept . ?scheme a skos:ConceptScheme } ORDER BY ?property"""),
    ids=name_of,
)
def test_a_list_names_its_properties(read: Callable[[str], Read], property: str, iri: str) -> None:
    """The page of a list leads to the properties that take their values from it."""
    assert f"/ontology/{name_of(property)}" in read(f"/concept/{name_of(iri)}").links


def test_the_overview_lists_everything(read: Callable[[str], Read]) -> None:
    """Every term has its anchor, by which its IRI resolves, and every list a link."""
    shown = read("/ontology")
    assert {name_of(iri) for iri in CLASSES + PROPERTIES} <= set(shown.ids)
    assert {iri.replace(BASE, "/") for iri in SCHEMES} <= set(shown.links)
    assert {iri.replace(BASE, "/") for iri in SCHEMES} <= set(read("/concept").links)


def test_every_class_belongs_to_a_pattern(read: Callable[[str], Read]) -> None:
    """No class of our own stands outside the pictures of the overview."""
    assert "pattern-other" not in read("/ontology").ids


def test_changes(read: Callable[[str], Read]) -> None:
    """The overview says what the version in its header changed."""
    (version,) = said(TERMS.rstrip("#"), "owl:versionInfo")
    notes = [note.partition(": ") for note in column("SELECT ?n { ?t skos:changeNote ?n }")]
    assert version in {found for found, _, _ in notes}
    both = read("/ontology").text + read("/ontology?lang=en").text
    assert [] == [text for _, _, text in notes if text not in both]


def test_every_shape_has_an_anchor(read: Callable[[str], Read]) -> None:
    """What is named in the namespace of shapes is found on their page."""
    named = column(f'SELECT DISTINCT ?s {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{SHAPES}")) }}')
    assert {name_of(one) for one in named} <= set(read("/shapes").ids)


@pytest.mark.parametrize("path", [*DOCUMENTS, *(f"/ontology/{name_of(iri)}" for iri in CLASSES)])
def test_pages_are_well_formed(read: Callable[[str], Read], path: str) -> None:
    """Every element is closed, and no anchor stands twice."""
    shown = read(path)
    assert ([], len(set(shown.ids))) == (shown.open, len(shown.ids))


@pytest.mark.parametrize("iri", CLASSES, ids=name_of)
def test_the_table_of_a_class_is_in_order(page: Fetched, iri: str) -> None:
    """The rows of a class stand in the order of the groups, then in their own."""
    rows_of = rows(f"""SELECT ?group ?order ?row ?name ?groupName {{
        ?shape sh:targetClass <{iri}> ; sh:property ?row .
        ?row sh:order ?order ; sh:name ?name ; sh:group [ sh:order ?group ; rdfs:label ?groupName ]
        FILTER(LANG(?name) = "de" && LANG(?groupName) = "de") }}""")
    ordered = sorted(rows_of, key=lambda row: (float(row[0]), float(row[1]), row[2]))
    table = page(f"/ontology/{name_of(iri)}").text.partition('id="shape"')[2]
    found = re.findall(
        r'scope="row"><a [^>]*><bdi>([^<]*)</bdi></a>', table.partition("</table>")[0]
    )
    assert [row[3] for row in ordered] == [one for one in found if one in {r[3] for r in ordered}]


@pytest.mark.parametrize("iri", CLASSES, ids=name_of)
def test_the_picture_of_a_class(page: Fetched, iri: str) -> None:
    """The picture shows each class that the class leads to, and the properties that do so."""
    edges = rows(f"""SELECT DISTINCT ?property ?label {{
        ?property schema:domainIncludes <{iri}> ; schema:rangeIncludes ?target .
        ?target a owl:Class ; rdfs:label ?label FILTER(LANG(?label) = "de") }}""")
    picture = page(f"/ontology/{name_of(iri)}").text.partition("<svg")[2].partition("</svg>")[0]
    shown = " ".join(re.findall(r"<text[^>]*>([^<]*)</text>", picture))
    missing = {label for _, label in edges if label not in shown}
    links = {f"/ontology/{name_of(one)}" for one, _ in edges}
    assert (set(), set()) == (missing, links - set(re.findall(r'<a href="([^"]*)"', picture)))


@pytest.mark.parametrize("path", ["/ontology", "/ontology/Commitment", "/ontology/Alliance"])
def test_pictures_are_told_as_well(page: Fetched, path: str) -> None:
    """Each picture has a title, a description, and its facts as a list."""
    text = page(path).text
    pictures = text.count("<svg")
    assert pictures > 0
    assert {pictures} == {
        text.count(one) for one in ("<title id", "<desc id", "Das Bild als Liste")
    }


def test_boxes_do_not_overlap(page: Fetched) -> None:
    """No two boxes of a picture share a place."""
    for picture in re.findall("<svg.*?</svg>", page("/ontology").text, re.DOTALL):
        found = re.findall(r'x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"', picture)
        boxes = [tuple(map(float, box)) for box in found]
        assert [] == [
            (one, other)
            for place, one in enumerate(boxes)
            for other in boxes[:place]
            if abs(one[0] - other[0]) < one[2] and one[1] < other[1] + other[3]
            if other[1] < one[1] + one[3]
        ]


@pytest.mark.parametrize("path", [*DOCUMENTS, "/ontology/evidence", "/ontology/Count"])
def test_links_lead_somewhere(served: Served, read: Callable[[str], Read], path: str) -> None:
    """A sample of the links of a page that stay here leads to pages, or on to one."""
    local = sorted({one.split("#")[0] for one in read(path).links if one.startswith("/")})
    answers = {one: fetch(served, one, "HEAD", Accept="text/html").status for one in local[::7]}
    assert {} == {one: status for one, status in answers.items() if status not in (200, 303)}


@pytest.mark.parametrize("path", DOCUMENTS)
def test_data_are_the_same_in_all_formats(served: Served, path: str) -> None:
    """Turtle, RDF/XML and JSON-LD say what N-Triples says."""
    lines = canonical(fetch(served, f"{path}.nt").body, RdfFormat.N_TRIPLES)
    expanded = jsonld.to_rdf(
        fetch(served, f"{path}?format=jsonld").json, {"format": "application/n-quads"}
    )
    assert lines
    assert lines == canonical(expanded.encode(), RdfFormat.N_QUADS)
    assert lines == canonical(fetch(served, path, Accept="text/turtle").body, RdfFormat.TURTLE)
    assert lines == canonical(fetch(served, f"{path}.rdf").body, RdfFormat.RDF_XML)


def test_the_data_of_a_class_hold_its_shapes(served: Served) -> None:
    """Who reads the data of a class gets its shape and rules as well."""
    lines = fetch(served, "/ontology/Membership.nt").text
    assert f"<{SHAPES}Membership-membershipStatus> " in lines
    assert "#select> " in lines


@pytest.mark.parametrize(
    ("path", "iri"),
    [
        ("/ontology", TERMS.rstrip("#")),
        ("/ontology/period", f"{TERMS}period"),
        ("/shapes", f"{BASE}shapes"),
        ("/concept", f"{BASE}concept"),
        ("/concept/reach", f"{CONCEPTS}reach"),
    ],
)
def test_headers(served: Served, page: Fetched, path: str, iri: str) -> None:
    """A document names what it describes and its other formats; HEAD and 304 work."""
    whole, head = page(path), fetch(served, path, "HEAD", Accept="text/html")
    links = whole.headers["link"]
    again = fetch(served, path, Accept="text/html", If_None_Match=whole.headers["etag"])
    assert f'<{iri}>; rel="describes"' in links
    assert [f"{path}.{end}" for end in ("jsonld", "ttl", "nt", "rdf")] == re.findall(
        r'<([^>]+)>; rel="alternate"', links
    )
    assert ("Accept, Accept-Encoding, Accept-Datetime, Accept-Language",) * 2 == (
        whole.headers["vary"],
        head.headers["vary"],
    )
    assert (200, b"", whole.headers["etag"]) == (head.status, head.body, head.headers["etag"])
    assert (304, b"") == (again.status, again.body)


@pytest.mark.parametrize("accept", ["text/html", "text/turtle"])
@pytest.mark.parametrize(
    "path",
    [
        "/ontology/Nothing",
        "/ontology/membership%20x",
        "/ontology/%3Cb%3E",
        "/ontology.exe",
        "/shapes/Membership",
        "/shapes.exe",
        "/concept/nothing",
        "/concept/membership-status/nothing",
        "/concept.exe",
        "/ns/9.9.9",
    ],
)
def test_what_there_is_not(served: Served, path: str, accept: str) -> None:
    """An unknown term, list or format is 404."""
    assert 404 == fetch(served, path, Accept=accept).status


def test_versions(served: Served) -> None:
    """The IRI of the version in the header leads to the document."""
    (version,) = said(TERMS.rstrip("#"), "owl:versionIRI")
    got = fetch(served, version.replace(BASE, "/"))
    assert (303, "/ontology") == (got.status, got.headers["location"])
