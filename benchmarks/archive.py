"""Archives of web pages with articles of our own, as Common Crawl News has them, of any length.

    python -m benchmarks.archive FOLDER --articles 20000

Every page is made from sentences with names, numbers and places put in, so that no two reports
say the same. Among them are what archives hold: copies under other headlines, cut or with a
paragraph added, the same page twice, other languages, pages without an article. How many of each
there are is known, so that a run over the archive can be checked to the last article.
"""

from __future__ import annotations

import argparse
import gzip
import html
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

PAGES_A_FILE = 1000
# Of a hundred pages, so many are not a new report in English.
SHARES = {"near": 8, "exact": 3, "again": 3, "foreign": 4, "empty": 2}


def _listed(words: str) -> list[str]:
    return words.split(", " if ", " in words else " ")


_FIRST = _listed(
    "Anna Boris Carla Dimitri Elena Farid Greta Hugo Ines Jonas Karim Lena Marek Nadia Oskar Paula "
    "Rashid Selma Tomas Ulla Viktor Wanda Yusuf Zora"
)
_LAST = _listed(
    "Abara Brandt Cifuentes Dragan Ekholm Fofana Gruber Haddad Ivanov Jansen Kovac Lindqvist Mbeki "
    "Novak Okafor Petrov Quiroga Rossi Suzuki Tadesse Urban Varga Weiss Yilmaz Zeman Ortiz Salieri"
)
_TOWNS = _listed(
    "Arvela Benrath Castenau Dorvik Elmsund Farhaven Gorlitzau Hastrup Imbera Jarovo Kelmar "
    "Lostwick Mirande Norvale Ostheim Pellworm Quarten Rimsund Solvang Tarnow Umber Vastra Wismark"
)
_BODIES = _listed(
    "the port authority, the teachers' union, the city council, the river commission, the miners' "
    "association, the national bank, the harbour police, the farmers' league, the water board, the "
    "electoral office, the railway company, the medical chamber"
)
_THINGS = _listed(
    "tariffs on timber, the price of bread, night trains, a dam on the upper river, school meals, "
    "fishing quotas, the new toll, cattle vaccines, a bridge over the strait, land titles, harbour "
    "fees, rents in the old town, the salt mine, bus drivers' wages, a gas pipe, seed potatoes"
)
_VERBS = _listed("met accused invaded thanked")  # the acts that a small analyser can know, too
_SENTENCES = (
    "{one} {verb} {two} in {town} on {day} over {thing}, {n} months after their last quarrel.",
    "{body} of {town} wants {n} million crowns for {thing}, said {one}.",
    "In {town}, {n} people marched against {thing}; {one} spoke, {two} did not.",
    '"We counted {n} lorries before noon," {one} told listeners in {town}.',
    "{two}, who has led {body} for {n} years, called {thing} a matter of patience.",
    "By {day} evening {body} had received {n} letters about {thing} from {town} alone.",
    "{one} will travel to {town} with {n} engineers, and {two} will wait for them at {other}.",
    "A court in {other} fined {body} {n} thousand crowns because of {thing}.",
    "{two} {verb} {one} after a vote of {n} to {m} in {other}.",
    "Nobody in {other} remembers {thing} costing {n} crowns, {two} added.",
    "{body} promised {town} {n} tonnes of grain and {other} half of that.",
    '{one} answered: "{other} has {m} wells, {town} has {n}, and both are thirsty."',
    "Since {day}, {m} of the {n} buses between {town} and {other} have stood still.",
    "{thing} divided {town}: {one} was for it, {two} against, {n} members stayed away.",
)
_FOREIGN = (
    "{one} hat am Montag in {town} erklärt, dass {n} Millionen Kronen nicht genug seien.",
    "Die Behörde wartet seit {n} Wochen auf eine Antwort aus {other}, sagte {two}.",
    "Niemand weiß, warum die Züge zwischen {town} und {other} seit Tagen nicht mehr fahren.",
    "{two} dankte den {m} Helfern, die nach der Flut gekommen waren, und fuhr wieder ab.",
)
_NOTES = (
    "Readers in {town} sent {n} photographs of the day; {m} of them show nothing but rain.",
    "The weather service expects {n} millimetres of rain in {other} before {day}.",
)
_DAYS = _listed("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")

