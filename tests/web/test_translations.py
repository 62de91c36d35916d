"""Everything that the pages say in German, they say in English."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import klimagraph.web

WEB = Path(klimagraph.web.__file__).parent
METHODS = [("templates/**.html", "jinja2"), ("**.py", "python")]
OPTIONS = {"templates/**.html": {"trimmed": "false", "encoding": "utf-8"}}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def said() -> Iterator[tuple[str, str]]:
    """Yield the texts of pages and routes, and where they stand."""
    found = extract_from_dir(WEB, METHODS, OPTIONS, KEYWORDS, strip_comment_tags=True)
    for name, line, message, _, _ in found:
        text = message if isinstance(message, str) else message[0]
        yield text, f"{name}:{line}"


def forms(text: str | list[str] | tuple[str, ...] | None) -> list[str]:
    """Return the forms of a text for one and for many."""
    return [text] if isinstance(text, str) else list(text or ())


CATALOGUES = sorted((WEB / "locale" / "en").glob("*.po"))


def translated() -> Counter[str]:
    """Return how often a text stands in the catalogues with an English one."""
    counts: Counter[str] = Counter()
    for path in CATALOGUES:
        with path.open("rb") as file:
            for message in read_po(file, locale="en", abort_invalid=True):
                one = message.id if isinstance(message.id, str) else message.id[0]
                if one and all(forms(message.string)) and not message.fuzzy:
                    counts[one] += 1
    return counts


def test_every_text_has_its_english() -> None:
    """No page is half German for those who read English."""
    known = translated()
    assert not [place for text, place in said() if text not in known]


def test_no_text_is_left_over() -> None:
    """What the catalogues translate is said somewhere, and translated once."""
    texts = {text for text, _ in said()}
    assert not [text for text, count in translated().items() if text not in texts or count > 1]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_placeholders_are_the_same(path: Path) -> None:
    """What is filled in stands in both languages."""
    with path.open("rb") as file:
        for message in read_po(file, locale="en"):
            said, told = forms(message.id), forms(message.string)
            names = {name for text in said for name in PLACEHOLDER.findall(text)}
            assert names == {name for text in told for name in PLACEHOLDER.findall(text)}
