"""One page about the published database: a single HTML file that loads nothing from anywhere.

The page gets its rows as columns of numbers beside the lists that they index, in two blocks of
JSON: what is counted and drawn, and the words behind it, which a browser parses only when
somebody opens a figure. ``page/`` holds the template, the style, the script and the outline of
the world.
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from pipelines.files import replacing
from pipelines.layout import Layout
from pipelines.query import reading

PAGE = Path(__file__).parent / "page"
EPOCH = date(1970, 1, 1)

_EVENTS = """
    SELECT
        e.event_date, e.source_actor_id, e.target_actor_id, e.event_code, e.quad_class,
        e.goldstein, coalesce(e.place_name, e.place) AS place, e.country, e.latitude, e.longitude,
        e.story_id, e.article_id, s.text,
        e.source_text, e.source_start - s.start, e.source_end - s.start,
        e.trigger_start - s.start, e.trigger_end - s.start,
        e.target_text, e.target_start - s.start, e.target_end - s.start
    FROM events_current e
    JOIN sentences_full s ON s.article_id = e.article_id AND s.sentence = e.sentence
    ORDER BY e.event_date, e.event_id
"""
# From the beginning of the sentence to the end of the statement, which may run over several.
_QUOTES = """
    SELECT
        q.published_at::DATE, q.speaker_actor_id, q.article_id, q.text,
        substring(a.text, s.start + 1, greatest(s."end", q."end") - s.start),
        q.start - s.start, q."end" - s.start,
        q.speaker_start - s.start, q.speaker_end - s.start
    FROM quotes_full q
    JOIN articles a USING (article_id)
    JOIN sentences s ON s.article_id = q.article_id AND s.sentence = q.sentence
    WHERE q.speaker_actor_id IS NOT NULL
    ORDER BY q.published_at, q.article_id, q.start
"""
_COVERAGE = """
    SELECT
        source, min(day), max(day) FILTER (NOT gap), sum(n_articles)::BIGINT,
        sum(n_copies)::BIGINT, sum(n_events)::BIGINT, sum(n_quotes)::BIGINT,
        count(*) FILTER (gap), max(gap_days), arg_max(gap_days, day)
    FROM coverage GROUP BY source ORDER BY 4 DESC, source
"""
_RUNS = """
    SELECT started_at, outcome, read, loaded, duplicate, rejected, message
    FROM runs ORDER BY started_at DESC, run_id LIMIT 10
"""
_REJECTS = "SELECT reason, count(*) FROM rejects GROUP BY reason ORDER BY 2 DESC, reason"
_TOTALS = """
    SELECT
        (SELECT count(*) FROM articles), (SELECT count(*) FROM events),
        (SELECT count(*) FROM events_current), (SELECT count(*) FROM quotes),
        (SELECT count(*) FROM stories)
