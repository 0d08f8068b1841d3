"""A page that lists pages (feed, sitemap, list of addresses), and what is known of its state.

Its ETag and Last-Modified are sent only if every page that it listed is accounted for in the
warehouse: else "nothing new" would hide what is missing. A list that has moved for good is asked
for at its new address, one that is gone for good is not asked for again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from pipelines.memory import Remembered
from pipelines.records import Unusable
from pipelines.sources.base import Item, Known, Surroundings
from pipelines.sources.pages import Tally
from pipelines.web.client import Answer, FetchError
from pipelines.web.urls import plain

# What a list holds, as items; keys and success of what it lists go to the tally.
Reader = Callable[[Answer, Tally], Iterator[Item]]


class BadListError(Exception):
    """An answer that is not the list that it should be."""


def listed(run: Surroundings, name: str, url: str, read: Reader, limit: int = 0) -> Iterator[Item]:
    """The items of the list at ``url``, or what is remembered of it where it has not changed."""
    key = run.key("list", plain(url))
    before = run.memory.recall([key]).get(key)
    note: dict[str, Any] = dict(before.note) if before else {}
    if note.get("gone") and not run.settings.retry_rejected:
        yield Unusable(name, url, "gone", note["gone"])
        return
    keys: list[str] = note.get("keys", [])
    complete = bool(note.get("complete")) and len(run.memory.recall(keys)) == len(keys)
    known = note if complete else {}
    try:
        answer = run.client.get(note.get("moved", url), known, limit)
    except FetchError as error:
        _fail(run, name, key, note, error.reason, error.message)
        yield Unusable(name, url, error.reason, error.message)
        return
    moved = {"moved": answer.moved_to} if answer.moved_to else _of(note, "moved")
    asked = {"source": name, "checked": run.now.isoformat(), **moved}
    if not answer.fresh:
        yield from (Known(one) for one in keys)
        state = {**_of(note, "keys", "complete"), **answer.note, **asked}
        _keep(run, key, state)
        return
    tally = Tally()
    try:
        yield from read(answer, tally)
    except BadListError as error:
        _fail(run, name, key, note, "bad_feed", str(error))
        yield Unusable(name, url, "bad_feed", str(error), answer.content)
        return
    _keep(run, key, {**answer.note, **asked, "keys": tally.keys, "complete": tally.settled})


def _fail(
    run: Surroundings, name: str, key: str, note: dict[str, Any], reason: str, message: str
) -> None:
    failures = int(note.get("failures", 0)) + 1
    failed = {"failures": failures, "error": message, "failed": run.now.isoformat()}
    state = {**note, **failed, "source": name}
    _keep(run, key, {**state, "gone": message} if reason == "gone" else state)


def _keep(run: Surroundings, key: str, note: dict[str, Any]) -> None:
    run.memory.remember([(key, Remembered("", note=note))])


def _of(note: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: note[name] for name in names if name in note}
