"""Which reports tell of the same event in the world.

Reports come day by day, and an id once given is never taken back. So each new report joins the
story that it resembles most among those of nearby days, or founds one of its own; stories are
never merged afterwards. Rows of one trigger in one article (A met B, B met A) are one report.

Two reports are compared by what was done (CAMEO), by whom to whom (the same actor, or one whose
code includes the other's: RUS and RUSGOV), when, where, and by the words that both use, the rarer
the better. The weights were set on half of ``benchmarks/data/stories.jsonl``; the other half
says how good they are.

A busy day may have thousands of reports of one government. Of the stories nearby no more than
``NEAR`` are compared, those that share the rarest words; of a story's reports no more than
``TOLD``. So a load costs in proportion to what is new, however busy the day.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from transforms import seeds

JOIN = 2.5  # least score at which a report joins a story
SENTENCE, HEADLINE = 6.0, 1.0  # what the same words are worth in sentences, and with headlines
STRANGERS = 1.0  # what no word in common costs
MOST_BY_WORDS = SENTENCE + HEADLINE  # with a margin for what sums of floats are off by
SAME_ARTICLE = 1.0  # what it costs to be told twice in one article
NEVER = -20.0  # what no likeness makes up for
FAMILY, SIBLING, STRANGE_ACTS = 0.5, 1.0, 2.5  # worth or cost of other acts
DAYS = 3  # reports of the same event differ by at most so many days
NEAR = 32  # stories that one report is compared with, at most
POSTINGS = 1000  # occurrences of its words that are looked at to choose these
TOLD = 6  # reports of a story that a new one is compared with: the first ones
SHORTEST_WORD = 3
STEM = 6  # letters that are compared: "attacked" and "attackers" agree

Key = tuple[str, ...]

_WORD = re.compile(r"[^\W\d_]+|\d+")
_REAL = frozenset({"happened", "ongoing", "claimed"})


@dataclass(frozen=True, slots=True)
class Party:
    """An actor of an event: its id, and its CAMEO code where it has one."""

    actor_id: str
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """What is compared of a row of ``events``. ``story_id`` is the one it would found, or has."""

    event_id: str
    story_id: str
    article_id: str
    trigger_start: int
    code: str
    quad_class: int | None
    source: Party | None
    target: Party | None
    day: date
    precise: bool  # the text says the day
    status: str
    country: str | None
    place: str | None
    text: str
    title: str
    published: datetime


@dataclass(slots=True)
class Report:
    """The rows of one trigger in one article."""

    rows: list[Row]
    head: Row  # the row that stands for all
    words: frozenset[str]  # of the sentences
    topic: frozenset[str]  # of the headline
    sources: list[Party]
    targets: list[Party]
    # Filled by ``weigh``: a report is compared with hundreds of others.
    all_words: frozenset[str] = frozenset()
    weight: float = 0.0  # of its words
    all_weight: float = 0.0

    def weigh(self, rarity: Mapping[str, float]) -> None:
        """Note what its words are worth."""
        self.all_words = self.topic | self.words
        self.weight = sum(rarity[word] for word in self.words)
        self.all_weight = sum(rarity[word] for word in self.all_words)


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
    rarity = _rarity([*known_reports, *coming])
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


def words_of(text: str) -> frozenset[str]:
    """The words of a text that tell it from others, shortened.

    >>> sorted(words_of("Troops attacked the town on Monday; attackers fled."))
    ['attack', 'fled', 'town', 'troops']
    """
    words = (word.lower() for word in _WORD.findall(text))
    return frozenset(
        word[:STEM]
        for word in words
        if (len(word) >= SHORTEST_WORD or word.isdigit()) and word not in _words("common")
    )


def _rarity(reports: Sequence[Report]) -> dict[str, float]:
    """Word -> how much it tells: 0 where all articles use it."""
    articles: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        articles[report.head.article_id] |= report.words | report.topic
    counts = Counter(word for words in articles.values() for word in words)
    return {word: math.log((1 + len(articles)) / n) for word, n in counts.items()}


def _keys(report: Report) -> Iterator[Key]:
    """Reports without a key in common are never compared."""
    row = report.head
    family = _families().get(row.code[:2], "")
    for party in (*report.sources, *report.targets):
        yield ("actor", party.actor_id)
        if party.code and _is_of_country(party.code):
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
        facts = [_facts(report, other) for other in told]
        if _fit(facts) + MOST_BY_WORDS < best:
            continue
        found = zip(facts, told, strict=True)
        fit = _fit([_with_words(points, report, other, rarity) for points, other in found])
        if fit >= best:
            best, chosen = fit, story
    return chosen


def _fit(scores: Sequence[float]) -> float:
    return (max(scores) + sum(scores) / len(scores)) / 2


def _facts(one: Report, other: Report) -> float:
    """How much speaks for two reports being of one event, by all but their words."""
    points = _action(one.head, other.head) + _actors(one, other) + _time(one.head, other.head)
    if one.head.article_id == other.head.article_id:
        # A writer who names another act means another event, though all the words around agree.
        return points - SAME_ARTICLE
    return points + _place(one.head, other.head)


def _with_words(points: float, one: Report, other: Report, rarity: Mapping[str, float]) -> float:
    """The same with the words of two weighed reports; below 0 speaks against."""
    if one.head.article_id == other.head.article_id:
        return points
    words = SENTENCE * _overlap(one.words & other.words, one.weight + other.weight, rarity)
    shared = one.all_words & other.all_words
    topic = HEADLINE * _overlap(shared, one.all_weight + other.all_weight, rarity)
    return points + words + topic - STRANGERS


def _action(one: Row, other: Row) -> float:
    real = (one.status in _REAL) == (other.status in _REAL)
    points = 0.0 if real else -1.0
    if one.code == other.code:
        return points + 1.5
    if one.code[:2] == other.code[:2]:
        return points + 1.2
    families = _families().get(one.code[:2], ""), _families().get(other.code[:2], "")
    if families[0] == families[1]:
        return points + FAMILY
    if frozenset(families) in _siblings():
        return points - SIBLING
    return points - STRANGE_ACTS


def _actors(one: Report, other: Report) -> float:
    straight = _side(one.sources, other.sources) + _side(one.targets, other.targets)
    crossed = _side(one.sources, other.targets) + _side(one.targets, other.sources)
    return max(straight, crossed - 0.5)


def _side(some: Sequence[Party], others: Sequence[Party]) -> float:
    return max([_kinship(a, b) for a in some for b in others], default=0.0)


def _kinship(one: Party, other: Party) -> float:
    if one.actor_id == other.actor_id:
        return 1.5
    if not one.code or not other.code:
        return -0.3  # a name without a code may be anybody
    a, b = sorted((one.code, other.code), key=len)
    if a == b:
        return 0.7 if _is_of_country(a) else 0.3
    if b.startswith(a) and _is_of_country(a):
        return 0.9  # one is a part of the other: RUS, RUSGOV
    if a[:3] == b[:3] and _is_of_country(a):
        return 0.0
    return -3.0 if _is_of_country(a) and _is_of_country(b) else -0.8


def _is_of_country(code: str) -> bool:
    """The code begins with a country or names a body: it stands for somebody in particular."""
    return len(code) > 3 or code[:3] not in _words("role")


def _time(one: Row, other: Row) -> float:
    apart = abs((one.day - other.day).days)
    if one.precise and other.precise:
        return (0.8, -0.8, -2.5)[apart] if apart < DAYS else NEVER
    return (0.4, 0.3, -0.2, -0.8)[apart] if apart <= DAYS else NEVER


def _place(one: Row, other: Row) -> float:
    if one.place and one.place == other.place:
        return 0.8
    if not one.country or not other.country:
        return 0.0
    return 0.2 if one.country == other.country else -1.0


def _overlap(shared: frozenset[str], total: float, rarity: Mapping[str, float]) -> float:
    """From 0 (no word in common) to 1 (the same words): Dice's coefficient, weighted.

    ``total`` is what the words of both are worth.
    """
    return 2 * sum(rarity[word] for word in shared) / total if total else 0.0


@lru_cache(maxsize=8)
def _words(kind: str) -> frozenset[str]:
    return frozenset(
        word for row in seeds.read("story_words") if row["class"] == kind
        for word in seeds.split(row["words"])
    )  # fmt: skip


@lru_cache(maxsize=1)
def _families() -> dict[str, str]:
    """CAMEO root -> the family of roots that tellers of one event use for each other."""
    return {root: row["family"] for row in seeds.read("story_families")
            for root in seeds.split(row["roots"])}  # fmt: skip


@lru_cache(maxsize=1)
def _siblings() -> frozenset[frozenset[str]]:
    return frozenset(
        frozenset((row["family"], other))
        for row in seeds.read("story_families")
        for other in seeds.split(row["siblings"])
    )
