"""How well reports of one event are brought together: pairwise F1 over our own set.

``data/stories.jsonl`` holds 44 events of 2025, each told two or three times by different papers.
Braces mark all words that name the event: ``Ruto {met} Abiy``. A pair of tellings counts as
found where rows of ``events`` on marked words share a ``story_id``; as right where the set says
that they tell one event. The set is made hard by neighbours: the same two presidents meet again
two weeks later in another city, one market is bombed a week after a depot, an arrest is followed
by a release.

Weights were set on stories with odd numbers; ``test`` figures are over the even ones. ``found``
ones are over the tellings whose marked event was extracted at all: what is lost there is lost
before stories begin.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from pathlib import Path
from typing import Any

import duckdb

SET = Path(__file__).parent / "data" / "stories.jsonl"
Span = tuple[int, int]


def tellings() -> Iterator[dict[str, Any]]:
    """The tellings, without braces, each with ``title_marks`` and ``text_marks``: spans."""
    for line in SET.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for name in ("title", "text"):
            row[name], row[f"{name}_marks"] = _without_braces(row[name])
        yield row


def _without_braces(text: str) -> tuple[str, list[Span]]:
    plain, marks = "", []
    for part in re.split(r"(\{[^{}]*\})", text):
        words = part.strip("{}")
        if words != part:
            marks.append((len(plain), len(plain) + len(words)))
        plain += words
    return plain, marks


@dataclass(slots=True)
class Found:
    """The stories of one telling: those on its marks, and of each other trigger in it."""

    marked: set[str] = field(default_factory=set)
    others: dict[int, set[str]] = field(default_factory=dict)


def stories_of(
    rows: Iterable[tuple[str, int, str, int, int, str]], told: Iterable[Mapping[str, Any]]
) -> dict[str, Found]:
    """Telling id -> what was found in it. ``rows`` are events: url, title_end and text of the
    article, start and end of the trigger, story.
    """
    by_url = {f"https://example.org/{telling['id']}": telling for telling in told}
    found = {telling["id"]: Found() for telling in by_url.values()}
    for url, title_end, text, start, end, story in rows:
        telling = by_url[url]
        shift, name = 0, "title_marks"
        if start >= title_end:
            shift, name = text.index(telling["text"], title_end), "text_marks"
        here = found[telling["id"]]
        if _on_mark(start - shift, end - shift, telling[name]):
            here.marked.add(story)
        else:
            here.others.setdefault(start, set()).add(story)
    return found


def _on_mark(start: int, end: int, marks: Iterable[Span]) -> bool:
    return any(start < last and end > first for first, last in marks)


def pairwise(gold: Mapping[str, str], found: Mapping[str, Found]) -> float:
    """F1 over all pairs of tellings. ``gold``: telling -> story.

    That another act in a telling of an event (the quarrel after the handshake) is taken for the
    event counts as a wrong pair, too.
    """
    right = wrong = missed = 0
    for one, other in combinations(sorted(gold), 2):
        same, together = gold[one] == gold[other], bool(found[one].marked & found[other].marked)
        right += same and together
        wrong += together and not same
        missed += same and not together
    for one, other in product(gold, gold):
        if gold[one] == gold[other]:
            wrong += sum(bool(found[one].marked & act) for act in found[other].others.values())
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def figures(database: Path) -> dict[str, float]:
    """``stories.*`` in percent, for a warehouse into which the tellings were loaded."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT a.url, a.title_end, a.text, e.trigger_start, e.trigger_end, e.story_id "
            "FROM events e JOIN articles a USING (article_id)"
        ).fetchall()
    told = list(tellings())
    found = stories_of(rows, told)
    gold = {telling["id"]: telling["story"] for telling in told}
    test = {key: story for key, story in gold.items() if int(story[1:]) % 2 == 0}
    seen = {key: story for key, story in gold.items() if found[key].marked}
    seen_test = {key: story for key, story in test.items() if key in seen}
    return {
        "stories.f1": 100 * pairwise(gold, found),
        "stories.test_f1": 100 * pairwise(test, found),
        "stories.found_f1": 100 * pairwise(seen, found),
        "stories.found_test_f1": 100 * pairwise(seen_test, found),
        "stories.events_found": 100 * len(seen) / len(gold),
    }
