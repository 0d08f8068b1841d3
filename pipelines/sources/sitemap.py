"""Sitemaps: plain, of news, packed, and indexes of sitemaps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from pipelines.sources.base import Item, Surroundings
from pipelines.sources.listing import BadListError, listed
from pipelines.sources.pages import Tally, Wanted, pages
from pipelines.web.body import TooLongError, gunzipped
from pipelines.web.client import Answer
from pipelines.when import to_utc

LARGEST = 50_000_000  # bytes unpacked: the limit of the protocol
DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Sitemap:
    """``urls`` of sitemaps or indexes.

    Of the pages those are got whose address has ``match`` (a regular expression) in it and that
    changed on or after ``since``, as far as the sitemap says when. ``follow`` likewise chooses
    the sitemaps of an index.
    """

    name: str
    urls: tuple[str, ...]
    match: str = ""
    follow: str = ""
    since: str = ""

    def __post_init__(self) -> None:
        for pattern in (self.match, self.follow):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
        if self.since:
            to_utc(self.since)

    def items(self, run: Surroundings) -> Iterator[Item]:
        """The pages that the sitemaps name."""
        seen: set[str] = set()
        for url in self.urls:
            yield from self._sitemap(run, url, seen, 0)

    def _sitemap(self, run: Surroundings, url: str, seen: set[str], depth: int) -> Iterator[Item]:
        if url in seen or depth > DEEPEST:
            return
        seen.add(url)
        inner: list[str] = []
        yield from listed(run, self.name, url, partial(self._read, run, inner), LARGEST)
        for one in inner:
            yield from self._sitemap(run, one, seen, depth + 1)

    def _read(
        self, run: Surroundings, inner: list[str], answer: Answer, tally: Tally
    ) -> Iterator[Item]:
        entries = list(parse(answer.content))
        maps = [entry for entry in entries if entry["kind"] == "sitemap"]
        if maps:
            inner += [e["loc"] for e in maps if re.search(self.follow, e["loc"]) and self._new(e)]
            tally.settled = False  # the sitemaps in it speak for themselves; this one is asked
            return
        wanted = (
            Wanted(entry["loc"], _facts(entry), entry.get("lastmod", ""))
            for entry in entries
            if re.search(self.match, entry["loc"]) and self._new(entry)
        )
        yield from pages(run, self.name, wanted, tally)

    def _new(self, entry: dict[str, str]) -> bool:
        said = entry.get("lastmod") or entry.get("publication_date")
        when = _when(said)
        return not self.since or when is None or when >= to_utc(self.since)


def parse(content: bytes) -> Iterator[dict[str, str]]:
    """The entries of a sitemap: ``kind`` (url or sitemap), ``loc``, and what else it says.

    Raises BadListError where it is none.
    """
    from defusedxml import DefusedXmlException, ElementTree

    try:
        root = ElementTree.fromstring(gunzipped(content, LARGEST), forbid_dtd=True)
    except DefusedXmlException as error:
        raise BadListError(f"XML that a sitemap does not need: {error}") from error
    except (ElementTree.ParseError, TooLongError, ValueError, LookupError) as error:
        raise BadListError(str(error)) from error
    if _local(root.tag) not in ("urlset", "sitemapindex"):
        raise BadListError(f"<{_local(root.tag)[:40]}> where a sitemap begins")
    for element in root:
        entry = {"kind": _local(element.tag)}
        for inner in element.iter():
            if inner.text and inner.text.strip():
                entry.setdefault(_local(inner.tag), inner.text.strip())
        if entry.get("loc") and entry["kind"] in ("url", "sitemap"):
            yield entry


def _local(tag: Any) -> str:
    return str(tag).rpartition("}")[2]


def _facts(entry: dict[str, str]) -> dict[str, Any]:
    published = _when(entry.get("publication_date"))
    return {
        "published": published,
        "title": entry.get("title") if published else None,  # of a news sitemap, no image's
        "language": entry.get("language") if published else None,
    }


def _when(said: str | None) -> datetime | None:
    try:
        return to_utc(said) if said else None
    except ValueError:
        return None
