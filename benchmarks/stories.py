"""How well reports of one event are brought together: pairwise F1 over our own set.

``data/stories.jsonl`` holds 44 events of 2025, each told two or three times by different papers.
Braces mark what was done: ``Ruto {met} Abiy``. A pair of tellings counts as found where rows of
``events`` on marked words share a ``story_id``; as right where the set says that they tell one
event. The set is made hard by neighbours: the same two presidents meet again two weeks later in
another city, one market is bombed a week after a depot, an arrest is followed by a release.

Weights were set on odd stories (``dev``), even ones are held out (``test``). ``found_f1`` is over
the tellings whose marked event was extracted at all: what is lost there is lost before stories.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import duckdb

SET = Path(__file__).parent / "data" / "stories.jsonl"
Span = tuple[int, int]


def tellings() -> Iterator[dict[str, Any]]:
    """The tellings, without braces, each with ``marks``: spans in its text."""
    for line in SET.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        plain, marks = "", []
        for part in re.split(r"(\{[^{}]*\})", row["text"]):
            if part.startswith("{"):
                part = part[1:-1]
                marks.append((len(plain), len(plain) + len(part)))
            plain += part
        yield {**row, "text": plain, "marks": marks}


def marked_stories(database: Path, told: Iterable[Mapping[str, Any]]) -> dict[str, set[str]]:
    """Telling id -> stories of the events found on its marks, in a warehouse of the tellings."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT a.url, a.title_end, a.text, e.trigger_start, e.trigger_end, e.story_id "
            "FROM events e JOIN articles a USING (article_id)"
        ).fetchall()
    found: dict[str, set[str]] = {}
    for telling in told:
        found[telling["id"]] = {
            story
            for url, title_end, text, start, end, story in rows
            if url == f"https://example.org/{telling['id']}"
            and _on_mark(start, end, text.index(telling["text"], title_end), telling["marks"])
        }
    return found


def _on_mark(start: int, end: int, shift: int, marks: Iterable[Span]) -> bool:
    return any(start < last + shift and end > first + shift for first, last in marks)


def pairwise(gold: Mapping[str, str], found: Mapping[str, set[str]]) -> float:
    """F1 over all pairs of tellings. ``gold``: telling -> story."""
    right = wrong = missed = 0
    for one, other in combinations(sorted(gold), 2):
        same, together = gold[one] == gold[other], bool(found[one] & found[other])
        right += same and together
        wrong += together and not same
        missed += same and not together
    return 2 * right / (2 * right + wrong + missed) if right else 0.0


def figures(database: Path) -> dict[str, float]:
    """``stories.*`` in percent, for a warehouse into which the tellings were loaded."""
    told = list(tellings())
    found = marked_stories(database, told)
    gold = {telling["id"]: telling["story"] for telling in told}
    test = {key: story for key, story in gold.items() if int(story[1:]) % 2 == 0}
    seen = {key: story for key, story in gold.items() if found[key]}
    return {
        "stories.f1": 100 * pairwise(gold, found),
        "stories.test_f1": 100 * pairwise(test, found),
        "stories.found_f1": 100 * pairwise(seen, found),
        "stories.events_found": 100 * len(seen) / len(gold),
    }
