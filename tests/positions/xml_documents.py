"""Random documents in RDF/XML of which it is known where each part stands."""

from xml.sax.saxutils import escape, quoteattr

from positions.documents import E, Leaf, Maker, Row, Sheet, Thing, Value

KINDS = ("iri", "plain", "german", "typed", "long", "named")
GAPS = (" ", "\n", "\n    ", "\t")
BREAKS = ("", "\n", "  ", "\n<!-- ein <Kommentar> -->\n", "\t")


class XmlSheet(Sheet):
    """Writes RDF/XML in many layouts."""

    def __init__(self, seed: int, newline: str) -> None:
        super().__init__(newline)
        self.maker = Maker(seed, KINDS)

    def document(self) -> str:
        """Return the text of a whole document."""
        self.write('<?xml version="1.0" encoding="utf-8"?>\n<!-- größer > kleiner -->\n<rdf:RDF')
        self.write(f'\n xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="{E}">')
        for thing in self.maker.things():
            self.pause()
            self.thing(thing, "")
        self.write("</rdf:RDF>\n")
        return self.text

    def gap(self) -> None:
        """Write white space within a tag."""
        self.write(self.maker.random.choice(GAPS))

    def pause(self) -> None:
        """Write what may stand between elements."""
        self.write(self.maker.random.choice(BREAKS))

    def thing(self, thing: Thing, name: str) -> None:
        """Write a node element."""
        named = bool(thing.iri)
        marks = [("subject", one) for one, _ in thing.properties]
        self.write("<", *marks, *([("blank", name)] if name and not named else []))
        self.write("rdf:Description")
        inside = list(thing.properties)
        attributes = [one for one in inside if self.fits_attribute(one[1])]
        self.gap()
        if named:
            mark = [("object", thing.iri)] if name else []
            self.write('rdf:about="')
            self.write(f'{thing.iri}"', *mark)
        for one in attributes:
            inside.remove(one)
            self.gap()
            self.attribute(*one)
        self.write(">")
        for property_name, values in inside:
            for number, value in enumerate(values):
                self.pause()
                self.member(property_name, value, number == 0)
        self.pause()
        self.write("</rdf:Description>")

    def fits_attribute(self, values: list[Value]) -> bool:
        """Tell whether a property is written as an attribute."""
        only = values[0]
        plain = len(values) == 1 and isinstance(only, Leaf) and only.kind == "plain"
        return plain and self.maker.random.random() < 0.5

    def attribute(self, name: str, values: list[Value]) -> None:
        """Write a property as an attribute."""
        value = values[0]
        assert isinstance(value, Leaf)
        self.write(f"e:{name}", ("predicate", name))
        self.write("=")
        quoted = quoteattr(value.value)
        self.write(quoted[0])
        self.write(quoted[1:], ("object", value.value))

    def member(self, name: str, value: Value, first: bool) -> None:
        """Write a property element."""
        mark = [("predicate", name)] if first else []
        if isinstance(value, Leaf):
            self.leaf(name, value, mark)
        elif isinstance(value, Row):
            self.row(name, value, mark)
        elif value.iri or self.maker.random.random() < 0.5:
            self.write(f"<e:{name}>", *mark)
            self.pause()
            self.thing(value, name)
            self.pause()
            self.write(f"</e:{name}>")
        else:
            self.without_node(name, value, mark)

    def without_node(self, name: str, thing: Thing, mark: list[tuple[str, str]]) -> None:
        """Write a blank node by its properties alone."""
        marks = [("subject", one) for one, _ in thing.properties]
        self.write(f'<e:{name} rdf:parseType="Resource">', *mark, ("blank", name), *marks)
        for property_name, values in thing.properties:
            for number, value in enumerate(values):
                self.pause()
                self.member(property_name, value, number == 0)
        self.write(f"</e:{name}>")

    def leaf(self, name: str, leaf: Leaf, mark: list[tuple[str, str]]) -> None:
        """Write a property element with a value that holds no other."""
        self.write(f"<e:{name}", *mark)
        self.gap()
        if leaf.kind == "iri":
            self.write("rdf:resource = '")
            self.write(f"{leaf.value}'/>", ("object", leaf.value))
            return
        self.write({"german": 'xml:lang="de"', "typed": 'rdf:datatype="urn:t"'}.get(leaf.kind, ""))
        self.write(">")
        self.write(escape(leaf.value), ("object", leaf.value))
        self.write(f"</e:{name}>")

    def row(self, name: str, row: Row, mark: list[tuple[str, str]]) -> None:
        """Write a collection; it holds nodes only."""
        self.write(f'<e:{name} rdf:parseType="Collection">', *mark, ("blank", name))
        for item in row.items:
            self.pause()
            if isinstance(item, Thing):
                self.thing(item, "~")
            else:
                self.write('<rdf:Description rdf:about="')
                iri = f"{E}i{self.maker.number()}"
                self.write(f'{iri}"/>', ("object", iri))
        self.pause()
        self.write(f"</e:{name}>")
