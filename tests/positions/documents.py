"""Random documents of which it is known at what line and column each part stands."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

E = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
WORDS = ("Größe", "𝔘nter", "a . b", "x ; y", "(1)", "[ ]", "#Raute", "{ }", "<b>", "straße, 3")


@dataclass
class Leaf:
    """A value that stands once in a document."""

    kind: str
    value: str


@dataclass
class Thing:
    """A node with properties, each of which stands once in a document."""

    iri: str = ""
    properties: list[tuple[str, list["Leaf | Thing | Row"]]] = field(default_factory=list)


@dataclass
class Row:
    """A list."""

    items: list["Leaf | Thing | Row"]


Value = Leaf | Thing | Row


class Sheet:
    """A text under way that remembers where things were written."""

    def __init__(self, newline: str) -> None:
        self.text = ""
        self.newline = newline
        self.blanks: dict[str, int] = {}
        self.known: dict[tuple[str, str], tuple[int, int]] = {}

    def write(self, text: str, *names: tuple[str, str]) -> None:
        """Write a text that begins with what the names stand for."""
        begin = self.text.rfind("\n") + 1
        for name in names:
            if name[0] == "blank":
                self.blanks[name[1]] = self.blanks.get(name[1], 0) + 1
                name = ("blank", f"{name[1]} {self.blanks[name[1]]}")
            self.known[name] = (self.text.count("\n") + 1, len(self.text) - begin + 1)
        self.text += text.replace("\n", self.newline)


class Maker:
    """Makes things with values that differ from all others."""

    def __init__(self, seed: int, kinds: tuple[str, ...]) -> None:
        self.random = random.Random(seed)  # noqa: S311
        self.kinds = kinds
        self.count = 0

    def number(self) -> int:
        """Return a number that was not given before."""
        self.count += 1
        return self.count

    def things(self) -> Iterator[Thing]:
        """Yield what a document describes."""
        for _ in range(self.random.randint(1, 6)):
            yield self.thing(0, f"{E}s{self.number()}")

    def thing(self, depth: int, iri: str = "") -> Thing:
        """Return a thing with nested things."""
        thing = Thing(iri)
        for _ in range(self.random.randint(1, 4)):
            values = [self.value(depth) for _ in range(self.random.choice((1, 1, 1, 2, 3)))]
            thing.properties.append((f"p{self.number()}", values))
        return thing

    def value(self, depth: int) -> Value:
        """Return a leaf, or something that holds more."""
        chance = self.random.random()
        if depth < 3 and chance < 0.15:
            named = f"{E}n{self.number()}" if "named" in self.kinds else ""
            return self.thing(depth + 1, self.random.choice(("", named)))
        if depth < 3 and chance < 0.25:
            return Row([self.value(depth + 1) for _ in range(self.random.randint(1, 3))])
        return self.leaf()

    def leaf(self) -> Leaf:
        """Return a value of any kind."""
        number = self.number()
        kind = self.random.choice([kind for kind in self.kinds if kind != "named"])
        word = self.random.choice(WORDS)
        makers: dict[str, Callable[[], str]] = {
            "iri": lambda: f"{E}o{number}",
            "prefixed": lambda: f"{E}o{number}",
            "integer": lambda: str(number + 1000),
            "decimal": lambda: f"{number}.25",
            "long": lambda: f'{number} {word}\nSo "steht" es . # da\n',
        }
        return Leaf(kind, makers.get(kind, lambda: f"{number} {word}")())


_ALL = "iri prefixed plain german single typed long integer decimal"
TURTLE_KINDS = (*_ALL.split(),)
GAPS = (" ", " ", "\n", "\t", "\n\n  ", " # Kommentar . ; \"Ü\" <x> '''\n", "  ")


class TurtleSheet(Sheet):
    """Writes Turtle in many layouts."""

    def __init__(self, seed: int, newline: str) -> None:
        super().__init__(newline)
        self.maker = Maker(seed, TURTLE_KINDS)

    def document(self) -> str:
        """Return the text of a whole document."""
        self.write("@prefix e: <http://example.org/> .\n# ein Kommentar . \nPREFIX x: <urn:x>\n")
        for thing in self.maker.things():
            self.name(thing)
            self.about(thing, E + thing.iri)
            self.write(".")
            self.gap()
        return self.text

    def gap(self) -> None:
        """Write white space or a comment."""
        self.write(self.maker.random.choice(GAPS))

    def name(self, thing: Thing) -> None:
        """Write the subject of a block."""
        form = self.maker.random.choice((f"<{thing.iri}>", f"e:{thing.iri.removeprefix(E)}"))
        self.write(form, *(("subject", name) for name, _ in thing.properties))
        self.gap()

    def about(self, thing: Thing, _: str = "") -> None:
        """Write properties with their values."""
        for number, (name, values) in enumerate(thing.properties):
            if number:
                self.write(";")
                self.gap()
            self.write(f"e:{name}", ("predicate", name))
            self.gap()
            for place, value in enumerate(values):
                if place:
                    self.write(",")
                    self.gap()
                self.value(value, name)
                self.gap()

    def value(self, value: Value, name: str) -> None:
        """Write a value of a property, or an item of a list."""
        if isinstance(value, Leaf):
            self.write(spelled(value), ("object", value.value))
        elif isinstance(value, Row):
            self.write("(", ("blank", name))
            self.gap()
            for item in value.items:
                self.value(item, "")
                self.gap()
            self.write(")")
        else:
            self.write("[", ("blank", name), *(("subject", one) for one, _ in value.properties))
            self.gap()
            self.about(value)
            self.write("]")


def spelled(leaf: Leaf) -> str:
    """Return how Turtle writes a value."""
    text = leaf.value
    return {
        "iri": f"<{text}>",
        "prefixed": f"e:{text.removeprefix(E)}",
        "plain": f'"{text}"',
        "german": f'"{text}"@de-DE',
        "single": f"'{text}'",
        "typed": f'"{text}"^^e:type',
        "long": f'"""{text}"""',
    }.get(leaf.kind, text)
