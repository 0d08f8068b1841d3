"""Articles to measure speed with: as many as wanted, as long as real ones, all different.

Each is paragraphs of several of our sample articles, with people, numbers and days of its own, so
that words and names grow with the corpus as they do in real news. Same number, same articles.
"""

from __future__ import annotations

import csv
import json
import random
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

SEEDS = Path(__file__).parent.parent / "seeds"
MEDIAN_WORDS, SPREAD = 420, 0.5  # log-normal: nine in ten have 200 to 900 words
START = datetime(2024, 1, 1, 6)
PER_FILE = 500
VOWELS, CONSONANTS = "aeiou", "bdfgklmnprstvz"
ENDINGS = ("rov", "sen", "ski", "man", "ez", "ini", "dze", "ura", "ley", "ert", "wicz", "oglu")
_NUMBER = re.compile(r"\b\d{2,3}\b(?![-:])")
_NAME = re.compile(r"\b([A-Z][a-zé]+) ([A-Z][a-zé]{3,})\b")


class Sample(NamedTuple):
    """A sample article: its title, and its paragraphs."""

    title: str
    paragraphs: list[str]


def samples() -> list[Sample]:
    """Our sample articles of plain text."""
    found = []
    for path in sorted((SEEDS / "articles").glob("*.txt")):
        head, _, body = path.read_text("utf8").removeprefix("---\n").partition("\n---\n")
        title = next(line[7:] for line in head.splitlines() if line.startswith("title: "))
        found.append(Sample(title, [part for part in body.strip().split("\n\n") if part]))
    return found


def articles(number: int, seed: int = 1) -> Iterator[dict[str, str]]:
    """So many articles, each as the object of a JSON line."""
    known, first_names = samples(), _first_names()
    for index in range(number):
        chance = random.Random(seed * 1_000_003 + index)
        lead = chance.choice(known)
        words = min(3000, max(120, int(chance.lognormvariate(0, SPREAD) * MEDIAN_WORDS)))
        parts = _paragraphs(lead, known, words, chance)
        title, *parts = _renamed([lead.title, *parts], first_names, chance)
        published = START + timedelta(minutes=7 * index)
        yield {
            "title": title,
            "text": "\n\n".join(parts),
            "published_at": published.isoformat() + "Z",
            "source": f"Paper {chance.randrange(200)}",
            "url": f"https://example.org/{seed}/{index}",
        }


def write(folder: Path, number: int, seed: int = 1) -> int:
    """Write so many as JSON Lines into ``folder``; returns their words."""
    folder.mkdir(parents=True, exist_ok=True)
    words, lines = 0, []
    for index, article in enumerate(articles(number, seed), 1):
        words += len(f"{article['title']} {article['text']}".split())
        lines.append(json.dumps(article))
        if index % PER_FILE == 0 or index == number:
            name = f"{seed}-{index:07d}.jsonl"
            (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
            lines.clear()
    return words


def _paragraphs(lead: Sample, known: list[Sample], words: int, chance: random.Random) -> list[str]:
    """Few of the lead's own paragraphs, then some of others, until it is long enough: with most of
    its own, two articles of one lead would be copies but for their names."""
    parts = [part for part in lead.paragraphs if chance.random() < 0.3]
    while sum(len(part.split()) for part in parts) < words:
        parts.append(chance.choice(chance.choice(known).paragraphs[1:]))
    total = 0
    for index, part in enumerate(parts):
        total += len(part.split())
        if total >= words:
            return parts[: index + 1]
    return parts


def _renamed(parts: list[str], first_names: list[str], chance: random.Random) -> list[str]:
    """The same people under other names, the same one throughout; other numbers."""
    known, renamed = set(first_names), {}
    for first, last in _NAME.findall("\n".join(parts)):
        if first in known and last not in renamed:
            renamed[last] = _surname(chance)
            renamed[first] = chance.choice(first_names)
    if renamed:
        pattern = re.compile(rf"\b({'|'.join(map(re.escape, renamed))})\b")
        parts = [pattern.sub(lambda m: renamed[m[0]], part) for part in parts]
    # Two digits may be the day of a month.
    low_high = {2: (11, 28), 3: (100, 980)}
    return [_NUMBER.sub(lambda m: str(chance.randint(*low_high[len(m[0])])), p) for p in parts]


def _surname(chance: random.Random) -> str:
    pairs = range(chance.randint(1, 3))
    stem = "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in pairs)
    return (stem + chance.choice(ENDINGS)).title()


def _first_names() -> list[str]:
    with (SEEDS / "first_names.csv").open(encoding="utf-8") as file:
        return [next(iter(row.values())) for row in csv.DictReader(file)]
