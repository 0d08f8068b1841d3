"""``dateline explore``: the report's page over the live database, with search and articles.

Everything here reads. The page and what it asks for come from this server alone, and answers go
only to pages of this server: a name that somebody else points at this machine is refused.
"""

from __future__ import annotations

import gzip
import ipaddress
import json
import re
import socket
import sys
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipelines import evidence, stored, templates
from pipelines.errors import DatelineError, NotFoundError, SettingsError, WarehouseError
from pipelines.layout import Layout
from pipelines.query import plain
from pipelines.snapshot import SlowError, Snapshots

MOST_ROWS, MOST_HITS, LONGEST = 100, 50, 200  # sentences, passages, characters of a question
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; "
    "connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_STATUS: dict[type[DatelineError], int] = {
    SettingsError: 400, NotFoundError: 404, WarehouseError: 503, SlowError: 504,
}  # fmt: skip
_SEARCH = f"""
    SELECT kind, text, start, "end", article_id, title, source, published_at
    FROM search($1) LIMIT {MOST_HITS + 1}
"""
# Of an event or a quote, what the article's view shows; its spans are told by name.
_EVENT = ("event_id", "event_date", "event_code", "event_label", "quad_class", "status", "negated",
          "place_name", "country", "confidence", "source_text", "target_text", "source_actor_id",
          "target_actor_id", "trigger", "trigger_start", "trigger_end")  # fmt: skip
_QUOTE = ("quote_id", "kind", "start", "end", "speaker_text", "speaker_actor_id", "anonymous")
_MENTION = ("start", "end", "actor_id", "form")


def application(snapshots: Snapshots, names: Collection[str] = ()) -> Starlette:
    """The server over what ``snapshots`` opens. ``names``: host names it answers to besides
    ``localhost`` and addresses in numbers.
    """
    asked: dict[str, Callable[[Snapshots, Request], Response]] = {
        "/": _page, "/page.css": _style, "/page.js": _script, "/api/version": _version,
        "/api/figures": _figures, "/api/words": _words, "/api/search": _search,
        "/api/article": _article,
    }  # fmt: skip

    def route(path: str, answer: Callable[[Snapshots, Request], Response]) -> Route:
        def endpoint(request: Request) -> Response:  # no coroutine: runs in a thread of its own
            return answer(snapshots, request)

        return Route(path, endpoint, methods=["GET"])

    return Starlette(
        routes=[route(path, answer) for path, answer in asked.items()],
        middleware=[Middleware(Guard, names=names)],
        exception_handlers={DatelineError: _failed},
    )


class Guard:
    """Refuses requests to names that are not this server's, and adds the headers to all answers.

    A page elsewhere can have its own name resolve to 127.0.0.1 and then read what answers there
    (DNS rebinding). It cannot do so with an address in numbers, and a name it made its own is
    what its requests then bear as their host.
    """

    def __init__(self, app: ASGIApp, names: Collection[str]) -> None:
        self._app = app
        self._names = {"localhost", *(name.lower() for name in names)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self._app(scope, receive, send)

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] += [(k.lower().encode(), v.encode()) for k, v in HEADERS.items()]
            await send(message)

        host = next((v for k, v in scope["headers"] if k == b"host"), b"").decode("latin-1")
        if self.knows(host):
            return await self._app(scope, receive, sending)
        answer = Response("this server has another name\n", 421, media_type="text/plain")
        return await answer(scope, receive, sending)

    def knows(self, host: str) -> bool:
        """Whether the value of a Host header is an address in numbers or a known name."""
        name = re.sub(r":\d+$", "", host).lower()
        try:
            ipaddress.ip_address(name.strip("[]"))
        except ValueError:
            return name in self._names
        return True


def serve(layout: Layout, host: str, port: int, names: Collection[str], seconds: float) -> None:
    """Serve until stopped. Raises SettingsError where the address is not to be had."""
    snapshots = Snapshots(layout, seconds)
    snapshots.latest()  # a missing database is told now, not in the browser
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        hint = "Choose another --port, or 0 for any that is free."
        raise SettingsError(f"{host}:{port}: {error.strerror}", hint) from error
    shown = f"[{host}]" if family == socket.AF_INET6 else host
    address = f"http://{shown}:{listener.getsockname()[1]}/"
    print(f"{layout.root}: look at {address} (stop with Ctrl-C)", file=sys.stderr, flush=True)
    app = application(snapshots, {*names, host})
    options = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False,
                             lifespan="off", ws="none")  # fmt: skip
    with listener, suppress(KeyboardInterrupt):  # Ctrl-C is how it ends
        uvicorn.Server(options).run(sockets=[listener])


