"""The tables of the ledger (https://www.sqlite.org/stricttables.html)."""

VERSION = 1
"""Grows when an older program could not read the ledger."""

TABLES = (
    """CREATE TABLE token (
        id INTEGER PRIMARY KEY,
        digest BLOB NOT NULL UNIQUE,
        role TEXT NOT NULL CHECK (role IN ('submitter', 'curator', 'admin')),
        dataset TEXT NOT NULL CHECK ((role = 'submitter') = (dataset <> '')),
        label TEXT NOT NULL,
        created TEXT NOT NULL,
        revoked TEXT NOT NULL DEFAULT '',
        used TEXT NOT NULL DEFAULT ''
    ) STRICT""",
    """CREATE TABLE submission (
        id TEXT PRIMARY KEY,
        dataset TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('received', 'checking', 'invalid', 'valid',
            'published', 'withdrawn', 'superseded')),
        revision INTEGER NOT NULL,
        received TEXT NOT NULL,
        digest TEXT NOT NULL,
        name TEXT NOT NULL,
        suffix TEXT NOT NULL,
        size INTEGER NOT NULL,
        note TEXT NOT NULL,
        kind TEXT NOT NULL,
        token INTEGER REFERENCES token (id),
        base TEXT NOT NULL,
        checked TEXT NOT NULL DEFAULT '',
        content TEXT NOT NULL DEFAULT '',
        statements INTEGER NOT NULL DEFAULT 0,
        violations INTEGER NOT NULL DEFAULT 0,
        warnings INTEGER NOT NULL DEFAULT 0,
        infos INTEGER NOT NULL DEFAULT 0,
        fault TEXT NOT NULL DEFAULT '',
        published TEXT NOT NULL DEFAULT '',
        underway TEXT NOT NULL DEFAULT '' CHECK (underway IN ('', 'publish', 'withdraw'))
    ) STRICT""",
    "CREATE INDEX submission_by_dataset ON submission (dataset, state)",
    """CREATE TABLE event (
        number INTEGER PRIMARY KEY AUTOINCREMENT,
        at TEXT NOT NULL,
        who TEXT NOT NULL,
        what TEXT NOT NULL,
        submission TEXT NOT NULL,
        dataset TEXT NOT NULL,
        details TEXT NOT NULL CHECK (json_valid(details))
    ) STRICT""",
    "CREATE INDEX event_by_submission ON event (submission)",
    "CREATE INDEX event_by_dataset ON event (dataset, what)",
    """CREATE TRIGGER event_stays BEFORE UPDATE ON event
        BEGIN SELECT RAISE(ABORT, 'what happened cannot be changed'); END""",
    """CREATE TRIGGER event_remains BEFORE DELETE ON event
        BEGIN SELECT RAISE(ABORT, 'what happened cannot be removed'); END""",
    """CREATE TABLE webhook (
        id INTEGER PRIMARY KEY,
        url TEXT NOT NULL,
        dataset TEXT NOT NULL,
        secret TEXT NOT NULL,
        created TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE outbox (
        webhook INTEGER NOT NULL REFERENCES webhook (id) ON DELETE CASCADE,
        event INTEGER NOT NULL REFERENCES event (number),
        attempts INTEGER NOT NULL DEFAULT 0,
        due REAL NOT NULL DEFAULT 0,
        PRIMARY KEY (webhook, event)
    ) STRICT""",
    """CREATE TRIGGER event_is_delivered AFTER INSERT ON event
        WHEN new.what IN ('published', 'withdrawn', 'rolled-back')
        BEGIN INSERT INTO outbox (webhook, event)
            SELECT id, new.number FROM webhook WHERE dataset IN ('', new.dataset); END""",
)
"""An empty text says that there is nothing; only whose token it was can be unknown."""
