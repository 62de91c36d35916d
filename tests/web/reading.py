"""Pages as tests read them."""

from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "path", "rect", "option", "textarea", "p", "li"}
"""Elements that are or may be left open, apart from SVG's that close themselves."""


class Read(HTMLParser):
    """A page as its text, its links, its anchors, and the elements that were left open."""

    def __init__(self, page: str) -> None:
        """Read the page; an element closed that was not opened is a fault."""
        super().__init__()
        self.text, self.links, self.ids, self.open = "", [], [], []  # type: ignore[var-annotated]
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note links and anchors."""
        known = dict(attrs)
        self.links += [known["href"]] if tag == "a" else []
        self.ids += [known["id"]] if "id" in known else []
        self.open += [tag] if tag not in VOID else []

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Leave nothing open."""

    def handle_endtag(self, tag: str) -> None:
        """Close the element that was opened last."""
        if tag not in VOID:
            assert tag == self.open.pop(), self.getpos()

    def handle_data(self, data: str) -> None:
        """Collect text."""
        self.text += data