_AROUND = (
    '<nav><a href="/">Home</a> <a href="/world">World</a> <a href="/sport">Sport</a></nav>',
    "<footer>All rights reserved. Terms. Privacy.</footer>",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of an archive. ``kind`` is "new" or one of ``SHARES``."""

    kind: str
    url: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    language: str = "en"


def pages(number: int, seed: int = 1) -> Iterator[Page]:
    """So many pages, the same for the same seed. A copy comes later than its original."""
    chance = random.Random(seed)
    kinds = [*SHARES, "new"]
    weights = [*SHARES.values(), 100 - sum(SHARES.values())]
    kept: list[Page] = []  # reports of the last days, to be copied
    for index in range(number):
        (kind,) = chance.choices(kinds, weights) if len(kept) > 20 else ("new",)
        when = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=index)
        url = f"https://paper{index % 40}.example.org/{when:%Y/%m/%d}/report-{index}"
        if kind == "new":
            kept = [*kept[-199:], page := _report(chance, url, when)]
        elif kind == "foreign":
            page = _foreign(chance, url, when)
        elif kind == "empty":
            page = Page(kind, url, f"Gallery {index}", (), when)
        else:
            page = _copy(chance, kind, chance.choice(kept), url, when)
        yield page


def _report(chance: random.Random, url: str, when: datetime) -> Page:
    chosen = chance.sample(_SENTENCES, chance.randrange(7, 13))
    said = [_filled(sentence, chance) for sentence in chosen]
    parts = tuple(" ".join(said[start : start + 2]) for start in range(0, len(said), 2))
    return Page("new", url, _title(chance), parts, when)


def _foreign(chance: random.Random, url: str, when: datetime) -> Page:
    said = [_filled(sentence, chance) for sentence in chance.sample(_FOREIGN, 4)]
    return Page("foreign", url, f"Nachrichten aus {chance.choice(_TOWNS)}", tuple(said), when, "de")


def _copy(chance: random.Random, kind: str, of: Page, url: str, when: datetime) -> Page:
    if kind == "again":  # the same page, fetched twice
        return Page(kind, of.url, of.title, of.paragraphs, of.published)
    if kind == "exact":
        return Page(kind, url, of.title, of.paragraphs, when)
    parts = of.paragraphs
    if chance.random() < 0.5:
        parts = parts[: max(2, len(parts) - chance.randrange(1, 3))]
    else:
        parts = (*parts, _filled(chance.choice(_NOTES), chance))
    return Page(kind, url, _title(chance), parts, when)


def _title(chance: random.Random) -> str:
    return f"{chance.choice(_TOWNS)} and {chance.choice(_THINGS)}: {chance.randrange(2, 999)} days"


def _filled(sentence: str, chance: random.Random) -> str:
    one, two = (f"{chance.choice(_FIRST)} {chance.choice(_LAST)}" for _ in range(2))
    town, other = chance.sample(_TOWNS, 2)
    made = sentence.format(
        one=one, two=two, town=town, other=other, verb=chance.choice(_VERBS),
        body=chance.choice(_BODIES), thing=chance.choice(_THINGS), day=chance.choice(_DAYS),
        n=chance.randrange(3, 9000), m=chance.randrange(3, 900),
    )  # fmt: skip
    return made[0].upper() + made[1:]


def write(folder: Path, number: int, seed: int = 1) -> Counter[str]:
    """Archives of ``PAGES_A_FILE`` pages in ``folder``; how many pages of each kind there are."""
    folder.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    archive = None
    for index, page in enumerate(pages(number, seed)):
        if index % PAGES_A_FILE == 0:
            if archive:
                archive.close()
            archive = (folder / f"news-{index // PAGES_A_FILE:05d}.warc.gz").open("wb")
        assert archive is not None
        archive.write(gzip.compress(_record(page, index), compresslevel=1, mtime=0))
        counts[page.kind] += 1
    if archive:
        archive.close()
    return counts


def _record(page: Page, index: int) -> bytes:
    body = _html(page).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"
    block = http + b"Content-Length: %d\r\n\r\n" % len(body) + body
    received = page.published + timedelta(hours=1)
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Target-URI: {page.url}\r\nWARC-Date: {received:%Y-%m-%dT%H:%M:%SZ}\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{index:012d}>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def _html(page: Page) -> str:
    title = html.escape(page.title)
    text = "\n".join(f"<p>{html.escape(part)}</p>" for part in page.paragraphs)
    article = f"<article><h1>{title}</h1>{text}</article>" if page.paragraphs else ""
    stated = f'<meta property="article:published_time" content="{page.published.isoformat()}">'
    return (
        f'<!doctype html><html lang="{page.language}"><head><meta charset="utf-8">'
        f"<title>{title}</title>{stated if page.paragraphs else ''}</head><body>"
        f"{_AROUND[0] if article else ''}<main>{article}</main>{_AROUND[1] if article else ''}"
        "</body></html>"
    )


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    for kind, count in sorted(write(given.folder, given.articles, given.seed).items()):
        print(f"{kind}: {count}")


if __name__ == "__main__":
    main()
