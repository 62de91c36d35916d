"""The ledger: durable, append-only, tokens as hashes."""
# ruff: noqa: SIM300 - the house style has the expected value on the left

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from klimagraph import databases, ledger
from klimagraph.errors import StoreDamaged
from klimagraph.ledger import Holder, tokens, webhooks
from klimagraph.ledger.events import Concerns, note, public_events
from klimagraph.ledger.tokens import OPERATOR

MINE = Concerns("s", "mine")


def test_a_token_is_kept_as_a_hash(tmp_path: Path) -> None:
    """Nothing in the files of the ledger is the token."""
    with ledger.changing(tmp_path) as connection:
        number, text = tokens.create(connection, "submitter", "mine", "office")
        assert Holder("submitter", "mine", number) == tokens.holder_of(connection, text)
        assert tokens.holder_of(connection, text[:-1]) is None
    held = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"office" in held
    assert text.encode() not in held


def test_a_token_that_is_revoked(tmp_path: Path) -> None:
    """Nobody holds it, and it cannot be revoked again."""
    with ledger.changing(tmp_path) as connection:
        number, text = tokens.create(connection, "curator", "", "office")
        assert tokens.revoke(connection, number)
        assert not tokens.revoke(connection, number)
        assert tokens.holder_of(connection, text) is None


def test_the_day_of_the_last_use(tmp_path: Path) -> None:
    """The day is noted, nothing finer."""
    with ledger.changing(tmp_path) as connection:
        _, text = tokens.create(connection, "admin", "", "office")
        tokens.holder_of(connection, text)
        (token,) = tokens.all_tokens(connection)
    assert 10 == len(token.used)


@pytest.mark.parametrize(
    ("role", "dataset"), [("submitter", ""), ("curator", "mine"), ("owner", "")]
)
def test_roles(tmp_path: Path, role: str, dataset: str) -> None:
    """A submitter has one dataset, the others none; there are three roles."""
    with pytest.raises(sqlite3.IntegrityError), ledger.changing(tmp_path) as connection:
        tokens.create(connection, role, dataset, "office")


@pytest.mark.parametrize("text", ["UPDATE event SET who = 'x'", "DELETE FROM event"])
def test_the_audit_trail_is_append_only(tmp_path: Path, text: str) -> None:
    """What happened cannot be changed or removed."""
    with ledger.changing(tmp_path) as connection:
        note(connection, OPERATOR, "published", MINE)
    with (
        pytest.raises(sqlite3.IntegrityError, match="what happened"),
        ledger.changing(tmp_path) as connection,
    ):
        connection.execute(text)


def test_a_block_that_fails_changes_nothing(tmp_path: Path) -> None:
    """All of a transaction or nothing."""
    with pytest.raises(RuntimeError), ledger.changing(tmp_path) as connection:
        note(connection, OPERATOR, "published", MINE)
        raise RuntimeError
    with ledger.reading(tmp_path) as connection:
        assert [] == public_events(connection, "mine", 10)


def test_many_write_at_once(tmp_path: Path) -> None:
    """Also the first ones, who make the tables."""

    def write(_number: int) -> None:
        with ledger.changing(tmp_path) as connection:
            note(connection, OPERATOR, "published", MINE)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(50)))
    with ledger.reading(tmp_path) as connection:
        assert 50 == len(public_events(connection, "mine", 100))


def test_a_ledger_of_a_newer_program(tmp_path: Path) -> None:
    """It is refused, not misread."""
    with ledger.reading(tmp_path) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreDamaged, match="newer"), ledger.reading(tmp_path):
        pass


def test_what_is_no_ledger(tmp_path: Path) -> None:
    """It is refused."""
    (tmp_path / ledger.LEDGER).write_text("no database, but long enough to look like one" * 100)
    with pytest.raises(StoreDamaged), ledger.reading(tmp_path):
        pass


def test_a_copy_while_somebody_writes(tmp_path: Path) -> None:
    """The copy is one whole file with what was committed."""
    home, place = tmp_path / "home", tmp_path / "copy"
    with ledger.changing(home) as connection:
        note(connection, OPERATOR, "published", MINE)
    with ledger.reading(home) as writer:
        writer.execute("BEGIN IMMEDIATE")
        note(writer, OPERATOR, "withdrawn", MINE)
        databases.copy(home, ledger.DATABASE, place)
        writer.execute("ROLLBACK")
    assert [ledger.LEDGER] == [path.name for path in place.iterdir()]
    with ledger.reading(place) as connection:
        assert ["published"] == [event.what for event in public_events(connection, "mine", 9)]


def test_the_outbox(tmp_path: Path) -> None:
    """Webhooks are told what the world is told, of their dataset, from then on."""
    with ledger.changing(tmp_path) as connection:
        note(connection, OPERATOR, "published", MINE)
        webhooks.add(connection, "https://a.example/", "mine", "x")
        webhooks.add(connection, "https://b.example/", "", "x")
        webhooks.add(connection, "https://c.example/", "other", "x")
        note(connection, OPERATOR, "received", MINE)
        note(connection, OPERATOR, "withdrawn", MINE)
        messages = webhooks.due(connection, 0)
        assert [1, 2] == [message.webhook.id for message in messages]
        assert {"withdrawn"} == {message.event.what for message in messages}
        webhooks.settle(connection, messages[0])
        webhooks.put_off(connection, messages[1], 10)
        assert [] == webhooks.due(connection, 9)
        assert 1 == webhooks.due(connection, 10)[0].attempts
        assert webhooks.remove(connection, 2)
        assert [] == webhooks.due(connection, 10)


def test_nobody_else_reads_it(tmp_path: Path) -> None:
    """Secrets of webhooks are in it, so that its files are their owner's alone."""
    with ledger.changing(tmp_path):
        modes = {path.stat().st_mode & 0o777 for path in tmp_path.glob("ledger.sqlite*")}
    assert {0o600} == modes
