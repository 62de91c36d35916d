"""What one client may ask, and what others get meanwhile."""

import threading
from collections import deque
from pathlib import Path
from typing import Any

from clients import COUNT, ENDLESS, fetch, query, wait

from conftest import Served, serving

LOOKS = 50
"""Looks at numbers that must not differ, so that nothing goes on any more."""


def test_an_answer_says_how_much_is_allowed(served: Served) -> None:
    """Programs read from each answer how many queries they may have at once."""
    got = query(served, COUNT)
    policy, left = got.headers["ratelimit-policy"], got.headers["ratelimit"]
    assert policy.startswith('"queries";q=')
    assert policy.endswith(';qu="concurrent-requests"')
    limit = int(policy.split(";")[1].removeprefix("q="))
    assert f'"queries";r={limit - 1}' == left


def test_beyond_its_share_a_client_is_refused(home: Path) -> None:
    """429 says why, when to come again and how much is allowed."""
    settings = {"per_client": 1, "query_timeout": 5, "slow_after": 0.1, "cache": 0}
    with serving(home, **settings) as service:
        busy = threading.Thread(target=query, args=(service, ENDLESS))
        busy.start()
        wait(lambda: _status(service)["slow"] == 1)
        got = query(service, COUNT)
        busy.join()
    assert (
        got.status,
        got.headers["retry-after"],
        got.headers["ratelimit"],
    ) == (429, "5", '"queries";r=0')
    assert "1 queries of yours" in got.json["detail"]


def test_a_slow_query_does_not_hold_up_short_ones(home: Path) -> None:
    """With a single place, somebody who asks briefly is answered before the slow one ends."""
    with serving(home, workers=1, query_timeout=20, slow_after=0.1) as service:
        busy = threading.Thread(target=query, args=(service, ENDLESS))
        busy.start()
        wait(lambda: _status(service)["slow"] == 1)
        assert query(service, COUNT).status == 200
        assert _status(service)["slow"] == 1
        service.process.terminate()
        busy.join()


def test_named_queries_are_answered_before_anybody_asks(home: Path) -> None:
    """What a client gets was worked out already: nothing is looked up for it."""
    with serving(home) as service:
        library = fetch(service, "/queries", Accept="application/json").json["queries"]
        free = [item["name"] for item in library if not _asks(item)]
        looks = deque[int](maxlen=LOOKS)
        wait(lambda: _settled(service, looks, 3 * len(free)), 60)
        before = _status(service)["cache"]["misses"]
        for ending in (".csv", ".json"):
            assert fetch(service, f"/queries/{free[-1]}{ending}").status == 200
        assert before == _status(service)["cache"]["misses"]


def _asks(described: dict[str, Any]) -> bool:
    """Tell whether a named query needs to be told something."""
    return any(not item["optional"] and not item["default"] for item in described["parameters"])


def _settled(service: Served, looks: deque[int], least: int) -> bool:
    """Tell whether so much is kept, and nothing was looked up during the last looks."""
    cache = _status(service)["cache"]
    looks.append(cache["misses"])
    return cache["entries"] >= least and len(looks) == LOOKS and len(set(looks)) == 1


def _status(service: Served) -> dict[str, Any]:
    return dict(fetch(service, "/ready").json)