def _page(_: Snapshots, __: Request) -> Response:
    slots = {
        "head": '<link rel="stylesheet" href="page.css">',
        "asking": templates.part("search.html"),
        "views": templates.part("views.html"),
        "script": '<script src="page.js"></script>',
    }
    return _text(templates.page("Dateline", slots), "text/html")


def _style(_: Snapshots, __: Request) -> Response:
    return _text(templates.part("page.css"), "text/css")


def _script(_: Snapshots, __: Request) -> Response:
    return _text(templates.script(*templates.EXPLORE), "text/javascript")


def _text(text: str, kind: str) -> Response:
    return Response(text, media_type=kind, headers={"Cache-Control": "no-cache"})


def _version(snapshots: Snapshots, _: Request) -> Response:
    return _json({"version": snapshots.latest().version})


def _figures(snapshots: Snapshots, request: Request) -> Response:
    snapshot = snapshots.latest()
    value = {"version": snapshot.version, **snapshot.collected().figures}
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Cache-Control": "no-store"}
    if "gzip" in request.headers.get("accept-encoding", ""):
        body, headers["Content-Encoding"] = gzip.compress(body, 1), "gzip"
    return Response(body, media_type="application/json", headers=headers)


def _words(snapshots: Snapshots, request: Request) -> Response:
    asked = request.query_params
    kind, version = asked.get("kind", ""), asked.get("version", "")
    if kind not in evidence.KINDS:
        raise SettingsError(f"kind={kind!r}", f"One of {', '.join(evidence.KINDS)}.")
    try:
        rows = [int(row) for row in asked.get("rows", "").split(",")]
    except ValueError as error:
        raise SettingsError(f"rows: {error}", "Numbers with commas between them.") from error
    snapshot = snapshots.of(version)
    if snapshot is None:
        return _json({"error": "that version is gone"}, 409)
    ids = getattr(snapshot.collected(), kind)
    if len(rows) > MOST_ROWS or not all(0 <= row < len(ids) for row in rows):
        raise SettingsError("rows", f"At most {MOST_ROWS}, from 0 to {len(ids) - 1}.")
    with snapshot.asking() as connection:
        return _json(evidence.words(connection, kind, [ids[row] for row in rows]))


def _search(snapshots: Snapshots, request: Request) -> Response:
    words = request.query_params.get("q", "").strip()
    if not words or len(words) > LONGEST:
        raise SettingsError("q", f"Words to look for, at most {LONGEST} characters.")
    found = snapshots.latest().ask(_SEARCH, [words])
    return _json({"hits": found[:MOST_HITS], "more": len(found) > MOST_HITS})


def _article(snapshots: Snapshots, request: Request) -> Response:
    key = request.query_params.get("id", "")
    if not key.isalnum() or len(key) > LONGEST:
        raise SettingsError(f"id={key!r}", "The id of an article.")
    article, found = stored.article(snapshots.latest().ask, key)
    shown = ("article_id", "title", "title_end", "source", "url", "published_at", "text",
             "duplicate_of", "language")  # fmt: skip
    return _json({
        **{name: article[name] for name in shown},
        "events": _only(found["events"], _EVENT),
        "quotes": _only(found["quotes"], _QUOTE),
        "mentions": _only(found["mentions"], _MENTION),
        "actors": {row["actor_id"]: row["name"] for row in found["actors"]},
    })  # fmt: skip


def _only(rows: list[dict[str, Any]], names: Collection[str]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in names} for row in rows]


def _failed(_: Request, error: Exception) -> Response:
    assert isinstance(error, DatelineError)
    status = _STATUS.get(type(error), 500)
    return _json({"error": error.what, "hint": error.hint}, status)


def _json(value: Any, status: int = 200) -> Response:
    body = json.dumps(value, ensure_ascii=False, default=plain)
    headers = {"Cache-Control": "no-store"}
    return Response(body, status, media_type="application/json", headers=headers)
