"""Addresses of pages -> what is got there, for every kind of source that names pages.

Hosts are asked side by side, each by one thread at a time. What was got before and has not
changed is not asked for again, or only whether it has changed.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from queue import Queue
from typing import Any

from pipelines.memory import Remembered
from pipelines.records import Unusable
from pipelines.sources.base import Document, Item, Known, Surroundings
from pipelines.web.client import Answer, Client, FetchError
from pipelines.web.urls import fault_of, host_of, plain

AT_ONCE = 200  # addresses looked up together
HOSTS_AT_ONCE = 8
WAITING = 16  # pages that may wait in memory to be read

_FORMATS = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/plain": ".txt",
    "application/json": ".json",
    "application/ld+json": ".json",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A page to get. ``facts`` are what its source says of it, as for a Document.

    ``version`` is what the source says of its state (the time of the last change); a page that
    was got in this state is not asked for again, unless ``ask_again``.
    """

    url: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    version: str = ""
    ask_again: bool = False


@dataclass(slots=True)
class Tally:
    """What became of the pages of a list. ``settled``: none failed in a way that may pass."""

    keys: list[str] = field(default_factory=list)
    settled: bool = True


def pages(
    run: Surroundings, name: str, wanted: Iterable[Wanted], tally: Tally | None = None
) -> Iterator[Item]:
    """What is got at the addresses ``wanted`` of the source ``name``, each once."""
    tally = tally or Tally()
    left, seen = iter(wanted), set()
    while some := list(islice(left, AT_ONCE)):
        hidden = run.client.secrets.hidden
        fresh = {
            run.key("page", plain(hidden(one.url))): one for one in some if not fault_of(one.url)
        }
        for one in some:
            if fault := fault_of(one.url):
                message = f"{one.url[:200]}: {fault}"
                yield Unusable(name, one.url[:500], "refused_address", message)
        fresh = {key: one for key, one in fresh.items() if key not in seen}
        seen |= set(fresh)
        tally.keys += fresh
        held = run.memory.recall(fresh)
        ask: list[tuple[str, Wanted, Remembered | None]] = []
        for key, one in fresh.items():
            known = held.get(key)
            if known and known.stamp == one.version and not one.ask_again:
                yield Known(key)
            else:
                ask.append((key, one, known))
        if ask:
            yield from _asked(run, name, ask, tally)


Ask = tuple[str, Wanted, Remembered | None]


def _asked(run: Surroundings, name: str, asks: list[Ask], tally: Tally) -> Iterator[Item]:
    for (key, one, known), answer in _answers(run.client, asks):
        if isinstance(answer, FetchError):
            tally.settled &= not answer.passing and not answer.wait
            where = run.client.secrets.hidden(one.url)
            yield Unusable(name, where, answer.reason, answer.message)
        elif not answer.fresh and known:
            yield Known(key)
        else:
            yield _document(run, name, key, one, answer)


def _document(
    run: Surroundings, name: str, key: str, one: Wanted, answer: Answer
) -> Document | Unusable:
    where = run.client.secrets.hidden(one.url)
    found = plain(answer.url)
    form = _FORMATS.get(answer.content_type, "")
    if not form and answer.content[:512].lstrip().lower().startswith((b"<!doctype html", b"<html")):
        form = ".html"
    if not form:
        message = f"{answer.content_type or 'no content type'}: no page of text"
        return Unusable(name, where, "unknown_format", message, answer.content[:4096])
    return Document(
        name,
        answer.content,
        format=form,
        location=where,
        facts={"url": found, **one.facts},
        key=key,
        stamp=one.version,
        note=answer.note if one.ask_again else {},
    )


def _answers(client: Client, asks: list[Ask]) -> Iterator[tuple[Ask, Answer | FetchError]]:
    """Each request with its answer, as they come; a host's are made in their order."""
    queues: dict[str, list[Ask]] = {}
    for ask in asks:
        queues.setdefault(host_of(ask[1].url), []).append(ask)
    done: Queue[tuple[Ask, Answer | FetchError | BaseException]] = Queue(WAITING)
    stop = threading.Event()

    def work(queue: list[Ask]) -> None:
        for ask in queue:
            if stop.is_set():
                return
            result: Answer | FetchError | BaseException
            try:
                note = dict(ask[2].note) if ask[2] and ask[1].ask_again else {}
                result = client.get(ask[1].url, note)
            except BaseException as error:  # told to the thread that waits
                result = error
            done.put((ask, result))

    with ThreadPoolExecutor(min(HOSTS_AT_ONCE, len(queues))) as pool:
        for queue in queues.values():
            pool.submit(work, queue)
        try:
            for _ in asks:
                ask, result = done.get()
                if isinstance(result, Answer | FetchError):
                    yield ask, result
                else:
                    raise result
        finally:
            stop.set()
            while not done.empty():  # let go who waits for room
                done.get()
