"""What the pages count and draw, as columns of numbers beside the lists that they index.

Days are counted from 1970-01-01; an index of -1 is none. The words behind a row are left to
``evidence``, which finds them by the ids that come with the figures.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

SOURCES, DAYS = 30, 90  # of the strips of articles a day
NOBODY = "(unknown)"  # publisher of articles that name none

_EVENTS = f"""
    SELECT
        e.event_id AS id, e.event_date - DATE '1970-01-01' AS day,
        e.source_actor_id AS source, e.target_actor_id AS target, e.event_code AS code,
        coalesce(e.place_name, e.place) || chr(31) || coalesce(round(e.latitude, 2)::VARCHAR, '')
            || chr(31) || coalesce(round(e.longitude, 2)::VARCHAR, '') AS place,
        e.country, e.story_id AS story, coalesce(e.source, '{NOBODY}') AS publisher
    FROM events_current e
    ORDER BY e.event_date, e.event_id
"""
_QUOTES = f"""
    SELECT
        q.quote_id AS id, a.published_at::DATE - DATE '1970-01-01' AS day,
        q.speaker_actor_id AS speaker, coalesce(a.source, '{NOBODY}') AS publisher
    FROM quotes q JOIN articles a USING (article_id)
    WHERE q.speaker_actor_id IS NOT NULL
    ORDER BY a.published_at, q.article_id, q.start, q.quote_id
"""
_ACTORS = "SELECT actor_id AS id, name, country FROM actors"
_STORIES = """
    SELECT story_id AS id, last_seen::DATE - DATE '1970-01-01' AS seen, n_articles, n_sources
    FROM stories
"""
_CODES = """
    SELECT c.event_code, c.name, coalesce(r.name, ''), c.quad_class, c.goldstein
    FROM event_codes c LEFT JOIN event_codes r ON r.event_code = c.event_root
"""
_COVERAGE = """
    SELECT
        source, min(day), max(day) FILTER (NOT gap), sum(n_articles)::BIGINT,
        sum(n_copies)::BIGINT, sum(n_events)::BIGINT, sum(n_quotes)::BIGINT,
        count(*) FILTER (gap), max(gap_days), arg_max(gap_days, day)
    FROM coverage GROUP BY source ORDER BY 4 DESC, source
"""
_STRIPS = f"""
    WITH shown AS (
        SELECT source FROM coverage GROUP BY source ORDER BY sum(n_articles) DESC, source
        LIMIT {SOURCES}
    )
    SELECT source, day - DATE '1970-01-01', n_articles
    FROM coverage JOIN shown USING (source)
    WHERE day > (SELECT max(day) FROM coverage) - {DAYS} ORDER BY source, day
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


class Collected(NamedTuple):
    """The figures, ready for JSON, and the ids of the events and quotes in their order."""

    figures: dict[str, Any]
    events: list[str]
    quotes: list[str]


class Index:
    """Distinct values of one or more columns, and each column as places among them."""

    def __init__(self, *columns: pa.ChunkedArray) -> None:
        chunks = [chunk for column in columns for chunk in column.chunks]
        joined = pa.chunked_array(chunks, columns[0].type)
        self.values: list[Any] = pc.unique(joined).drop_null().to_pylist()
        self._set = pa.array(self.values, joined.type)

    def of(self, column: pa.ChunkedArray) -> list[int]:
        """Where each value stands; -1 for null."""
        places = pc.index_in(column, value_set=self._set)
        return pc.fill_null(places, -1).to_pylist()  # type: ignore[no-any-return]


def collect(connection: duckdb.DuckDBPyConnection) -> Collected:
    """Count and list what is in the database that ``connection`` reads."""
    events = connection.sql(_EVENTS).to_arrow_table()
    quotes = connection.sql(_QUOTES).to_arrow_table()
    actors = Index(events["source"], events["target"], quotes["speaker"])
    codes, places, stories = Index(events["code"]), Index(events["place"]), Index(events["story"])
    publishers = Index(events["publisher"], quotes["publisher"])
    people = _ordered(connection, _ACTORS, actors)
    countries = Index(events["country"], people["country"])
    told = _ordered(connection, _STORIES, stories)
    days = pc.min_max(pa.chunked_array([*events["day"].chunks, *quotes["day"].chunks], pa.int64()))
    figures = {
        "range": [days["min"].as_py(), days["max"].as_py()],
        "totals": connection.execute(_TOTALS).fetchall()[0],
        "events": {
            "day": events["day"].to_pylist(),
            "source": actors.of(events["source"]),
            "target": actors.of(events["target"]),
            "code": codes.of(events["code"]),
            "place": places.of(events["place"]),
            "country": countries.of(events["country"]),
            "story": stories.of(events["story"]),
            "publisher": publishers.of(events["publisher"]),
        },
        "quotes": {
            "day": quotes["day"].to_pylist(),
            "speaker": actors.of(quotes["speaker"]),
            "publisher": publishers.of(quotes["publisher"]),
        },
        "actors": {
            "name": people["name"].to_pylist(),
            "country": countries.of(people["country"]),
        },
        "codes": _labels(connection, codes),
        "places": [_place(key) for key in places.values],
        "stories": {
            name: told[name].to_pylist() for name in ("seen", "n_articles", "n_sources")
        },
        "publishers": publishers.values,
        "countries": _countries(connection, countries),
        "coverage": [list(map(_plain, row)) for row in connection.execute(_COVERAGE).fetchall()],
        "strips": _strips(connection),
        "runs": [list(map(_plain, row)) for row in connection.execute(_RUNS).fetchall()],
        "rejects": connection.execute(_REJECTS).fetchall(),
    }  # fmt: skip
    return Collected(figures, events["id"].to_pylist(), quotes["id"].to_pylist())


def _ordered(connection: duckdb.DuckDBPyConnection, query: str, index: Index) -> pa.Table:
    """The rows of a query that ``index`` names by their ``id``, in the order of ``index``."""
    found = connection.sql(query).to_arrow_table()
    return found.take(pc.index_in(pa.array(index.values, pa.string()), value_set=found["id"]))


def _labels(connection: duckdb.DuckDBPyConnection, codes: Index) -> list[list[Any]]:
    """Code, its name, the name of its root, quad class, Goldstein value."""
    known = {row[0]: list(row) for row in connection.execute(_CODES).fetchall()}
    return [known[code] for code in codes.values]


def _countries(connection: duckdb.DuckDBPyConnection, index: Index) -> list[str]:
    names = dict(connection.execute("SELECT iso3, name FROM countries").fetchall())
    return [names.get(code, code) for code in index.values]


def _place(key: str) -> list[Any]:
    """Name, degrees north, degrees east."""
    name, *degrees = key.split(chr(31))
    return [name, *(float(value) if value else None for value in degrees)]


def _strips(connection: duckdb.DuckDBPyConnection) -> dict[str, list[int]]:
    """Source -> day of its first number, then articles a day, 0 where it was silent."""
    strips: dict[str, list[int]] = {}
    for source, day, count in connection.execute(_STRIPS).fetchall():
        strips.setdefault(source, [day]).append(count)
    return strips


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat() if isinstance(value, date) else value
