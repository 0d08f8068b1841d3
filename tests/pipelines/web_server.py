"""A web server on loopback that misbehaves as it is told, and remembers what it was asked."""

from __future__ import annotations

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Respond = Callable[["Request"], None]


@dataclass
class Asked:
    """A request that came, from when to when it was answered."""

    path: str
    headers: dict[str, str]
    at: float
    until: float = 0.0


class Request(BaseHTTPRequestHandler):
    """One request; a route answers it with ``reply`` or writes what it likes."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        asked = Asked(self.path, dict(self.headers), time.monotonic())
        self.server.asked.append(asked)
        self.times = self.server.count(self.path)
        route = self.server.routes.get(self.path)
        if route is None:
            self.reply(b"nothing here", status=404)
        elif callable(route):
            with contextlib.suppress(OSError):  # who asked may have gone
                route(self)
        else:
            self.reply(route)
        asked.until = time.monotonic()

    def reply(
        self, body: bytes | str = b"", status: int = 200, kind: str = "text/html", **headers: str
    ) -> None:
        """An answer as it should be, but for what ``headers`` say."""
        data = body.encode() if isinstance(body, str) else body
        self.send_response(status)
        given = {"Content-Type": kind, "Content-Length": str(len(data))}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in given.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Site(ThreadingHTTPServer):
    """``routes``: path -> the body of a page, or what answers."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Request)
        self.routes: dict[str, bytes | str | Respond] = {}
        self.asked: list[Asked] = []
        self.url = f"http://127.0.0.1:{self.server_port}"

    def count(self, path: str) -> int:
        """How often a path was asked for."""
        return sum(one.path == path for one in self.asked)

    def paths(self) -> list[str]:
        """What was asked for since the last time, without robots.txt."""
        paths = [one.path for one in self.asked if one.path != "/robots.txt"]
        self.asked.clear()
        return paths

    def handle_error(self, *_: Any) -> None:
        """A client that goes away is none."""


@contextlib.contextmanager
def site() -> Iterator[Site]:
    """A server for the length of a block."""
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def page(number: int, words: str = "") -> str:
    """A page with an article of our own."""
    from tests.pipelines.workbench import story

    told = story(number)
    paragraphs = "".join(f"<p>{part}</p>" for part in told["text"].split("\n\n"))
    return (
        f"<!doctype html><html lang='en'><head><title>{told['title']}</title>"
        f"<meta property='article:published_time' content='{told['published_at']}'></head>"
        f"<body><nav>Home | Contact</nav><article><h1>{told['title']}</h1>{paragraphs}"
        f"<p>{words or 'The people of the town talked about it for a long time.'}</p>"
        "</article></body></html>"
    )


def rss(url: str, numbers: range, **whole: str) -> str:
    """A feed with summaries of pages, and ``whole`` texts by the number of their entry."""
    items = []
    for number in numbers:
        text = whole.get(f"n{number}")
        body = f"<content:encoded><![CDATA[{text}]]></content:encoded>" if text else ""
        items.append(
            f"<item><title>Item {number}</title><link>{url}/{number}</link>"
            f"<description>In short: {number}.</description>{body}"
            f"<pubDate>Fri, 0{number % 9 + 1} Mar 2024 08:30:00 +0100</pubDate></item>"
        )
    return (
        '<?xml version="1.0"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Local Paper</title><link>{url}</link><description>x</description>"
        f"{''.join(items)}</channel></rss>"
    )


def bomb(size: int) -> bytes:
    """``size`` zero bytes, packed."""
    return gzip.compress(bytes(size))
