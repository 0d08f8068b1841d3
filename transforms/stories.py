"""Which reports tell of the same event in the world.

Reports come day by day, and an id once given is never taken back. So each new report joins the
story that it resembles most among those of nearby days, or founds one of its own; stories are
never merged afterwards. Rows of one trigger in one article (A met B, B met A) are one report.

How two reports are compared stands in ``likeness``. The weights were set on half of
``benchmarks/data/stories.jsonl``; the other half says how good they are.

A busy day may have thousands of reports of one government. Of the stories nearby no more than
``NEAR`` are compared, those that share the rarest words; of a story's reports no more than
``TOLD``. So a load costs in proportion to what is new, however busy the day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache

from transforms.likeness import (
    DAYS,
    MOST_BY_WORDS,
    Party,
    Report,
    Row,
    by_facts,
    families,
    is_of_country,
    rarity_of,
    with_words,
    words_of,
)

JOIN = 2.5  # least score at which a report joins a story
NEAR = 32  # stories that one report is compared with, at most
POSTINGS = 1000  # occurrences of its words that are looked at to choose these
TOLD = 6  # reports of a story that a new one is compared with: the first ones

Key = tuple[str, ...]


class _Told:
    """The stories so far, found by actor, code and place, by day, and by word."""

    def __init__(self, rarity: Mapping[str, float]) -> None:
        self.rarity = rarity
        self.reports: dict[str, list[Report]] = defaultdict(list)
        # By key and day: a story all of whose reports are further away can never be chosen.
        self._keyed: dict[tuple[date, Key], set[str]] = defaultdict(set)
        self._keys: dict[str, set[tuple[date, Key]]] = defaultdict(set)
        self._worded: dict[str, list[str]] = defaultdict(list)

    def add(self, report: Report, story: str) -> None:
        told = self.reports[story]
        if len(told) < TOLD:
            told.append(report)
        for key in _keys(report):
            self._keyed[report.head.day, key].add(story)
            self._keys[story].add((report.head.day, key))
        for word in report.all_words:
            self._worded[word].append(story)

    def near(self, report: Report) -> dict[str, list[Report]]:
        """The stories that ``report`` may belong to, with what is told in them."""
        around = [report.head.day + timedelta(days=apart) for apart in range(-DAYS, DAYS + 1)]
        keys = {(day, key) for key in _keys(report) for day in around}
        groups = [found for key in keys if (found := self._keyed.get(key))]
        if sum(len(group) for group in groups) <= NEAR:
            near = set().union(*groups)
        else:
            near = self._likest(report, keys)
        return {story: self.reports[story] for story in sorted(near)}

    def _likest(self, report: Report, keys: set[tuple[date, Key]]) -> set[str]:
        """Of the stories with one of ``keys`` those that share the rarest words, latest first."""
        shared: dict[str, float] = defaultdict(float)
        left = POSTINGS
        for word in sorted(report.all_words, key=lambda word: (-self.rarity[word], word)):
            latest = self._worded[word][-left:] if left else ()
            left -= len(latest)
            for story in set(latest):
                if not keys.isdisjoint(self._keys[story]):
                    shared[story] += self.rarity[word]
        best = sorted(shared, key=lambda story: (-shared[story], story))
        return set(best[:NEAR])


def assign(new: Iterable[Row], known: Iterable[Row]) -> dict[str, str]:
    """Event id -> story id for ``new`` rows. ``known`` rows keep the stories that they have.

    The order of either does not matter.
    """
    words = lru_cache(maxsize=None)(words_of)  # headlines and sentences are those of many rows
    known_reports, coming = _reports(known, words), _reports(new, words)
    rarity = rarity_of([*known_reports, *coming])
    for report in (*known_reports, *coming):
        report.weigh(rarity)
    told = _Told(rarity)
    for report in known_reports:
        told.add(report, report.head.story_id)
    found: dict[str, str] = {}
    for report in coming:
        chosen = _best(report, told.near(report), rarity)
        chosen = chosen or min(row.story_id for row in report.rows)
        told.add(report, chosen)
        found.update((row.event_id, chosen) for row in report.rows)
    return found


def _reports(rows: Iterable[Row], words: Callable[[str], frozenset[str]]) -> list[Report]:
    """The reports of ``rows``, the earliest published first."""
    groups: dict[tuple[str, int, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.article_id, row.trigger_start, row.code[:2]].append(row)
    found = []
    for group in groups.values():
        group.sort(key=lambda row: row.event_id)
        sentences = list(dict.fromkeys(row.text for row in group))
        report = Report(
            group,
            head=group[0],
            words=frozenset().union(*(words(text) for text in sentences)),
            topic=words(group[0].title),
            sources=_parties(row.source for row in group),
            targets=_parties(row.target for row in group),
        )
        found.append(report)
    return sorted(found, key=_published)


def _published(report: Report) -> tuple[datetime, date, str, int, str]:
    row = report.head
    return row.published, row.day, row.article_id, row.trigger_start, row.code


def _parties(found: Iterable[Party | None]) -> list[Party]:
    return sorted({party for party in found if party}, key=lambda party: party.actor_id)


def _keys(report: Report) -> Iterator[Key]:
    """Reports without a key in common are never compared."""
    row = report.head
    family = families().get(row.code[:2], "")
    for party in (*report.sources, *report.targets):
        yield ("actor", party.actor_id)
        if party.code and is_of_country(party.code):
            yield ("code", party.code[:3], family)
    if row.place:
        yield ("place", row.place, family)
    if row.country:
        yield ("country", row.country, family)


def _best(
    report: Report, near: Mapping[str, Sequence[Report]], rarity: Mapping[str, float]
) -> str | None:
    """The story that a report fits best, half by its nearest report, half by all; None for none.

    Words cost most to compare, so they are left where no likeness of them could decide.
    """
    best, chosen = JOIN, None
    for story, told in near.items():
        facts = [by_facts(report, other) for other in told]
        if _fit(facts) + MOST_BY_WORDS < best:
            continue
        found = zip(facts, told, strict=True)
        fit = _fit([with_words(points, report, other, rarity) for points, other in found])
        if fit >= best:
            best, chosen = fit, story
    return chosen


def _fit(scores: Sequence[float]) -> float:
    return (max(scores) + sum(scores) / len(scores)) / 2
