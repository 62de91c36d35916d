"""Errors as pages: whole for every error that there is, in both languages."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

from collections.abc import Iterator

import pytest
from reading import Read

from klimagraph import errors
from klimagraph.errors import InputRefused, KlimagraphError, MethodNotAllowed, SnapshotMissing
from klimagraph.web.errors import STATUS, reply_to
from klimagraph.web.language import LANGUAGES, _Asking, _asking

BROWSER = "text/html"
HOSTILE = "<script>alert(1)</script>\u202e" + "x" * 10_000 + "\ud800"
KINDS = [
    kind for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, KlimagraphError)
]  # fmt: skip


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """Answer in each language."""
    before = _asking.set(_Asking(header=request.param.encode()))
    yield request.param
    _asking.reset(before)


def made(kind: type[KlimagraphError]) -> KlimagraphError:
    """Return an error with a hostile message."""
    return MethodNotAllowed(HOSTILE, ("GET",)) if kind is MethodNotAllowed else kind(HOSTILE)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_a_page(kind: type[KlimagraphError], language: str) -> None:
    """It is whole, in the language of the reader, and nothing from outside is a part of it."""
    reply = reply_to(made(kind), BROWSER)
    text = reply.body.decode()
    assert [] == Read(text).open
    assert f'<html lang="{language}">' in text
    assert "<script>alert" not in text
    assert len(text) < 12_000


@pytest.mark.parametrize("kind", STATUS, ids=lambda kind: kind.__name__)
def test_errors_that_are_known_have_words_of_their_own(kind: type[KlimagraphError]) -> None:
    """None is answered with the words for what nobody expects."""
    assert "Das ging nicht" not in reply_to(made(kind), BROWSER).body.decode()


def test_where_it_stands() -> None:
    """File, line and column are named where they are known."""
    text = reply_to(InputRefused("wrong", "a<b>.ttl", 1200, 7), BROWSER).body.decode()
    assert "a&lt;b&gt;.ttl" in text
    assert "Zeile 1.200, Spalte 7" in text


def test_what_is_being_prepared_is_loaded_again() -> None:
    """The page says when, and does so without a script, too."""
    reply = reply_to(SnapshotMissing("soon"), BROWSER)
    assert (503, "30") == (reply.status, reply.headers["Retry-After"])
    assert '<noscript><meta http-equiv="refresh" content="30"></noscript>' in reply.body.decode()
    assert "lädt sich in 30 Sekunden selbst neu" in reply.body.decode()