"""


class Index:
    """Values in the order in which they first came, and the place of each."""

    def __init__(self) -> None:
        self.places: dict[Any, int] = {}

    def of(self, value: Any) -> int:
        """Where ``value`` stands; -1 for None."""
        return -1 if value is None else self.places.setdefault(value, len(self.places))

    def values(self) -> list[Any]:
        return list(self.places)


def write(layout: Layout, path: Path) -> None:
    """Write the page about the database of ``layout`` to ``path``, all or nothing.

    Raises WarehouseError where there is no database, QueryError where it lacks a view.
    """
    with reading(layout) as connection:
        figures, words = collect(connection)
    with replacing(path) as temporary:
        temporary.write_text(page(figures, words), encoding="utf-8")


def page(figures: dict[str, Any], words: dict[str, Any]) -> str:
    """The HTML of the page with its data in it."""
    first, last = (_text(day) for day in figures["range"])
    parts = {
        "title": html.escape(f"Dateline report, {first} to {last}" if first else "Dateline report"),
        "style": (PAGE / "page.css").read_text(encoding="utf-8"),
        "script": (PAGE / "page.js").read_text(encoding="utf-8"),
        "world": (PAGE / "world.svg").read_text(encoding="utf-8"),
        "figures": embedded(figures),
        "words": embedded(words),
    }
    made = (PAGE / "page.html").read_text(encoding="utf-8")
    before, *rest = made.split("{{")
    # Each slot once: what is put in is never searched for slots, whatever an article says.
    return before + "".join(parts[name] + after for name, after in (p.split("}}") for p in rest))


def embedded(value: Any) -> str:
    """JSON that no HTML parser takes for anything else: there is no ``<`` in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def collect(connection: duckdb.DuckDBPyConnection) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the page counts and draws, and the words behind it.

    Days are counted from 1970-01-01; an index of -1 is none; spans are offsets in code points
    into the sentence beside them, -1 where what they would mark stands in another sentence.
    """
    actors, places, stories, articles, sentences = (Index() for _ in range(5))
    codes, countries = Index(), Index()
    events: list[Sequence[Any]] = []
    evidence: list[Sequence[Any]] = []
    for row in connection.execute(_EVENTS).fetchall():
        day, source, target, code, quad, goldstein, place, country, lat, lon, story, article = row[
            :12
        ]
        text, source_text, *spans = row[12:]
        target_text = spans.pop(4)
        where = None if place is None else (place, _rounded(lat), _rounded(lon))
        events.append((
            _day(day), actors.of(source), actors.of(target), codes.of(code), quad,
            goldstein, places.of(where), countries.of(country), stories.of(story),
            articles.of(article),
        ))  # fmt: skip
        evidence.append((
            sentences.of(text), *(_inside(spans, at, len(text)) for at in range(6)),
            source_text if source is None else None, target_text if target is None else None,
        ))  # fmt: skip
    quotes: list[Sequence[Any]] = []
    sayings: list[Sequence[Any]] = []
    for day, speaker, article, said, text, *spans in connection.execute(_QUOTES).fetchall():
        quotes.append((_day(day), actors.of(speaker), articles.of(article)))
        sayings.append((said, text, *(_inside(spans, at, len(text)) for at in range(4))))
    days = [row[0] for row in events] + [row[0] for row in quotes]
    figures = {
        "range": [min(days), max(days)] if days else [None, None],
        "totals": connection.execute(_TOTALS).fetchall()[0],
        "events": _columns(
            "day source target code quad goldstein place country story article", events
        ),
        "quotes": _columns("day speaker article", quotes),
        "actors": _named(connection, "actor_id, name, country", "actors", actors, countries),
        "codes": _labels(connection, codes),
        "places": places.values(),
        "stories": _looked_up(
            connection, "story_id, last_seen, n_articles, n_sources", "stories", stories
        ),
        "coverage": [list(map(_plain, row)) for row in connection.execute(_COVERAGE).fetchall()],
        "runs": [list(map(_plain, row)) for row in connection.execute(_RUNS).fetchall()],
        "rejects": connection.execute(_REJECTS).fetchall(),
        "articles": _looked_up(
            connection, "article_id, title, coalesce(source, '(unknown)'), url, published_at",
            "articles", articles,
        ),
        "countries": _countries(connection, countries),
    }  # fmt: skip
    words = {
        "sentences": sentences.values(),
        "events": _columns("sentence s0 s1 v0 v1 t0 t1 source target", evidence),
        "quotes": _columns("said text q0 q1 w0 w1", sayings),
    }
    return figures, words


def _columns(names: str, rows: Sequence[Sequence[Any]]) -> dict[str, list[Any]]:
    keys = names.split()
    columns: Iterable[Iterable[Any]] = zip(*rows, strict=True) if rows else ([] for _ in keys)
    return {key: list(column) for key, column in zip(keys, columns, strict=True)}


def _looked_up(
    connection: duckdb.DuckDBPyConnection, columns: str, table: str, index: Index
) -> list[list[Any]]:
    """The rows of a table that ``index`` names by its first column, in the order of ``index``."""
    found = {
        row[0]: [_plain(value) for value in row[1:]]
        for row in connection.execute(f"SELECT {columns} FROM {table}").fetchall()
        if row[0] in index.places
    }
    return [found[key] for key in index.places]


def _named(
    connection: duckdb.DuckDBPyConnection,
    columns: str,
    table: str,
    index: Index,
    countries: Index,
) -> list[list[Any]]:
    rows = _looked_up(connection, columns, table, index)
    return [[name, countries.of(country)] for name, country in rows]


def _labels(connection: duckdb.DuckDBPyConnection, codes: Index) -> list[list[str]]:
    """Code, its name, and the name of its root."""
    names: dict[str, str] = dict(
        connection.execute("SELECT event_code, name FROM event_codes").fetchall()
    )
    return [[code, names.get(code, ""), names.get(code[:2], "")] for code in codes.places]


def _countries(connection: duckdb.DuckDBPyConnection, index: Index) -> list[list[str]]:
    names = dict(connection.execute("SELECT iso3, name FROM countries").fetchall())
    return [[code, names.get(code, code)] for code in index.places]


def _inside(spans: Sequence[int | None], at: int, length: int) -> int:
    """An offset of a pair, or -1 where the pair does not lie within the text."""
    start, end = spans[at & ~1], spans[at | 1]
    inside = start is not None and end is not None and 0 <= start < end <= length
    value = spans[at]
    return value if inside and value is not None else -1


def _day(value: date) -> int:
    return (value - EPOCH).days


def _text(day: int | None) -> str:
    return "" if day is None else date.fromordinal(EPOCH.toordinal() + day).isoformat()


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value
