"""How much two reports are alike: what was done, by whom to whom, when, where, in which words.

Two actors agree where they are the same, or one's code includes the other's: RUS and RUSGOV. The
rarer the words that both reports use, the more they say.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from transforms import seeds

SENTENCE, HEADLINE = 6.0, 1.0  # what the same words are worth in sentences, and with headlines
STRANGERS = 1.0  # what no word in common costs
MOST_BY_WORDS = SENTENCE + HEADLINE  # with a margin for what sums of floats are off by
SAME_ARTICLE = 1.0  # what it costs to be told twice in one article
NEVER = -20.0  # what no likeness makes up for
FAMILY, SIBLING, STRANGE_ACTS = 0.5, 1.0, 2.5  # worth or cost of other acts
DAYS = 3  # reports of the same event differ by at most so many days
SHORTEST_WORD = 3
STEM = 6  # letters that are compared: "attacked" and "attackers" agree

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


def rarity_of(reports: Sequence[Report]) -> dict[str, float]:
    """Word -> how much it tells: 0 where all articles use it."""
    articles: dict[str, set[str]] = defaultdict(set)
    for report in reports:
        articles[report.head.article_id] |= report.words | report.topic
    counts = Counter(word for words in articles.values() for word in words)
    return {word: math.log((1 + len(articles)) / n) for word, n in counts.items()}


def by_facts(one: Report, other: Report) -> float:
    """How much speaks for two reports being of one event, by all but their words."""
    points = _action(one.head, other.head) + _actors(one, other) + _time(one.head, other.head)
    if one.head.article_id == other.head.article_id:
        # A writer who names another act means another event, though all the words around agree.
        return points - SAME_ARTICLE
    return points + _place(one.head, other.head)


def with_words(points: float, one: Report, other: Report, rarity: Mapping[str, float]) -> float:
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
    both = families().get(one.code[:2], ""), families().get(other.code[:2], "")
    if both[0] == both[1]:
        return points + FAMILY
    if frozenset(both) in _siblings():
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
        return 0.7 if is_of_country(a) else 0.3
    if b.startswith(a) and is_of_country(a):
        return 0.9  # one is a part of the other: RUS, RUSGOV
    if a[:3] == b[:3] and is_of_country(a):
        return 0.0
    return -3.0 if is_of_country(a) and is_of_country(b) else -0.8


def is_of_country(code: str) -> bool:
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
def families() -> dict[str, str]:
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
