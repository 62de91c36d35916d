"""Random documents in JSON-LD of which it is known where each part stands."""

import json

from positions.documents import E, Leaf, Maker, Row, Sheet, Thing, Value

KINDS = ("iri", "plain", "german", "typed", "long", "integer", "decimal", "named")
GAPS = ("", " ", "\n", "\n  ", "\t")


class JsonSheet(Sheet):
    """Writes JSON-LD in many layouts."""

    def __init__(self, seed: int, newline: str) -> None:
        super().__init__(newline)
        self.maker = Maker(seed, KINDS)
        self.terms: dict[str, object] = {"e": E, "id": "@id"}
        self.styles: dict[str, str] = {}

    def document(self) -> str:
        """Return the text of a whole document."""
        things = list(self.maker.things())
        for thing in things:
            self.prepare(thing)
        if len(things) == 1:
            self.thing(things[0], "", top=True)
        elif self.maker.random.random() < 0.4:
            self.many(things, top=True)
        else:
            self.graph(things)
        return self.text

    def prepare(self, value: Value) -> None:
        """Choose how properties are written, for the context."""
        inside: list[Value] = value.items if isinstance(value, Row) else []
        for name, values in value.properties if isinstance(value, Thing) else []:
            kinds = {one.kind if isinstance(one, Leaf) else type(one).__name__ for one in values}
            style = self.maker.random.choice(("full", "prefix", "term", "special"))
            if style == "special":
                style = self.special(name, kinds, len(values))
            elif style == "term":
                self.terms[f"t{name}"] = f"e:{name}"
            self.styles[name] = style
            inside = [*inside, *values]
        for one in inside:
            self.prepare(one)

    def special(self, name: str, kinds: set[str], count: int) -> str:
        """Define a term that changes how its values are written."""
        term: dict[str, str] = {"@id": f"e:{name}"}
        self.terms[f"t{name}"] = term
        if kinds == {"iri"}:
            term["@type"] = "@id"
            return "special"
        if kinds == {"german"} and count == 1:
            term["@container"] = "@language"
            return "map"
        if kinds == {"Row"} and count == 1:
            term["@container"] = "@list"
            return "list"
        return "term"

    def graph(self, things: list[Thing]) -> None:
        """Write one object with a list of things."""
        parts = ["@context", "@graph"]
        self.maker.random.shuffle(parts)
        self.write("{")
        for number, part in enumerate(parts):
            self.write("," if number else "")
            self.gap()
            self.write(f'"{part}" :')
            if part == "@context":
                self.write(json.dumps(self.terms))
            else:
                self.many(things, top=False)
            self.gap()
        self.write("}")

    def many(self, things: list[Thing], top: bool) -> None:
        """Write a list of things."""
        self.write("[")
        for number, thing in enumerate(things):
            self.write("," if number else "")
            self.gap()
            self.thing(thing, "", top)
            self.gap()
        self.write("]")

    def gap(self) -> None:
        """Write white space."""
        self.write(self.maker.random.choice(GAPS))

    def thing(self, thing: Thing, name: str, top: bool = False) -> None:
        """Write a thing with its members in any order."""
        marks = [("subject", one) for one, _ in thing.properties]
        if name:
            marks.append(("object", thing.iri) if thing.iri else ("blank", name))
        members = [*(["@context"] if top else []), *(["@id"] if thing.iri else [])]
        order: list[str | tuple[str, list[Value]]] = [*members, *thing.properties]
        self.maker.random.shuffle(order)
        self.write("{", *([] if thing.iri else marks))
        for number, member in enumerate(order):
            self.write("," if number else "")
            self.gap()
            if member == "@context":
                self.write('"@context":' + json.dumps(self.terms, indent=1))
            elif member == "@id":
                self.write(self.maker.random.choice(('"id" : ', '"@id":')))
                self.write(json.dumps(thing.iri), *marks)
            elif isinstance(member, tuple):
                self.member(*member)
            self.gap()
        self.write("}")

    def member(self, name: str, values: list[Value]) -> None:
        """Write a property with its values."""
        style = self.styles[name]
        key = {"full": E + name, "prefix": f"e:{name}"}.get(style, f"t{name}")
        self.write(f'"{key}"', ("predicate", name))
        self.gap()
        self.write(":")
        self.gap()
        if style == "list":
            self.row(values[0], name)
        elif style == "map" or (len(values) == 1 and self.maker.random.random() < 0.7):
            self.value(values[0], name, style)
        else:
            self.write("[")
            for number, value in enumerate(values):
                self.write("," if number else "")
                self.gap()
                self.value(value, name, style)
            self.write("]")

    def row(self, row: Value, name: str) -> None:
        """Write a list."""
        assert isinstance(row, Row)
        self.write("[", ("blank", name))
        for number, item in enumerate(row.items):
            self.write("," if number else "")
            self.gap()
            self.value(item, "~", "")
        self.write("]")

    def value(self, value: Value, name: str, style: str) -> None:
        """Write one value."""
        if isinstance(value, Thing):
            self.thing(value, name)
        elif isinstance(value, Row):
            self.write('{"@list":')
            self.row(value, name)
            self.write("}")
        else:
            self.leaf(value, style)

    def leaf(self, leaf: Leaf, style: str) -> None:
        """Write a value that holds no other."""
        text = json.dumps(leaf.value, ensure_ascii=self.maker.random.random() < 0.3)
        mark = ("object", leaf.value)
        before, after = {
            "iri": ('{"id": ', "}"),
            "german": ('{"@value": ', ', "@language":"de"}'),
            "typed": ('{"@type": "e:type" ,\n "@value": ', "}"),
        }.get(leaf.kind, ("", ""))
        if style == "special":
            before, after = "", ""
        elif style == "map":
            before, after = '{ "de": ', "}"
        elif leaf.kind in ("integer", "decimal"):
            text = leaf.value
            mark = ("object", leaf.value if leaf.kind == "integer" else f"{float(leaf.value):E}")
        self.write(before)
        self.write(text, mark)
        self.write(after)
