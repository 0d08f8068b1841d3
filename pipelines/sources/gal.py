"""GDELT's article lists (GAL): one article a line as JSON, with its address and language."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pipelines.errors import InputError
from pipelines.records import Unusable
from pipelines.sources.base import Item, Surroundings
from pipelines.sources.listing import BadListError, listed
from pipelines.sources.pages import Tally, Wanted, pages
from pipelines.web.body import GZIP_MAGIC, TooLongError, gunzipped
from pipelines.web.client import Answer

LONGEST_LINE = 1_000_000  # characters
UNPACKED = 20  # times max_response_bytes: lists pack well


@dataclass(frozen=True, slots=True)
class Gal:
    """``files``: lists, by path or address, packed or not.

    Of the articles those are got whose language is among ``languages`` and whose outlet
    (``domain``) is among ``domains``, if any are named, up to ``limit`` a list (0: all).
    """

    name: str
    files: tuple[str, ...]
    languages: tuple[str, ...] = ("en",)
    domains: tuple[str, ...] = ()
    limit: int = 0

    def items(self, run: Surroundings) -> Iterator[Item]:
        """The pages that the lists name. Raises InputError where a list is no file."""
        for file in self.files:
            if re.match(r"https?://", file):
                yield from listed(run, self.name, file, partial(self._fetched, run))
            else:
                yield from self._local(run, Path(file).expanduser())

    def _fetched(self, run: Surroundings, answer: Answer, tally: Tally) -> Iterator[Item]:
        try:
            content = gunzipped(answer.content, UNPACKED * run.settings.max_response_bytes)
        except (TooLongError, ValueError) as error:
            raise BadListError(str(error)) from error
        lines = (line.decode("utf-8", "replace") for line in content.splitlines())
        yield from self._pages(run, answer.url, lines, tally)

    def _local(self, run: Surroundings, path: Path) -> Iterator[Item]:
        try:
            with path.open("rb") as raw:
                packed = raw.peek(2).startswith(GZIP_MAGIC)
                stream = gzip.GzipFile(fileobj=raw) if packed else raw
                lines = (line.decode("utf-8", "replace") for line in _lines(stream))
                yield from self._pages(run, path.name, lines, Tally())
        except (EOFError, gzip.BadGzipFile) as error:
            yield Unusable(self.name, path.name, "bad_gzip", str(error))
        except OSError as error:
            raise InputError(f"{path}: {error.strerror}", "Check the path.") from error

    def _pages(
        self, run: Surroundings, where: str, lines: Iterable[str], tally: Tally
    ) -> Iterator[Item]:
        bad: list[Unusable] = []
        yield from pages(run, self.name, self._wanted(where, lines, bad), tally)
        yield from bad

    def _wanted(self, where: str, lines: Iterable[str], bad: list[Unusable]) -> Iterator[Wanted]:
        taken = 0
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            if self.limit and taken >= self.limit:
                return
            try:
                entry = json.loads(line)
                url = str(entry["url"])
            except (ValueError, TypeError, KeyError, RecursionError) as error:
                message = f"no article of a list: {type(error).__name__}: {error}"
                place = f"{where} line {number}"
                bad.append(Unusable(self.name, place, "bad_json", message, line.encode()[:4096]))
                continue
            if self._chosen(entry):
                taken += 1
                yield Wanted(url, _facts(entry))

    def _chosen(self, entry: dict[str, Any]) -> bool:
        language, domain = str(entry.get("lang") or ""), str(entry.get("domain") or "")
        return (not self.languages or language in self.languages) and (
            not self.domains or domain in self.domains
        )


def _facts(entry: dict[str, Any]) -> dict[str, Any]:
    """The outlet and the title; the list's date is when GDELT saw it, which the page knows."""
    outlet = entry.get("outletName") or entry.get("domain")
    title, language = entry.get("title"), entry.get("lang")
    return {
        "source": str(outlet) if outlet else None,
        "title": str(title) if title else None,
        "language": str(language) if language else None,
    }


def _lines(stream: Any) -> Iterator[bytes]:
    """Lines up to a length: what is longer is cut, and then is no JSON."""
    while line := stream.readline(LONGEST_LINE):
        yield line
        while not line.endswith(b"\n") and len(line) == LONGEST_LINE:
            line = stream.readline(LONGEST_LINE)
