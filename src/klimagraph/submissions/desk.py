"""The service's side of the process that compares and publishes: one thing after the other."""

import json
import subprocess
import sys
import threading
from dataclasses import asdict
from typing import Any

from klimagraph.errors import Overloaded, QueryStopped
from klimagraph.ledger import Holder, Submission
from klimagraph.ledger.submissions import Outcome
from klimagraph.settings import Settings
from klimagraph.submissions.checking import check
from klimagraph.submissions.recovery import settle
from klimagraph.writing.replies import raised

WAITING = 16
"""Threads that may wait for the process."""


class Desk:
    """Checks, publishes and withdraws submissions of a home; each method may take seconds."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._turn, self._places = threading.Lock(), threading.Semaphore(WAITING)

    def check(self, identifier: str) -> None:
        """Check a submission that waits for it; meanwhile the process gets ready."""
        if self._turn.acquire(blocking=False):
            try:
                self._running()
            finally:
                self._turn.release()
        check(self.settings, identifier, self._judge)

    def publish(self, identifier: str, holder: Holder) -> Submission:
        """Publish a submission; raises what `publishing.publish` raises, QueryStopped."""
        command = {"do": "publish", "id": identifier, "holder": asdict(holder)}
        return Submission(**self._ask(command))

    def withdraw(self, identifier: str, holder: Holder) -> Submission:
        """Withdraw a submission; raises what `publishing.withdraw` raises, QueryStopped."""
        command = {"do": "withdraw", "id": identifier, "holder": asdict(holder)}
        return Submission(**self._ask(command))

    def roll_back(self, name: str, served: str, holder: Holder) -> str:
        """Serve an earlier release again and return its name; raises what `rolling_back` does."""
        command = {"do": "roll back", "name": name, "served": served, "holder": asdict(holder)}
        return str(self._ask(command)["release"])

    def close(self) -> None:
        """End the process, wherever it is; nothing is lost by that."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()

    def _judge(self, _settings: Settings, one: Submission, checked: str) -> Outcome:
        return Outcome(**self._ask({"do": "judge", "id": one.id, "checked": checked}))

    def _ask(self, command: dict[str, Any]) -> dict[str, Any]:
        if not self._places.acquire(blocking=False):
            raise Overloaded("too many submissions are at the desk; try again in a few seconds")
        try:
            with self._turn:
                line = self._exchange(json.dumps(command).encode())
        finally:
            self._places.release()
        if not line:
            settle(self.settings.home)
            raise QueryStopped(
                f"this took longer than {self.settings.write_timeout:g} seconds or more than "
                f"{self.settings.write_memory} MiB (limits WRITE_TIMEOUT, WRITE_MEMORY) and was "
                "ended"
            )
        reply = json.loads(line)
        if "error" in reply:
            raise raised(reply)
        return dict(reply["done"])

    def _exchange(self, line: bytes) -> bytes:
        """Return the answer of the process; nothing where it did not live to give one."""
        process = self._running()
        assert process.stdin is not None  # noqa: S101  # asked for when it was started
        assert process.stdout is not None  # noqa: S101  # asked for when it was started
        clock = threading.Timer(self.settings.write_timeout, process.kill)
        clock.start()
        try:
            process.stdin.write(line + b"\n")
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        finally:
            clock.cancel()
        if not answer:
            self.close()
        return answer

    def _running(self) -> "subprocess.Popen[bytes]":
        if self._process and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "klimagraph.submissions.process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
            )
            assert self._process.stdin is not None  # noqa: S101  # asked for above
            told = {**asdict(self.settings), "home": str(self.settings.home), "admin_token": ""}
            self._process.stdin.write(json.dumps(told).encode() + b"\n")
        return self._process
