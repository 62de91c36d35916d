"""Feeds on the loopback interface, so that real clients can read them."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harvest_check.feeds import ADDRESS, START, Feed


class Serving(ThreadingHTTPServer):
    """A server of feeds, each below its number."""

    feeds: Sequence[Feed] = ()

    @property
    def address(self) -> str:
        """Return where it answers."""
        return f"http://127.0.0.1:{self.server_port}"


class Answering(BaseHTTPRequestHandler):
    """Answers with what a feed says, at home under another address."""

    def do_GET(self) -> None:
        """Answer with body."""
        self.wfile.write(self._answered())

    def do_HEAD(self) -> None:
        """Answer without body."""
        self._answered()

    def _answered(self) -> bytes:
        assert isinstance(self.server, Serving)
        number = self.path.split("/")[1]
        here = f"{self.server.address}/{number}"
        url = ADDRESS + self.path.removeprefix(f"/{number}")
        said = self.server.feeds[int(number)].fetch(self.command, url, {})
        body = said.body.replace(ADDRESS.encode(), here.encode())
        self.send_response(said.status or 500)
        for name, value in said.headers.items():
            if value and name != "content-length":
                self.send_header(name, value)
        if self.command == "GET":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return body

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


@contextmanager
def on_loopback(feeds: Sequence[Feed]) -> Iterator[list[str]]:
    """Serve feeds and yield where each of them begins."""
    with Serving(("127.0.0.1", 0), Answering) as server:
        server.feeds = feeds
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        start = START.removeprefix(ADDRESS)
        try:
            yield [f"{server.address}/{number}{start}" for number in range(len(feeds))]
        finally:
            server.shutdown()
            thread.join()
