"""RSS and Atom. The text is the feed's where it gives it in full, else that of the page."""

from __future__ import annotations

import calendar
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from pipelines.sources.base import Document, Item, Known, Surroundings
from pipelines.sources.listing import BadListError, listed
from pipelines.sources.pages import Tally, Wanted, pages
from pipelines.web.client import Answer
from pipelines.web.urls import fault_of, plain
from transforms.ids import content_id

FULL_TEXT = 600  # characters from which on a feed's own text is taken for the whole article
_TAG = re.compile(r"<[^>]*>")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Feed:
    """``urls`` of feeds. ``full_text``: "feed" or "page"; "auto" takes the longer way if needed."""

    name: str
    urls: tuple[str, ...]
    full_text: str = "auto"

    def __post_init__(self) -> None:
        if self.full_text not in ("auto", "feed", "page"):
            raise ValueError(f"full_text is auto, feed or page, not {self.full_text!r}")

    def items(self, run: Surroundings) -> Iterator[Item]:
        """The entries of all feeds; a feed that fails does not stop the others."""
        for url in self.urls:
            yield from listed(run, self.name, url, partial(self._entries, run))

    def _entries(self, run: Surroundings, answer: Answer, tally: Tally) -> Iterator[Item]:
        feed = parse(answer)
        outlet = str(feed.feed.get("title") or "").strip() or None
        ask: list[Wanted] = []
        whole: list[Document] = []
        for entry in feed.entries:
            text, url = _text(entry), str(entry.get("link") or "")
            facts = _facts(entry) if url else {"source": outlet, **_facts(entry)}
            if (
                self.full_text == "feed"
                or not url
                or (self.full_text == "auto" and len(_TAG.sub("", text)) >= FULL_TEXT)
            ):
                whole.append(self._document(run, entry, facts, text, url, answer))
            else:
                ask.append(Wanted(url, facts, str(_plain(entry, "updated") or "")))
        held = run.memory.recall(one.key for one in whole)
        for one in whole:
            tally.keys.append(one.key)
            known = held.get(one.key)
            yield Known(one.key) if known and known.stamp == one.stamp else one
        yield from pages(run, self.name, ask, tally)

    def _document(
        self, run: Surroundings, entry: Any, facts: dict[str, Any], text: str, url: str,
        answer: Answer,
    ) -> Document:  # fmt: skip
        address = plain(url) if url and not fault_of(url) else None
        known_as = address or f"{plain(answer.url)} {entry.get('id') or content_id(text)}"
        # trafilatura takes a page; what a feed gives is the inside of one.
        title = html.escape(facts.get("title") or "")
        page = f"<html><head><title>{title}</title></head><body><article>{text}</article></body>"
        return Document(
            self.name,
            page.encode("utf-8", "replace"),
            format=".html",
            location=run.client.secrets.hidden(known_as),
            facts={**facts, "url": address},
            key=run.key("entry", known_as),
            stamp=content_id(text, *map(str, facts.values())),
        )


def parse(answer: Answer) -> Any:
    """The feed that an answer holds. Raises BadListError where it holds none."""
    import feedparser

    if _ENTITY.search(answer.content):
        raise BadListError("it defines entities, which no feed needs")
    headers = {"content-location": answer.url, "content-type": answer.content_type}
    try:
        # A stream: bytes would be tried as the name of a file first.
        feed = feedparser.parse(io.BytesIO(answer.content), response_headers=headers)
    except Exception as error:  # whatever it stumbles over
        raise BadListError(f"{type(error).__name__}: {error}") from error
    if not feed.version and not feed.entries:
        raise BadListError(f"no feed: {feed.get('bozo_exception') or answer.content_type}")
    return feed


def _facts(entry: Any) -> dict[str, Any]:
    parsed = _plain(entry, "published_parsed") or _plain(entry, "updated_parsed")
    try:
        when = datetime.fromtimestamp(calendar.timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError):
        when = None
    title = html.unescape(_TAG.sub("", str(entry.get("title") or ""))).strip()
    authors = [str(one.get("name") or "") for one in entry.get("authors", [])]
    return {
        "title": title or None,
        "published": when,
        "authors": "; ".join(filter(None, authors)) or None,
    }


def _text(entry: Any) -> str:
    """The longest text that an entry holds, as HTML."""
    held = [entry.get("summary_detail"), *entry.get("content", [])]
    texts = [
        html.escape(one["value"]) if one.get("type") == "text/plain" else str(one["value"])
        for one in held
        if one and one.get("value")
    ]
    return max(texts, key=len, default="")


def _plain(entry: Any, key: str) -> Any:
    """What an entry itself says: feedparser takes "published" for a missing "updated"."""
    return dict.get(entry, key)
